import { access } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Variables } from './layers/read-vouch-variables.ts';

/** Where a configuration is. */
export interface VouchPlaces {
  /** `undefined`: there is none, and the environment alone is read. */
  readonly file: string | undefined;
  /** The folder that paths are relative to. */
  readonly root: string;
  /** Where the secret is that nobody gave. */
  readonly secretFile: string;
}

/**
 * Says what a file has around it. As in Vouch Proxy that is the folder of `VOUCH_ROOT`; without, the folder of the file, or where
 * that is called `config`, the one above.
 */
export function placesOfFile(file: string, env: Variables): VouchPlaces {
  const given = env['VOUCH_ROOT'] || undefined;
  const folder = dirname(resolve(file));
  if (given !== undefined) return placesOf(resolve(file), resolve(given));
  return {
    file: resolve(file),
    root: basename(folder) === 'config' ? dirname(folder) : folder,
    secretFile: join(folder, 'secret'),
  };
}

/** The names that Vouch Proxy finds below its root. */
const NAMES = ['config/config.yml', 'config/config.yaml'];

/**
 * Finds the configuration of a Vouch Proxy: `VOUCH_CONFIG`, which counts before the flag there as here, then the flag, then
 * `config/config.yml` below its root, if that is there.
 *
 * @param flag - `-config`
 * @param home - the root where `VOUCH_ROOT` names none
 */
export async function findVouchPlaces(
  flag: string | undefined,
  env: Variables,
  home: string,
): Promise<VouchPlaces> {
  const root = resolve(env['VOUCH_ROOT'] || home);
  const named = env['VOUCH_CONFIG'] || flag;
  if (named !== undefined) return placesOf(resolve(named), root);
  for (const name of NAMES) {
    const file = join(root, name);
    if (await isThere(file)) return placesOf(file, root);
  }
  return placesOf(undefined, root);
}

function placesOf(file: string | undefined, root: string): VouchPlaces {
  return { file, root, secretFile: join(root, 'config/secret') };
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (thrown) {
    // One that may not be read is there, and whoever reads it tells.
    return (thrown as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
