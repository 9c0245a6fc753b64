import type { Attempt } from './attempt.ts';
import { textClaim } from './attempt.ts';
import type { ExchangeOptions } from '../exchange-options.ts';

/**
 * Tells of a crossing that went well: the token goes out only after this.
 *
 * @param now - seconds since the epoch
 */
export function reportGranted(attempt: Attempt, { log }: ExchangeOptions, now: number): void {
  const { address, client, upstream, grant, minted } = attempt;
  if (upstream === undefined || grant === undefined || minted === undefined) {
    throw new TypeError('the crossing is not complete');
  }
  log.info('token exchanged', {
    rule: grant.rule,
    issuer: upstream.issuer,
    subject: textClaim(upstream, 'sub'),
    audience: grant.audiences.join(' '),
    caller: client,
    token: upstream.fingerprint,
    jti_in: textClaim(upstream, 'jti'),
    jti_out: minted.jti,
    expires_in: minted.expiresAt - now,
    client: address,
  });
}
