import type { Fingerprint } from '../token/fingerprint.ts';
import type { Judgement } from './spine.ts';
import { VerifiedToken } from './verified-token.ts';

/**
 * The token of a judgement, once the conditions of its issuer's own `check` hold.
 *
 * @throws {DrawbridgeError} when they do not
 * @throws {TypeError} when the check answers anything: a `false` or a promise that rejects would be taken for leave
 */
export function toVerified(judgement: Judgement, fingerprint: Fingerprint): VerifiedToken {
  const { issuer, check } = judgement.trust;
  const token = new VerifiedToken(issuer, judgement, fingerprint);
  const answer: unknown = check?.(token);
  if (answer === undefined) return token;
  // Of a promise nobody waits for, so that one that fails would end the process.
  if (answer instanceof Promise) answer.catch(() => undefined);
  throw new TypeError(
    `check of ${issuer} must throw a DrawbridgeError for what it refuses, at once, and answer nothing`,
  );
}
