import { usageError } from '@drawbridge/core';
import { readAuthorities } from '@drawbridge/node';
import { createSettingReader } from '@drawbridge/node/config';

/**
 * The authorities (PEM) of the file of `--ca`.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readCaOption(path: string, env: NodeJS.ProcessEnv): Promise<string> {
  const hint = 'Give a file that this user can read, with certificates in PEM.';
  const reader = createSettingReader(env, (faults) => usageError(faults, hint));
  const text = await readAuthorities(path, '--ca', reader);
  reader.finish();
  return text;
}
