import { join, resolve } from 'node:path';
import {
  configError,
  createDefaultEngine,
  epochSeconds,
  keyState,
  systemClock,
} from '@drawbridge/core';
import { exchangeSection, findExchangeFaults } from '@drawbridge/exchange/node';
import { importKeys, showTime } from '@drawbridge/node';
import { parseSection, toYaml } from '@drawbridge/node/config';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { chooseKeys, type KeyChoice } from '../../migrate/oidc-token-proxy/choose-keys.ts';
import { CONFIG_COMMENTS } from '../../migrate/oidc-token-proxy/config-comments.ts';
import {
  readIniFile,
  readJwksFile,
  tellOfUpstreamFile,
} from '../../migrate/oidc-token-proxy/read-files.ts';
import { readSite } from '../../migrate/oidc-token-proxy/read-site.ts';
import { translate, type Translation } from '../../migrate/oidc-token-proxy/translate.ts';
import { reportMigrated } from '../../migrate/migrated.ts';
import { requireNew, writeOutFile } from '../../out-file.ts';
import { filled, repeatable } from '../../option-values.ts';
import type { Terminal } from '../../terminal.ts';

interface Options extends CommonOptions {
  readonly app?: string;
  readonly issuer?: string;
  readonly acceptAudience?: readonly string[];
  readonly grantAudience?: readonly string[];
  readonly compatibility: boolean;
  readonly keys: boolean;
  readonly rekid?: boolean;
  readonly signWith?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
}

/** What a migration came to; `--json` prints it. */
interface Migrated {
  readonly config: Translation['config'];
  readonly notes: readonly string[];
  readonly keys: readonly { readonly kid: string; readonly alg: string; readonly state: string }[];
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Make a configuration and a key ring of those of an oidc-token-proxy. Its ini file and keys ' +
        'are read and left as they are; each thing that is not carried over is told.',
    )
    .argument('<file>', 'the ini file, such as site.ini')
    .option('--out <file>', 'write the configuration to this file, not to standard output', filled)
    .option('--app <name>', 'the section [app:NAME], where several are proxies', filled)
    .option('--issuer <url>', 'the public issuer, where the ini file has none', filled)
    .option(
      '--accept-audience <audience>',
      'take only upstream tokens for this audience, not for any; may be repeated',
      repeatable,
    )
    .option(
      '--grant-audience <audience>',
      "mint for this audience, not for the upstream token's; may be repeated",
      repeatable,
    )
    .option('--no-compatibility', "leave out oidc-token-proxy's status codes and reading of bodies")
    .option('--no-keys', 'leave the keys alone')
    .option('--rekid', 'name keys that share a kid by their RFC 7638 thumbprints')
    .option(
      '--sign-with <thumbprint>',
      'of keys that shared a kid, the one that signs; may be repeated',
      repeatable,
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
The private keys go to "keys" below the data folder, which must have no other keys yet. Without
--data and --out nothing is written: the configuration is shown.

Example:
  drawbridge migrate oidc-token-proxy site.ini --data /var/lib/drawbridge \\
    --out drawbridge.yaml --grant-audience sts.amazonaws.com`,
    )
    .action(async (file: string, options: Options) => {
      const data = await context.data(options);
      const site = readSite(await readIniFile(file), file, options.app);
      const translation = translate(site, { ...options, file, data });
      const choice = await chooseFileKeys(translation, options);
      const faults = [...translation.faults, ...choice.faults];
      if (faults.length > 0) throw configError(faults, `The settings are in ${resolve(file)}.`);

      const { config } = translation;
      // What is written must be what is read: the file is judged before it is there.
      const section = parseSection(exchangeSection, config.exchange, 'exchange');
      const misfits = await findExchangeFaults(section);
      if (misfits.length > 0) throw configError(misfits);
      const yaml = await toYaml(config, CONFIG_COMMENTS);
      if (options.out !== undefined) await requireNew(options.out, yaml);

      const place = { data, issuer: section.issuer };
      const imported = await takeOver(place, choice, options, terminal);
      if (options.out !== undefined) await writeOutFile(options.out, yaml);
      const upstreamFile = config.exchange.upstreams[0]?.jwksFile;
      const notes = [
        ...translation.notes,
        ...(await tellOfUpstreamFile(upstreamFile)),
        ...choice.notes,
        ...imported.notes,
      ];
      report(terminal, { config, notes, keys: imported.keys }, yaml, options);
    });
};

async function chooseFileKeys(
  { jwksFile, signing }: Translation,
  { keys, rekid = false, signWith = [] }: Options,
): Promise<KeyChoice> {
  if (!keys) {
    const notes = [
      'jwks_file: its keys are left where they are (--no-keys); without them, relying parties must ' +
        'fetch the keys that the exchange makes.',
    ];
    return { keys: [], notes, faults: [] };
  }
  const file = await readJwksFile(jwksFile);
  if (file.faults.length > 0) return { keys: [], notes: [], faults: [...file.faults] };
  const engine = createDefaultEngine();
  const choice = await chooseKeys(file.jwks, signing.keyIds, { rekid, signWith, engine });
  return { ...choice, notes: [...file.notes, ...choice.notes] };
}

/** A look at what would come of it must leave no private keys behind. */
async function takeOver(
  place: KeyPlace,
  choice: KeyChoice,
  options: Options,
  { env }: Terminal,
): Promise<Omit<Migrated, 'config'>> {
  if (!options.keys) return { keys: [], notes: [] };
  const meant = [options.out, options.data, env['DRAWBRIDGE_DATA'] || undefined];
  if (meant.some((named) => named !== undefined)) return importInto(place, choice);
  const notes = ['jwks_file: no key was taken over yet; give --data DIR or --out FILE to do so.'];
  return { keys: [], notes };
}

/** Where keys go, and for whom they sign. */
interface KeyPlace {
  readonly data: string;
  readonly issuer: string;
}

async function importInto(
  { data, issuer }: KeyPlace,
  { keys }: KeyChoice,
): Promise<Omit<Migrated, 'config'>> {
  const folder = join(data, 'keys');
  const { keys: entries } = await importKeys(folder, keys, systemClock, issuer);
  const now = epochSeconds(systemClock);
  const notes = entries.flatMap(({ kid, removeAfter }) =>
    removeAfter === null
      ? []
      : [
          `jwks_file: the key "${kid}" signs no more and stays published until ` +
            `${showTime(removeAfter, now)}; its private part is not carried over.`,
        ],
  );
  const states = entries.map((entry) => ({
    kid: entry.kid,
    alg: entry.alg,
    state: keyState(entry, now),
  }));
  return { keys: states, notes };
}

function report(terminal: Terminal, migrated: Migrated, yaml: string, options: Options): void {
  const folder = join(migrated.config.data, 'keys');
  const keys = migrated.keys.map(
    ({ kid, alg, state }) => `Key ${kid}  ${alg}  ${state}, in ${folder}`,
  );
  reportMigrated(terminal, migrated, yaml, options, 'serve exchange', keys);
}
