import type { VouchKeyName } from '../keys/all-keys.ts';

/** Characters that 32 random bytes have in Base64, which is what Vouch Proxy makes. */
const STRONG = 44;

/** A secret, and where it is from. */
export interface NamedSecret {
  readonly key: Extract<VouchKeyName, 'vouch.jwt.secret' | 'vouch.jwt.previousSecrets'>;
  readonly secret: string;
}

/** Whether whoever has a cookie may find the secret by trying. */
export function isWeakSecret(secret: string): boolean {
  return secret.length < STRONG;
}

/** What stands in the message of a fault and of a warning: how to come by a better one. */
export const HOW_TO_ROTATE =
  'make one with `openssl rand -base64 32`, write it as vouch.jwt.secret, and the old one as vouch.jwt.previousSecrets with ' +
  'vouch.jwt.allowWeakSecret: true until vouch.jwt.maxAge is over; nobody is signed out';

/** What is wrong with secrets that are weak, as the rest of a sentence. */
export const WEAK_SECRET =
  'has less than 44 characters: whoever has one cookie can find such a secret by trying, and sign in as anybody; ' +
  `${HOW_TO_ROTATE}. To go on as it is, set vouch.jwt.allowWeakSecret: true`;
