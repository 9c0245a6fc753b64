import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Fingerprint } from '../token/fingerprint.ts';
import type { Judgement } from './spine.ts';
import { VerifiedToken } from './verified-token.ts';

/**
 * The token of a judgement, once the conditions of its issuer's own `check` hold.
 *
 * @throws {DrawbridgeError} when they do not; `internal` when the check answers, in place of throwing
 */
export function toVerified(judgement: Judgement, fingerprint: Fingerprint): VerifiedToken {
  const { issuer, check } = judgement.trust;
  const token = new VerifiedToken(issuer, judgement, fingerprint);
  const answer: unknown = check?.(token);
  if (answer !== undefined) throw answered(answer, issuer);
  return token;
}

/** TypeScript takes an async function for one that answers nothing: the token would be accepted before it is judged. */
function answered(answer: unknown, issuer: string): DrawbridgeError {
  // What a promise comes to, no more than any other answer, is looked at; its failure must not end the process.
  Promise.resolve(answer).catch(() => undefined);
  return new DrawbridgeError('internal', {
    detail: `the check of ${issuer} answered something, so nobody knows whether the token is accepted`,
    hint: 'A check refuses a token by throwing, at once, and returns nothing: no promise, no true or false.',
  });
}
