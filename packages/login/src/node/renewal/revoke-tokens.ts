import { type Clock, DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import { revokeToken, type TokenSet, untilAborted } from '@drawbridge/oauth';
import { accessTokenOf } from '../../kept/id-token-alone.ts';
import type { Revocation } from '../../kept/logins.ts';
import type { LoginRecord } from '../cache/login-record.ts';
import { revocationEndpoint } from './provider-client.ts';

/** How a provider is asked to end tokens. */
export interface RevokeTokensOptions {
  readonly http: () => Promise<HttpClient>;
  readonly clock: Clock;
}

/** Milliseconds: who signs out without a network should not wait for it. */
const PATIENCE = 5_000;

/**
 * Has a provider end the tokens of a login (RFC 7009): the refresh token, which takes what came by it along at most
 * providers (section 2.1), and the access token. An ID token cannot be ended.
 *
 * It takes five seconds at most.
 *
 * @returns what was asked for, and what came of it
 */
export async function revokeTokens(
  tokens: TokenSet,
  record: LoginRecord,
  { http, clock }: RevokeTokensOptions,
): Promise<readonly Revocation[]> {
  const signal = AbortSignal.timeout(PATIENCE);
  const revocations: Revocation[] = [];
  for (const [tokenType, token] of [
    ['refresh_token', tokens.refreshToken],
    ['access_token', accessTokenOf(tokens)],
  ] as const) {
    if (token === undefined) continue;
    try {
      const find = async () => revocationEndpoint(record, await http(), clock)();
      const endpoint = await untilAborted(find, signal);
      await revokeToken({ ...endpoint, timeout: PATIENCE }, token, { tokenType, signal, clock });
      revocations.push({ tokenType });
    } catch (thrown) {
      revocations.push({ tokenType, fault: signal.aborted ? late() : toDrawbridgeError(thrown) });
    }
  }
  return revocations;
}

function late(): DrawbridgeError {
  return new DrawbridgeError('upstream_timeout', {
    detail: `the provider did not answer within ${PATIENCE / 1000} seconds`,
  });
}
