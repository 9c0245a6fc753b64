import { DrawbridgeError, type JsonObject, member } from '@drawbridge/core';
import type { Person } from './delegation-entry.ts';
import { isId } from './handle.ts';
import type { Origin } from './obtain-tokens.ts';

/** What is kept of a delegation, beside its tokens. Times are seconds since the epoch. */
export interface DelegationRecord extends Person {
  readonly purpose: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly origin: Origin;
  /**
   * Names where its tokens are. Delegations of one session share them: a refresh token that rotates is used once, and a
   * request that comes later may have the old one yet.
   */
  readonly tokensId: string;
}

const ORIGINS: readonly Origin[] = ['exchange', 'sign-in', 'session'];

/** @throws {DrawbridgeError} `data_unusable` for what no release wrote, though it was sealed */
export function parseDelegation(value: JsonObject): DelegationRecord {
  const texts = ['issuer', 'subject', 'purpose', 'tokensId'].map((name) => member(value, name));
  const times = ['createdAt', 'expiresAt'].map((name) => member(value, name));
  const origin = ORIGINS.find((each) => each === member(value, 'origin'));
  const [issuer, subject, purpose, tokensId] = texts;
  const [createdAt, expiresAt] = times;
  if (
    typeof issuer === 'string' &&
    typeof subject === 'string' &&
    typeof purpose === 'string' &&
    isId(tokensId) &&
    typeof createdAt === 'number' &&
    typeof expiresAt === 'number' &&
    origin !== undefined
  ) {
    return { issuer, subject, purpose, createdAt, expiresAt, origin, tokensId };
  }
  throw new DrawbridgeError('data_unusable', {
    detail: 'a delegation is kept in a form that this release does not know',
    hint: 'Use the release that wrote it, or a later one.',
  });
}
