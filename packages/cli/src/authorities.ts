import { usageError } from '@drawbridge/core';
import { readAuthorities } from '@drawbridge/node';
import { createSettingReader } from '@drawbridge/node/config';

/**
 * The authorities of `--ca`, as PEM.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function authoritiesOf(path: string, env: NodeJS.ProcessEnv): Promise<string> {
  const hint = 'Give a file that this user can read, with certificates in PEM.';
  const reader = createSettingReader(env, (faults) => usageError(faults, hint));
  const text = await readAuthorities(path, '--ca', reader);
  reader.finish();
  return text;
}
