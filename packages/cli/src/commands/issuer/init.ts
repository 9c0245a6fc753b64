import { join, resolve } from 'node:path';
import {
  ALGORITHM_NAMES,
  type Algorithm,
  createDefaultEngine,
  printable,
  systemClock,
} from '@drawbridge/core';
import { type GivenKey, type InitiatedSite, initSite } from '@drawbridge/issuer/node';
import { shellWord } from '@drawbridge/node';
import { InvalidArgumentError } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled } from '../../option-values.ts';
import { print, tell, type Terminal } from '../../terminal.ts';
import { algorithmOption, usage } from '../keys/key-options.ts';
import { takeSigningKey } from '../keys/take-key-file.ts';
import { givenIssuer } from './given-issuer.ts';
import { readJwksPath } from './read-jwks-path.ts';

interface Options extends CommonOptions {
  readonly dir: string;
  readonly jwksPath?: string;
  readonly alg?: readonly Algorithm[];
  readonly key?: string;
  readonly kid?: string;
  readonly passphraseFile?: string;
  readonly x5c?: boolean;
  readonly authorizationEndpoint: boolean;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description('Make the site of an issuer of static files, or take one over.')
    .argument('<url>', 'the address that relying parties are to know the issuer by')
    .requiredOption('--dir <folder>', 'the folder of the site', filled)
    .option('--jwks-path <path>', 'where its keys are: /.well-known/jwks.json', readJwksPath)
    .addOption(algorithmOption('what it signs with: RS256; may be repeated').argParser(algorithms))
    .option('--key <file>', 'take this private key, and a site that publishes it', filled)
    .option('--kid <kid>', 'the name of that key', filled)
    .option('--passphrase-file <file>', 'the passphrase of an encrypted PEM', filled)
    .option('--x5c', 'publish a certificate of each key, for Ceph; Google Cloud takes none')
    .option('--no-authorization-endpoint', 'leave the seventh member out of discovery')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
The private key goes into the key ring of the data folder, which is outside of the site. All
later commands read the issuer and the place of its keys from the site itself.

A site that is there stays as it is: what is missing is added, and with --key the key that it
publishes is taken over. Where site and key differ, it says in what and changes nothing.`,
    )
    .action(async (url: string, options: Options) => {
      const issuer = givenIssuer(url, 'the issuer', terminal);
      const { alg, kid, jwksPath: path, x5c, authorizationEndpoint } = options;
      if (options.key === undefined && kid !== undefined) {
        throw usage('--kid names the key of --key', 'Give --key FILE too, or leave --kid out.');
      }
      if (options.key !== undefined && (alg?.length ?? 0) > 1) {
        throw usage('--key is one key, and signs with one --alg', 'Leave the others out.');
      }
      const data = await context.data(options);
      const dir = resolve(options.dir);
      const site = await initSite({
        issuer,
        dir,
        data,
        jwksPath: path,
        algorithms: options.key === undefined ? alg : undefined,
        withCertificates: x5c,
        withAuthorizationEndpoint: authorizationEndpoint,
        key: options.key === undefined ? undefined : givenKey(options.key, options, terminal),
        engine: createDefaultEngine(),
        clock: systemClock,
      });
      if (x5c) tell(terminal, 'warning: Google Cloud refuses a JWK Set with x5c in it.');
      show(site, { ...options, issuer, dir, ring: join(data, 'keys') }, terminal);
    });
};

function givenKey(path: string, options: Options, terminal: Terminal): GivenKey {
  const { kid, alg = [], passphraseFile } = options;
  const [only] = alg;
  return {
    ...(kid !== undefined && { kid }),
    take: (name) =>
      takeSigningKey(
        path,
        {
          ...(name !== undefined && { kid: name }),
          ...(only !== undefined && { alg: only }),
          ...(passphraseFile !== undefined && { passphraseFile }),
        },
        terminal,
      ),
  };
}

const OUTCOMES: Readonly<Record<InitiatedSite['outcome'], string>> = {
  made: 'made',
  completed: 'completed',
  adopted: 'taken over, no file of it was changed',
  unchanged: 'unchanged',
};

function show(
  { outcome, jwksPath: path, written, keys, others }: InitiatedSite,
  { issuer, ring, ...options }: Options & { readonly issuer: string; readonly ring: string },
  terminal: Terminal,
): void {
  const { dir, json } = options;
  const kids = keys.map(({ kid, alg }) => ({ kid, alg }));
  if (json) {
    const shown = { outcome, issuer, dir, jwksPath: path, written, keys: kids };
    print(terminal, printable(JSON.stringify(shown)));
  } else {
    print(terminal, `${issuer}  ${OUTCOMES[outcome]}\n  in ${dir}`);
    for (const { kid, alg } of kids) print(terminal, printable(`  ${kid}  ${alg}`));
    print(terminal, `  key ring in ${ring}`);
  }
  if (others.length > 0) {
    const names = others.map((kid) => JSON.stringify(kid)).join(', ');
    tell(
      terminal,
      printable(
        `The other keys of the site (${names}) stay published for a day; nothing signs with them.`,
      ),
    );
  }
  if (outcome === 'unchanged') return;
  tell(terminal, nextSteps(issuer, dir, options.data));
}

/** The commands as they can be pasted: with the folders that were given. */
function nextSteps(issuer: string, dir: string, data: string | undefined): string {
  const places = `--dir ${shellWord(dir)}${data === undefined ? '' : ` --data ${shellWord(data)}`}`;
  // An address on this machine is for trying out, and nothing of AWS serves it.
  const hosts = issuer.startsWith('https:') ? ['aws', 'nginx'] : ['nginx'];
  const host = hosts.map((where) => `drawbridge issuer host ${where} --issuer ${issuer}`);
  return `
Next:
  host     ${host.join('\n           or: ')}
  publish  drawbridge issuer publish ${places} --to PLACE
  check    drawbridge issuer check ${issuer}
  sign     drawbridge token sign ${places} --sub SUBJECT --aud AUDIENCE`;
}

/** Gathers the algorithms of an option that may be repeated. */
function algorithms(
  value: string,
  earlier: readonly Algorithm[] | undefined,
): readonly Algorithm[] {
  return [...(earlier ?? []), algorithm(value)];
}

function algorithm(value: string): Algorithm {
  const found = ALGORITHM_NAMES.find((name) => name === value);
  if (found === undefined) {
    throw new InvalidArgumentError(`Allowed choices are ${ALGORITHM_NAMES.join(', ')}.`);
  }
  return found;
}
