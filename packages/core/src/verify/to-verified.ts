import type { Fingerprint } from '../token/fingerprint.ts';
import type { Judgement } from './spine.ts';
import { VerifiedToken } from './verified-token.ts';

/**
 * The token of a judgement, once the conditions of its issuer's own `check` hold.
 *
 * @throws {DrawbridgeError} when they do not
 */
export function toVerified(judgement: Judgement, fingerprint: Fingerprint): VerifiedToken {
  const { issuer, check } = judgement.trust;
  const token = new VerifiedToken(issuer, judgement, fingerprint);
  check?.(token);
  return token;
}
