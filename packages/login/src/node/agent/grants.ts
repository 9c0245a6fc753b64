import { createHash, randomBytes } from 'node:crypto';
import { equalBytes } from '@drawbridge/core';

/** The right to the credentials of one login, for as long as it is not taken back. */
export interface Grant {
  /** 32 random bytes as base64url: 43 characters. A secret. */
  readonly token: string;
  /** From now on the token is a wrong one. May be called again. */
  revoke(): void;
}

/** Who may have which credentials: a token alone decides it. */
export interface Grants {
  /** @param profile - the name of a login */
  grant(profile: string): Grant;
  /** The login that a token is for; `undefined` for a token that is none. */
  find(token: string): string | undefined;
}

/** Bytes of a token. */
const LENGTH = 32;

export function createGrants(): Grants {
  const granted = new Map<symbol, { readonly digest: Uint8Array; readonly profile: string }>();
  return {
    grant(profile) {
      const token = randomBytes(LENGTH).toString('base64url');
      const id = Symbol('grant');
      granted.set(id, { digest: digestOf(token), profile });
      return { token, revoke: () => void granted.delete(id) };
    },
    find(token) {
      const digest = digestOf(token);
      let found: string | undefined;
      // All of them, whatever was found: the time that it takes says nothing of where one stands.
      for (const { digest: known, profile } of granted.values()) {
        if (equalBytes(known, digest)) found = profile;
      }
      return found;
    },
  };
}

/** Digests are compared, not tokens: they have one length, and where they begin to differ says nothing of a token. */
function digestOf(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}
