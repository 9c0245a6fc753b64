import { createPublicKey } from 'node:crypto';
import { DrawbridgeError } from '@drawbridge/core';
import { secretsInText } from '@drawbridge/gateway';
import type { VouchKey } from '@drawbridge/oauth';
import { readStartOfFile } from '../../read-start-of-file.ts';

/** What a person gave to check the cookie itself with: paths. */
export interface GivenVouchKeys {
  readonly secretFile?: string;
  readonly publicKeyFile?: string;
}

/**
 * The keys of the cookie itself: the secret of a file, else that of `VOUCH_JWT_SECRET`, and a public key of a file.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readVouchKeys(
  { secretFile, publicKeyFile }: GivenVouchKeys,
  env: NodeJS.ProcessEnv,
): Promise<readonly VouchKey[]> {
  const keys: VouchKey[] = [];
  if (secretFile === undefined) {
    keys.push(...secretsInText(env['VOUCH_JWT_SECRET'] ?? ''));
  } else {
    const secrets = secretsInText(await readFile(secretFile, '--secret-file'));
    if (secrets.length === 0) throw unusable('--secret-file', secretFile, 'is empty');
    keys.push(...secrets);
  }
  if (publicKeyFile !== undefined) {
    const publicKey = await readFile(publicKeyFile, '--public-key-file');
    try {
      keys.push({
        publicKey: createPublicKey(publicKey).export({ type: 'spki', format: 'pem' }) as string,
      });
    } catch {
      throw unusable('--public-key-file', publicKeyFile, 'holds no key in PEM');
    }
  }
  return keys;
}

async function readFile(path: string, flag: string): Promise<string> {
  try {
    return await readStartOfFile(path, 65_536);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw unusable(flag, path, `cannot be read (${code})`);
  }
}

function unusable(flag: string, path: string, why: string): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', {
    detail: `the file ${path} of ${flag} ${why}`,
    hint: 'Give the file that Vouch Proxy has it from: vouch.jwt.secret alone on a line, or the public key in PEM.',
  });
}
