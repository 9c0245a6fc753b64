import { createPublicKey } from 'node:crypto';
import { DrawbridgeError } from '@drawbridge/core';
import { secretsInText } from '@drawbridge/gateway';
import { unreadableSecret } from '@drawbridge/node';
import type { VouchKey } from '@drawbridge/oauth';
import { readStartOfFile } from '../../read-start-of-file.ts';

/** What a person gave to check the cookie itself with: paths. */
export interface GivenVouchKeys {
  readonly secretFile?: string;
  readonly publicKeyFile?: string;
}

/**
 * The keys of the cookie itself: the secret of a file, else that of `VOUCH_JWT_SECRET` or of the file `VOUCH_JWT_SECRET_FILE`,
 * and a public key of a file.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readVouchKeys(
  { secretFile, publicKeyFile }: GivenVouchKeys,
  env: NodeJS.ProcessEnv,
): Promise<readonly VouchKey[]> {
  const keys: VouchKey[] = [...(await readSecrets(secretFile, env))];
  if (publicKeyFile !== undefined) {
    const publicKey = await readFile(publicKeyFile, '--public-key-file');
    try {
      keys.push({
        publicKey: createPublicKey(publicKey).export({ type: 'spki', format: 'pem' }) as string,
      });
    } catch {
      throw unusable(
        '--public-key-file',
        `is in the file ${publicKeyFile}, which holds no key in PEM`,
      );
    }
  }
  return keys;
}

async function readSecrets(
  secretFile: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<readonly VouchKey[]> {
  const { VOUCH_JWT_SECRET: secret, VOUCH_JWT_SECRET_FILE: named } = env;
  if (secretFile === undefined && secret) return secretsInText(secret);
  const [file, flag] =
    secretFile === undefined ? [named, 'VOUCH_JWT_SECRET_FILE'] : [secretFile, '--secret-file'];
  if (!file) return [];
  const secrets = secretsInText(await readFile(file, flag));
  if (secrets.length === 0) throw unusable(flag, `is in the file ${file}, which is empty`);
  return secrets;
}

async function readFile(path: string, flag: string): Promise<string> {
  try {
    return await readStartOfFile(path, 65_536);
  } catch (cause) {
    throw unusable(flag, await unreadableSecret(path, cause));
  }
}

function unusable(flag: string, why: string): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', {
    detail: `the key of ${flag} ${why}`,
    hint: 'Give the file that Vouch Proxy has it from: vouch.jwt.secret alone on a line, or the public key in PEM.',
  });
}
