import { join } from 'node:path';
import {
  type Clock,
  createSealer,
  DrawbridgeError,
  epochSeconds,
  type Log,
  type Sealer,
} from '@drawbridge/core';
import {
  dataError,
  makePrivateFolder,
  readPrivateFile,
  replaceFile,
  withFileLock,
} from '@drawbridge/node';
import {
  type CookieKey,
  formatCookieKeys,
  parseCookieKeys,
  secretsOf,
  turnOver,
} from './cookie-keys.ts';

/** Milliseconds between two looks at the file: another process may have written a key. */
const LOOK_EVERY = 1_800_000;

/** What cookies are sealed with. */
export interface CookieSealerOptions {
  /** The data folder. */
  readonly data: string;
  /** Seconds that a sealed cookie is good. */
  readonly lifetime: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** A sealer that ends. */
export interface OpenSealer extends Sealer {
  close(): void;
}

/** What all secrets of the gateway are for. */
export function gatewaySealer(secrets: readonly string[]): Sealer {
  return createSealer(secrets, { purpose: 'gateway' });
}

/**
 * Opens a sealer whose keys are in the data folder, and are replaced by themselves. All processes that have the folder have
 * the same.
 *
 * @throws {DrawbridgeError} `data_unusable`; `key_ring_unusable` for a file that is none
 */
export async function openCookieSealer(options: CookieSealerOptions): Promise<OpenSealer> {
  const { clock, log } = options;
  let keys = await readKeys(options, true);
  let sealer = gatewaySealer(secretsOf(keys, epochSeconds(clock)));
  const timer = setInterval(() => void look(), LOOK_EVERY);
  timer.unref();

  async function look(): Promise<void> {
    try {
      keys = await readKeys(options, false);
    } catch (thrown) {
      // The old ones serve: there are weeks until it matters.
      const { message, hint } = thrown as DrawbridgeError;
      log.error('keys of cookies not renewed', { detail: message, hint });
    }
    sealer = gatewaySealer(secretsOf(keys, epochSeconds(clock)));
  }

  return {
    seal: (text, context) => sealer.seal(text, context),
    open: (sealed, context) => sealer.open(sealed, context),
    close: () => clearInterval(timer),
  };
}

/**
 * The keys of the file, once what is due was done.
 *
 * @param mayFound - whether a file may be begun. Not where one was read: it is lost then, an unmounted volume perhaps, and new
 *   keys in its place would sign everybody out
 */
async function readKeys(
  options: CookieSealerOptions,
  mayFound: boolean,
): Promise<readonly CookieKey[]> {
  const { data, lifetime, clock } = options;
  const folder = join(data, 'gateway');
  const path = join(folder, 'cookie-keys.json');
  try {
    await makePrivateFolder(folder);
    return await withFileLock(join(folder, 'locks'), { what: 'the keys of cookies' }, async () => {
      const found = await readFound(path, mayFound);
      const now = epochSeconds(clock);
      const keys = turnOver(found, now, lifetime);
      if (keys.some((key, index) => key !== found[index]) || keys.length !== found.length) {
        await replaceFile(path, formatCookieKeys(keys));
      }
      return keys;
    });
  } catch (thrown) {
    throw thrown instanceof DrawbridgeError ? thrown : dataError(thrown, path);
  }
}

async function readFound(path: string, mayFound: boolean): Promise<readonly CookieKey[]> {
  let text: string;
  try {
    text = await readPrivateFile(path);
  } catch (thrown) {
    const { code } = ((thrown as Error).cause ?? {}) as NodeJS.ErrnoException;
    if (mayFound && code === 'ENOENT') return [];
    throw thrown;
  }
  const keys = parseCookieKeys(text);
  if (keys !== undefined) return keys;
  throw new DrawbridgeError('key_ring_unusable', {
    detail: `${path} is not what the gateway wrote`,
    hint: 'Put it back from a copy; or remove it, and everybody signs in anew.',
  });
}
