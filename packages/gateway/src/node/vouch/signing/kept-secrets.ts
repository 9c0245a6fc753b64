import { createHash, randomBytes } from 'node:crypto';
import type { Log } from '@drawbridge/core';
import type { VouchKey } from '@drawbridge/oauth';
import type { VouchConfig } from '../vouch-config.ts';
import { ensureSecretFile } from './secret-file.ts';

/** The secrets of a process that nobody gave. They stay what they are while its configuration is read anew. */
export interface KeptSecrets {
  /** The keys that sign and verify, the first first. */
  signingKeys(
    signing: VouchConfig['signing'],
    log: Log,
  ): Promise<readonly [VouchKey, ...VouchKey[]]>;
  /**
   * The same with the secret of its file that is in force, also where it was made since, or the file is gone: what has no secret
   * of its own goes by the one of before. It reads and makes nothing.
   */
  inForce(signing: VouchConfig['signing']): VouchConfig['signing'];
  /** 32 bytes that seal what a browser keeps during a sign-in. */
  sealingSecret(sessionKey: string | undefined): Uint8Array;
}

/** Makes a keeper, one for a process. */
export function createKeptSecrets(): KeptSecrets {
  const sealing = randomBytes(32);
  const ofFiles = new Map<string, string>();
  return {
    async signingKeys({ keys, secretFile }, log) {
      if (secretFile === undefined) return requireOne(keys);
      const { path } = secretFile;
      const before = ofFiles.get(path);
      if (secretFile.secret === undefined && before !== undefined) {
        log.warn('the file of jwt.secret is gone: what it had goes on until the process ends', {
          file: path,
          hint: 'Put it back from a backup: another secret signs everybody out.',
        });
      }
      const secret = secretFile.secret ?? before ?? (await ensureSecretFile(path, log));
      ofFiles.set(path, secret);
      return [{ secret }, ...keys];
    },
    inForce({ secretFile, ...signing }) {
      if (secretFile === undefined) return { ...signing, secretFile };
      const { path, secret = ofFiles.get(path) } = secretFile;
      return { ...signing, secretFile: { path, secret } };
    },
    sealingSecret: (sessionKey) =>
      sessionKey === undefined ? sealing : createHash('sha256').update(sessionKey).digest(),
  };
}

function requireOne(keys: readonly VouchKey[]): readonly [VouchKey, ...VouchKey[]] {
  const [first, ...rest] = keys;
  if (first === undefined) throw new TypeError('there is no key that cookies are signed with');
  return [first, ...rest];
}
