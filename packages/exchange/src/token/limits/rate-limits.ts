import {
  type Clock,
  type Engine,
  hostOf,
  parseIpAddress,
  quote,
  requireCount,
  type Store,
  type VerifiedToken,
} from '@drawbridge/core';
import { createWindowCounter, type RateLimit } from './window-counter.ts';

/** How often the token endpoint may be called. What is left out has no limit. */
export interface RateLimits {
  /** Calls from one IPv4 address, or one /64 of IPv6, whatever they send. */
  readonly perAddress?: RateLimit | undefined;
  /** Verified tokens of one issuer. */
  readonly perIssuer?: RateLimit | undefined;
  /** Verified tokens of one issuer with one `sub`. */
  readonly perSubject?: RateLimit | undefined;
}

/** The two places where the token endpoint counts. Both throw `rate_limited` and `store_unavailable`. */
export interface RateLimiter {
  /** A call, before anything of it is read. @param address - of the caller; all who have none count as one */
  countCall(address: string | undefined): Promise<void>;
  /** A token that was found good: nobody without one can use up what another may ask for. */
  countToken(token: VerifiedToken): Promise<void>;
}

/** What {@link createRateLimiter} needs. */
export interface RateLimiterOptions {
  readonly limits: RateLimits;
  /** Needed when there is a limit. */
  readonly store: Store | undefined;
  readonly clock: Clock;
  readonly engine: Engine;
}

/**
 * Makes a {@link RateLimiter}.
 *
 * @throws {TypeError} when there is a limit and no store to count in, or a limit is no count
 */
export function createRateLimiter({ limits, ...shared }: RateLimiterOptions): RateLimiter {
  const { store } = shared;
  const counterOf = (name: string, limit: RateLimit | undefined) => {
    if (limit === undefined) return undefined;
    if (store === undefined) throw new TypeError('there is a rate limit, and no store to count in');
    requireCount(limit.requests, `the requests of the limit by ${name}`);
    requireCount(limit.seconds, `the seconds of the limit by ${name}`);
    return createWindowCounter({ ...shared, name, limit, store });
  };
  const byAddress = counterOf('address', limits.perAddress);
  const byIssuer = counterOf('issuer', limits.perIssuer);
  const bySubject = counterOf('subject', limits.perSubject);

  return {
    async countCall(address) {
      if (byAddress === undefined) return;
      const parsed = parseIpAddress(address ?? '');
      const identity = parsed === undefined ? (address ?? '') : hostOf(parsed);
      const described = identity === '' ? 'from callers without an address' : `from ${identity}`;
      await byAddress({ identity, described });
    },

    async countToken(upstream) {
      const { issuer, fingerprint: token } = upstream;
      const subject = upstream.claim('sub');
      // The subject first: one that is over its own limit takes nothing of what its issuer's others may ask for.
      await bySubject?.({
        identity: JSON.stringify([issuer, subject ?? null]),
        described: `with tokens of ${issuer} for ${quote(subject)}`,
        token,
      });
      await byIssuer?.({ identity: issuer, described: `with tokens of ${issuer}`, token });
    },
  };
}
