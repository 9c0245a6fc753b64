import type { VouchKey } from '@drawbridge/oauth';
import { createVouchCodec } from '@drawbridge/oauth';
import { privateFileFault } from '@drawbridge/node';
import type { SettingReader } from '@drawbridge/node/config';
import { isWeakSecret } from '../../../vouch/is-weak-secret.ts';
import type { VouchNote } from '../layers/given-value.ts';
import type { VouchSigning } from '../settings/signing-settings.ts';
import type { VouchSigningKeys } from '../vouch-config.ts';
import { readSecretFile } from './secret-file.ts';
import { HOW_TO_ROTATE, type NamedSecret, WEAK_SECRET } from './weak-secrets.ts';

const PUBLIC = 'vouch.jwt.public_key_file';
const PRIVATE = 'vouch.jwt.private_key_file';
const SECRET = 'vouch.jwt.secret';

/** Keys, the files that they were read from, and what is to be said of them. */
export interface ReadSigningKeys {
  readonly signing: VouchSigningKeys;
  readonly files: readonly string[];
  readonly notes: readonly VouchNote[];
}

/**
 * Reads what cookies are signed with, and changes nothing. What cannot be used is known to `reader`.
 *
 * @param secretFile - where the secret is that nobody gave
 */
export async function readSigningKeys(
  { algorithm, compress, by }: VouchSigning,
  secretFile: string,
  reader: SettingReader,
): Promise<ReadSigningKeys> {
  const notes: VouchNote[] = [];
  if ('publicKeyFile' in by) {
    const { publicKeyFile, privateKeyFile } = by;
    const publicKey = await reader.file(publicKeyFile, PUBLIC);
    const privateKey =
      privateKeyFile === undefined ? undefined : await reader.file(privateKeyFile, PRIVATE);
    const key = { publicKey, ...(privateKey !== undefined && { privateKey }) };
    // What could not be read has been told of.
    if (publicKey !== '' && privateKey !== '' && !isUsable(key)) {
      const at = privateKey === undefined ? PUBLIC : PRIVATE;
      reader.fault(
        at,
        `cannot be used for ${algorithm}: write files of PEM, of one pair, of RSA for RS256 and of P-256, P-384 or P-521 for ES256, ES384 or ES512`,
      );
    }
    const exposed = privateKeyFile && (await privateFileFault(privateKeyFile));
    if (exposed) notes.push(noteExposed(PRIVATE, privateKeyFile));
    return {
      signing: { algorithm, compress, keys: [key], secretFile: undefined },
      files: [publicKeyFile, ...(privateKeyFile === undefined ? [] : [privateKeyFile])],
      notes,
    };
  }

  function isUsable(key: VouchKey): boolean {
    try {
      createVouchCodec({ algorithm, keys: [key] });
      return true;
    } catch {
      return false;
    }
  }

  const { secret: given, previousSecrets, allowWeakSecret } = by;
  const kept = given === undefined ? await readSecretFile(secretFile) : { secret: given };
  if ('fault' in kept) reader.fault(SECRET, kept.fault);
  if (given === undefined && 'secret' in kept && (await privateFileFault(secretFile))) {
    notes.push(noteExposed(SECRET, secretFile));
  }
  const secrets: readonly NamedSecret[] = [
    ...('secret' in kept ? [{ key: SECRET, secret: kept.secret } as const] : []),
    ...previousSecrets.map((secret) => ({ key: 'vouch.jwt.previousSecrets', secret }) as const),
  ];
  for (const { key, secret } of secrets) {
    if (!isWeakSecret(secret)) continue;
    if (allowWeakSecret) {
      notes.push({
        event:
          'a secret is weak: whoever has one cookie can find it by trying, and sign in as anybody',
        fields: { setting: key, hint: HOW_TO_ROTATE },
      });
    } else reader.fault(key, WEAK_SECRET);
  }
  const inFile = { path: secretFile, secret: 'secret' in kept ? kept.secret : undefined };
  return {
    signing: {
      algorithm,
      compress,
      keys: [...(given === undefined ? [] : [given]), ...previousSecrets].map((secret) => ({
        secret,
      })),
      secretFile: given === undefined ? inFile : undefined,
    },
    files: given === undefined ? [secretFile] : [],
    notes,
  };
}

/** Told alone: a container has its secrets from a volume that root owns and everybody in it reads. */
function noteExposed(setting: string, file: string): VouchNote {
  return {
    event: 'a secret can be read or changed by other users of this machine',
    fields: { setting, file, hint: 'Give the file mode 600.' },
  };
}
