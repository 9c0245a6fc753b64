import { setTimeout as pause } from 'node:timers/promises';
import { createDefaultEngine, documentUrlFault, printable, systemClock } from '@drawbridge/core';
import { type MirroredUpstream, mirrorUpstream } from '@drawbridge/issuer/node';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled, wholeNumber } from '../../option-values.ts';
import { readCa } from '../../read-ca.ts';
import { print, tell, type Terminal } from '../../terminal.ts';
import { untilStopped } from '../../until-stopped.ts';
import { usage } from '../keys/key-options.ts';
import {
  addDestinationOptions,
  type DestinationOptions,
  openDestination,
} from './destination-options.ts';
import { givenIssuer } from './given-issuer.ts';
import { keepMirror } from './keep-mirror.ts';
import { readJwksPath } from './read-jwks-path.ts';
import { showFiles } from './show-files.ts';
import { tellUnseen } from './tell-unseen.ts';

interface Options extends CommonOptions, DestinationOptions {
  readonly from: string;
  readonly fromCa?: string;
  readonly jwksPath?: string;
  readonly every?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  addDestinationOptions(
    command
      .description("Keep a public copy of a private issuer's documents.")
      .argument('<url>', 'the public address: what the tokens of the issuer have as iss')
      .requiredOption('--from <url>', 'where the issuer itself is', filled)
      .option('--from-ca <file>', 'authorities (PEM) to trust for the issuer itself', filled)
      .option(
        '--jwks-path <path>',
        'where the public keys are: /.well-known/jwks.json',
        readJwksPath,
      ),
  )
    .option('--every <seconds>', 'again and again, until stopped', wholeNumber(5, 86_400))
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--json', 'print JSON, a line each time')
    .addHelpText(
      'after',
      `
For an issuer that signs with iss set to the public address, and that no cloud can reach: GitLab
does so with ci_id_tokens_issuer_url. Its keys for signatures are copied, and nothing of its
endpoints. A key that nobody may verify with is left out: RSA below 2048 bits, a point off its
curve. While it cannot be read, or two of its keys have one kid, what is public stays as it is.

An issuer that signs with a new key at once has its tokens refused until the copy has that key:
keep --every short.`,
    )
    .action(async (url: string, options: Options) => {
      const issuer = givenIssuer(url, 'the public address', terminal);
      const { from, every, dryRun = false, maxAge, patience, jwksPath: path } = options;
      const fault = documentUrlFault(from);
      if (fault !== undefined) {
        throw usage(
          `--from ${fault}`,
          'Give the issuer as it is reached from here: https://gitlab.internal, say.',
        );
      }
      if (options.to === undefined) {
        throw usage('--to is required', 'Name a folder, s3://BUCKET/PREFIX, or a URL.');
      }
      const { env } = terminal;
      const ca = options.fromCa === undefined ? undefined : await readCa(options.fromCa, env);
      const destination = await openDestination(options, await context.config(options), env);
      const { http, publisher, remote } = destination;
      if (publisher === undefined) throw new TypeError('a destination was given');
      const fetchDocument = http.documents({
        caSetting: '--from-ca',
        ...(ca !== undefined && { ca }),
      });
      const engine = createDefaultEngine();
      const onUnseen = (name: string) => tellUnseen(name, terminal);
      const way = { publisher, remote, engine, onUnseen };
      const mirror = { issuer, from, fetchDocument, jwksPath: path, ...way };
      const round = () =>
        mirrorUpstream({ ...mirror, clock: systemClock, maxAge, patience, dryRun });
      try {
        show(await round(), issuer, options, terminal);
        if (every === undefined || dryRun) return;
        const ending = new AbortController();
        void untilStopped().then(() => ending.abort());
        await keepMirror({
          round,
          wait: () => lasts(every, ending),
          show: (mirrored) => show(mirrored, issuer, options, terminal),
          tell: ({ message, hint }) =>
            tell(terminal, printable(`${message}${hint ? `\n  ${hint}` : ''}`)),
        });
      } finally {
        await destination.close();
      }
    });
};

/** @returns whether it was not stopped meanwhile */
async function lasts(seconds: number, { signal }: AbortController): Promise<boolean> {
  await pause(seconds * 1000, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}

function show(
  { files, keys, left, otherIssuer }: MirroredUpstream,
  issuer: string,
  options: Options,
  terminal: Terminal,
): void {
  const kids = keys.map(({ kid, alg }) => ({ kid, alg }));
  if (options.json) {
    print(terminal, printable(JSON.stringify({ issuer, files, keys: kids, left })));
    return;
  }
  print(
    terminal,
    `${issuer}  ${keys.length} ${keys.length === 1 ? 'key' : 'keys'} of ${options.from}`,
  );
  showFiles(files, terminal);
  for (const why of left) tell(terminal, printable(`warning: not copied: ${why}`));
  if (otherIssuer === undefined) return;
  tell(
    terminal,
    printable(
      `The issuer calls itself ${otherIssuer}: see that the tokens have iss ${issuer}, or relying parties refuse them.`,
    ),
  );
}
