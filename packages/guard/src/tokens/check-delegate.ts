import { DrawbridgeError, encodeUtf8 } from '@drawbridge/core';
import type { DelegatingCaller } from './background-tokens.ts';
import type { Person } from './delegation-entry.ts';

/** Bytes of a purpose as JSON: so that all of a user's fit into one value of a store. */
const MAX_PURPOSE = 200;

/** @throws {DrawbridgeError} `issuer_unknown`, `claim_missing` */
export function personOf(caller: DelegatingCaller | undefined, own: string): Person {
  // A guard with `anonymous` answers none for who sent no token, and JavaScript passes that on.
  if (caller === undefined) {
    throw new TypeError('caller is missing: delegate for callers who have signed in');
  }
  const { issuer, subject } = caller;
  if (issuer !== own) {
    throw new DrawbridgeError('issuer_unknown', {
      detail: `a caller of ${issuer} cannot delegate to what was made for ${own}`,
      hint: 'Make background tokens for each issuer, and choose them by the issuer of the caller.',
    });
  }
  if (subject !== undefined) return { issuer, subject };
  throw new DrawbridgeError('claim_missing', {
    detail: 'the access token has no sub, so that nobody is there who could delegate',
  });
}

/** @throws {DrawbridgeError} `parameter_invalid` */
export function requirePurpose(purpose: unknown): string {
  if (typeof purpose !== 'string') {
    throw new TypeError('purpose must be a string that tells the user what goes on');
  }
  const bytes = encodeUtf8(JSON.stringify(purpose)).length - 2;
  if (bytes > 0 && bytes <= MAX_PURPOSE) return purpose;
  throw new DrawbridgeError('parameter_invalid', {
    detail: `a purpose has ${bytes} bytes, and may have 1 to ${MAX_PURPOSE}`,
    hint: `Give a purpose of 1 to ${MAX_PURPOSE} bytes.`,
  });
}
