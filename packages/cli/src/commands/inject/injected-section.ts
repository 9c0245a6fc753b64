import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { DrawbridgeError } from '@drawbridge/core';
import { type InjectSection, readEoepcaVariables } from '@drawbridge/inject/node';
import type { FlagSetting } from '@drawbridge/node/config';
import type { Config } from '../../context.ts';
import { noRemote } from './inject-flags.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What is served, and where its secrets are. */
export interface InjectedSection {
  readonly section: InjectSection;
  readonly env: Env;
  /** What is read in another way than by the tool that the variables are of. */
  readonly warnings: readonly string[];
}

/**
 * The section of the configuration; where there is none and no flag, that of the variables of the mitmproxy add-on.
 *
 * @param file - with further variables, those of the environment before them. Default: `.env` of the working folder
 * @throws {DrawbridgeError} `usage_invalid` where there is nothing, `config_invalid`
 */
export async function injectedSection(
  config: Config,
  flags: readonly FlagSetting[],
  env: Env,
  file = '.env',
): Promise<InjectedSection> {
  if (config.inject !== undefined) return { section: config.inject, env, warnings: [] };
  if (flags.length > 0) throw noRemote();
  const whole = { ...(await readVariables(file)), ...env };
  const read = readEoepcaVariables(whole);
  if (read === undefined) throw noRemote();
  return { ...read, env: whole };
}

async function readVariables(file: string): Promise<Env> {
  try {
    return parseEnv(await readFile(file, 'utf8'));
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new DrawbridgeError('usage_invalid', {
      detail: `the file ${file} of this folder cannot be read (${code})`,
      hint: 'Let this user read it, or start from another folder.',
      cause: thrown,
    });
  }
}
