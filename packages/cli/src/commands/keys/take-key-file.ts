import { text } from 'node:stream/consumers';
import {
  type Algorithm,
  createDefaultEngine,
  DrawbridgeError,
  type JoiningKey,
  member,
  printable,
} from '@drawbridge/core';
import {
  exposedKey,
  type ParsedKey,
  parseKeys,
  readKeyFile,
  takeKey,
  type TakenKey,
} from '@drawbridge/node';
import type { Terminal } from '../../terminal.ts';
import { usage } from './key-options.ts';
import { readPassphrase } from './read-passphrase.ts';

/** What is said of the keys of a file when they are taken over. */
export interface TakeFileOptions {
  readonly alg?: Algorithm;
  readonly kid?: string;
  /** Of a JWK Set, take only the key of this name. */
  readonly only?: string;
  readonly state: JoiningKey['state'];
  /** The file that the passphrase of an encrypted PEM is in. */
  readonly passphraseFile?: string;
}

/**
 * Takes over the keys of a file.
 *
 * @param path - `-` reads standard input
 * @throws {DrawbridgeError} `usage_invalid` saying why not, `data_unusable` for a private key that others can read
 */
export async function takeKeyFile(
  path: string,
  options: TakeFileOptions,
  terminal: Terminal,
): Promise<readonly TakenKey[]> {
  const { only, kid, alg, state, passphraseFile } = options;
  const name = path === '-' ? 'standard input' : path;
  const source =
    path === '-' ? { text: await text(terminal.stdin), exposed: false } : await readKeyFile(path);
  const passphrase =
    passphraseFile === undefined ? undefined : await readPassphrase(passphraseFile);
  const parsed = explain(name, () => parseKeys(source.text, passphrase));
  if (source.exposed && parsed.some(({ isPrivate }) => isPrivate)) throw exposedKey(path);
  const chosen =
    only === undefined ? parsed : parsed.filter(({ jwk }) => member(jwk, 'kid') === only);
  if (chosen.length === 0) throw unfit(name, `it has no key of the name ${only}`);
  if (kid !== undefined && chosen.length > 1) {
    throw usage(
      `--kid names one key, and ${name} has ${chosen.length}`,
      'Choose one with --only, or leave --kid out.',
    );
  }
  const engine = createDefaultEngine();
  const taken: TakenKey[] = [];
  for (const [index, key] of chosen.entries()) {
    try {
      taken.push(await takeKey(key, { alg, kid, state, engine }));
    } catch (thrown) {
      throw unfit(chosen.length === 1 ? name : `${name}, key ${describe(key, index)}`, thrown, alg);
    }
  }
  return taken;
}

/**
 * Takes over the one private key of a file, which is to sign.
 *
 * @throws {DrawbridgeError} as {@link takeKeyFile}
 */
export async function takeSigningKey(
  path: string,
  options: Omit<TakeFileOptions, 'state'>,
  terminal: Terminal,
): Promise<TakenKey> {
  const [taken, ...others] = await takeKeyFile(path, { ...options, state: 'active' }, terminal);
  if (taken !== undefined && others.length === 0) return taken;
  throw usage(
    `${path} has ${others.length + 1} keys, and one is to sign`,
    'Give a file of one key.',
  );
}

function describe({ jwk }: ParsedKey, index: number): string {
  const kid = member(jwk, 'kid');
  return typeof kid === 'string' ? `"${kid.slice(0, 100)}"` : String(index + 1);
}

function explain<Result>(name: string, work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    throw unfit(name, thrown);
  }
}

/** Only sentences of our own are passed on: any other may quote the key. */
function unfit(name: string, thrown: unknown, alg?: Algorithm): unknown {
  const own = thrown instanceof TypeError && !('code' in thrown) ? thrown.message : thrown;
  if (typeof own !== 'string') return thrown;
  return new DrawbridgeError('usage_invalid', {
    detail: printable(`${name} cannot be imported: ${own}`),
    // Where the sentence says itself which option helps, another advice would lead away from it.
    ...(!own.includes(' --') && {
      hint:
        alg === undefined
          ? 'Give a private key that signs: PEM, JWK or JWK Set.'
          : `Give a private key for ${alg}; without --alg the key says itself what it signs with.`,
    }),
  });
}
