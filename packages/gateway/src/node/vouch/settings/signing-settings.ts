import { resolve } from 'node:path';
import { VOUCH_ALGORITHMS, type VouchAlgorithm } from '@drawbridge/oauth';
import type { ValueReader } from './value-reader.ts';

/** What signs and verifies, as it was given. */
export interface VouchSigning {
  readonly algorithm: VouchAlgorithm;
  readonly compress: boolean;
  readonly by:
    | {
        /** `undefined`: that of the file `config/secret`. */
        readonly secret: string | undefined;
        readonly previousSecrets: readonly string[];
        readonly allowWeakSecret: boolean;
      }
    | { readonly publicKeyFile: string; readonly privateKeyFile: string | undefined };
}

const PUBLIC = 'vouch.jwt.public_key_file';
const PRIVATE = 'vouch.jwt.private_key_file';

/**
 * Reads what cookies are signed with.
 *
 * @param root - the folder that paths are relative to
 */
export function readSigningSettings(
  reader: ValueReader,
  root: string,
  validateOnly: boolean,
): VouchSigning {
  const compress = reader.flag('vouch.jwt.compress');
  const method = reader.text('vouch.jwt.signing_method');
  const algorithm = VOUCH_ALGORITHMS.find((known) => known === method);
  if (algorithm === undefined) {
    reader.fault('vouch.jwt.signing_method', `is none of ${VOUCH_ALGORITHMS.join(', ')}`);
  }
  const publicKeyFile = reader.text(PUBLIC);
  const privateKeyFile = reader.text(PRIVATE);
  if (algorithm === undefined || algorithm.startsWith('HS')) {
    for (const key of [PUBLIC, PRIVATE] as const) {
      if (!reader.isGiven(key) || algorithm === undefined) continue;
      reader.fault(
        key,
        `is given, and ${algorithm} goes by vouch.jwt.secret: leave it out, or set vouch.jwt.signing_method to RS256 or ES256`,
      );
    }
    return {
      algorithm: algorithm ?? 'HS256',
      compress,
      by: {
        secret: reader.text('vouch.jwt.secret'),
        previousSecrets: reader.list('vouch.jwt.previousSecrets'),
        allowWeakSecret: reader.flag('vouch.jwt.allowWeakSecret'),
      },
    };
  }
  if (reader.isGiven('vouch.jwt.previousSecrets')) {
    reader.fault(
      'vouch.jwt.previousSecrets',
      `is given, and ${algorithm} goes by the key files: leave it out`,
    );
  }
  if (publicKeyFile === undefined) {
    reader.fault(PUBLIC, `is missing, and ${algorithm} needs it: name the PEM file that verifies`);
  }
  if (privateKeyFile === undefined && !validateOnly) {
    reader.fault(
      PRIVATE,
      `is missing, and ${algorithm} needs it: name the PEM file that signs, or set vouch.validateOnly where nobody signs in`,
    );
  }
  const at = (file: string) => resolve(root, file);
  return {
    algorithm,
    compress,
    by: {
      publicKeyFile: at(publicKeyFile ?? ''),
      privateKeyFile: privateKeyFile === undefined ? undefined : at(privateKeyFile),
    },
  };
}
