import { createPrivateKey, createPublicKey } from 'node:crypto';
import { join, resolve } from 'node:path';
import {
  DrawbridgeError,
  epochSeconds,
  findKey,
  type KeyEntry,
  keyState,
  ringTime,
  systemClock,
} from '@drawbridge/core';
import { createFile, readManifest, readPrivateFile } from '@drawbridge/node';
import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled } from '../../option-values.ts';
import { print, tell } from '../../terminal.ts';
import { ringFolder, usage } from './key-options.ts';

type Format = 'jwks' | 'jwk' | 'pem';

interface Options extends CommonOptions {
  readonly format?: Format;
  readonly private?: boolean;
  readonly out?: string;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description('Write the published keys, or one of them, for use elsewhere.')
    .argument('[kid]', 'the key, as "keys list" names it; without, all that are published')
    .addOption(
      new Option('--format <format>', 'how it is written; jwk for one key, else jwks').choices([
        'jwks',
        'jwk',
        'pem',
      ]),
    )
    .option('--private', 'write the private key, in plain; needs KID and --out')
    .option('--out <file>', 'write to this new file, which only you can read', filled)
    .addHelpText(
      'after',
      `
Without --private nothing but public keys is written. A private key goes to a new file of
mode 0600 and never to standard output. Whoever has it signs in the name of the issuer:
prefer "keys rotate" in the new place. A KID that begins with - stands after --.`,
    )
    .action(async (kid: string | undefined, options: Options) => {
      const folder = await ringFolder(context, options);
      if (options.private === true && (kid === undefined || options.out === undefined)) {
        throw usage(
          '--private writes one key, into a file',
          'Give its kid and --out: drawbridge keys export KID --private --format pem --out key.pem',
        );
      }
      const { manifest } = await readManifest(folder);
      const time = ringTime(manifest, epochSeconds(systemClock));
      const published = manifest.keys.filter((entry) => keyState(entry, time) !== 'removed');
      const entries = kid === undefined ? published : [named(() => findKey(manifest, kid), folder)];
      const format = options.format ?? (kid === undefined ? 'jwks' : 'jwk');
      if (format !== 'jwks' && kid === undefined) {
        throw usage(
          `--format ${format} is for one key`,
          `Name it: drawbridge keys export KID --format ${format}; \`drawbridge keys list\` has the names.`,
        );
      }
      const [only] = entries;
      const text =
        options.private === true && only !== undefined
          ? await privateText(only, format, folder)
          : publicText(entries, format);
      if (options.out === undefined) {
        print(terminal, text.trimEnd());
        return;
      }
      const path = resolve(options.out);
      await writeNew(path, text);
      const what = options.private ? 'the private key' : 'the public keys';
      tell(terminal, `Wrote ${what} to ${path}.`);
    });
};

function named(find: () => KeyEntry, folder: string): KeyEntry {
  try {
    return find();
  } catch (thrown) {
    throw usage(
      `nothing of the key ring in ${folder} is written: ${(thrown as Error).message}`,
      'See `drawbridge keys list`.',
    );
  }
}

function publicText(entries: readonly KeyEntry[], format: Format): string {
  const keys = entries.map(({ publicJwk }) => publicJwk);
  if (format === 'jwks') return pretty({ keys });
  const [jwk] = keys;
  if (format === 'jwk') return pretty(jwk);
  return createPublicKey({ key: { ...jwk } as never, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  }) as string;
}

async function privateText(entry: KeyEntry, format: Format, folder: string): Promise<string> {
  const pem = await readPrivateFile(join(folder, entry.material.file));
  if (format === 'pem') return pem;
  const { kid, alg } = entry;
  const jwk = { ...createPrivateKey(pem).export({ format: 'jwk' }), kid, alg, use: 'sig' };
  return pretty(format === 'jwk' ? jwk : { keys: [jwk] });
}

async function writeNew(path: string, text: string): Promise<void> {
  let isNew: boolean;
  try {
    isNew = await createFile(path, text);
  } catch (thrown) {
    const { code = 'unknown' } = thrown as NodeJS.ErrnoException;
    throw new DrawbridgeError('usage_invalid', {
      detail: `${path} cannot be written (${code})`,
      hint: 'Give a new file in a folder that this user may write to with --out.',
      cause: thrown,
    });
  }
  if (!isNew) throw usage(`${path} is there already`, 'Give another file with --out.');
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
