import { epochSeconds } from '@drawbridge/core';
import { mapAttempt, valueOf } from '../attempt.ts';
import { requireFunction, requireString } from '../check-options.ts';
import { exchangeOnce } from '../exchange-once.ts';
import type { Wanted } from '../parameters.ts';
import type { TokenGrant } from '../source/token-grant.ts';
import { answeredTokenSet } from '../to-token-set.ts';
import { untilAborted } from '../until-aborted.ts';
import { endpointOf, type GrantOptions, limitsOf, requireGrantOptions } from './given-endpoint.ts';

/** What is exchanged, and for what. */
export interface ExchangeGrantOptions extends GrantOptions, Wanted {
  /** The token that is exchanged, fresh each time, and the URN of its type: see `tokenTypeUrn`. */
  readonly subject: () => Promise<{ readonly token: string; readonly tokenType: string }>;
  /** A URN too. Default: the server decides. */
  readonly requestedTokenType?: string | undefined;
}

/**
 * Comes by tokens in exchange for others (RFC 8693). It asks once. What it throws is what `exchangeToken` throws, and
 * what `subject` does.
 *
 * @throws {TypeError} for options that cannot be meant, such as a client without a name or a secret
 */
export function exchangeGrant(options: ExchangeGrantOptions): TokenGrant {
  requireGrantOptions(options, 'exchangeGrant', '{ endpoint, subject }');
  const { endpoint: given, clock, subject, ...wanted } = options;
  requireFunction(subject, 'subject', 'it gives the token that is exchanged, and its type');
  if (wanted.requestedTokenType !== undefined) {
    requireString(wanted.requestedTokenType, 'requestedTokenType', 'see tokenTypeUrn');
  }
  return {
    rotates: false,
    async obtain(_, signal) {
      const endpoint = await endpointOf(given, signal);
      const { token, tokenType } = await untilAborted(subject, signal);
      const limits = limitsOf(signal, clock);
      const sentAt = epochSeconds(limits.clock);
      const request = { ...wanted, subjectToken: token, subjectTokenType: tokenType };
      const attempt = await exchangeOnce(endpoint, request, limits);
      const place = { url: endpoint.url, sentAt, now: epochSeconds(limits.clock), mayBeNone: true };
      return valueOf(mapAttempt(attempt, (answer) => answeredTokenSet(answer, place)));
    },
  };
}
