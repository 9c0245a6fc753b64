import { type Clock, systemClock } from '../clock.ts';
import type { Awaitable, Engine } from '../engine/engine.ts';
import { aboutToken } from '../errors/about-token.ts';
import { createFingerprinter, fingerprint, fingerprintOfName } from '../token/fingerprint.ts';
import { createMemory } from './memory.ts';
import { type Candidate, createSpine, type Judgement } from './spine.ts';
import { toVerified } from './to-verified.ts';
import type { TokenCacheOptions } from './token-cache.ts';
import { trustAll } from './trust.ts';
import type { UpstreamIssuer } from './upstream-issuer.ts';
import { VerifiedToken } from './verified-token.ts';

/** Judges tokens. Every part of Drawbridge asks the same one. */
export interface Verifier {
  /**
   * Judges a token in the order of the spine: form, issuer, header, key, signature, claims. What is refused early costs
   * little.
   *
   * @throws {DrawbridgeError} of kind `token` when the token is not accepted, of kind `upstream` when its issuer's keys
   *   cannot be had, `overloaded` under too much load
   */
  verify(token: string): Promise<VerifiedToken>;
  /**
   * For parts to which a promise matters: what {@link verify} does, at once where nothing is to be waited for, as with
   * keys at hand on Node. What refuses is told by promise alone.
   *
   * @throws {DrawbridgeError} as `verify` does
   */
  verifySoon(token: string): Awaitable<VerifiedToken>;
}

/** What a verifier is made of. */
export interface VerifierOptions {
  readonly issuers: readonly UpstreamIssuer[];
  readonly engine: Engine;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /**
   * How good tokens are remembered, so that one that comes again is not judged anew. Tokens, their headers and claims are
   * frozen then. What ends one is looked at each time: its times, its key, the clock. Default: none is remembered.
   */
  readonly cache?: TokenCacheOptions;
}

/**
 * Makes a verifier for a fixed list of issuers. That list is what keeps a token
 * from choosing where Drawbridge connects to: nothing is fetched for an issuer
 * that is not on it.
 *
 * @throws {TypeError} when there is no issuer, one is listed twice, accepts no audience or
 *   algorithm, or has a wrong option, or the cache has
 */
export function createVerifier({
  issuers,
  engine,
  clock = systemClock,
  cache,
}: VerifierOptions): Verifier {
  const spine = createSpine({ trusted: trustAll(issuers), engine, clock });
  const judge =
    cache === undefined
      ? judgeEach(spine.judge, engine)
      : createMemory({ spine, engine, clock, cache });

  async function refuse({ text, name, trust }: Candidate, thrown: unknown): Promise<never> {
    const print = name === undefined ? await fingerprint(engine, text) : fingerprintOfName(name);
    throw aboutToken(thrown, print, trust?.issuer);
  }

  function verifySoon(text: string): Awaitable<VerifiedToken> {
    const candidate: Candidate = { text, name: undefined, trust: undefined };
    try {
      const verdict = judge(candidate);
      return verdict instanceof VerifiedToken
        ? verdict
        : verdict.catch((thrown: unknown) => refuse(candidate, thrown));
    } catch (thrown) {
      return refuse(candidate, thrown);
    }
  }

  return {
    async verify(text) {
      return verifySoon(text);
    },
    verifySoon,
  };
}

/** Judges each token anew, and leaves it to who asks for its fingerprint to pay for the hash. */
function judgeEach(
  judge: (candidate: Candidate) => Awaitable<Judgement>,
  engine: Engine,
): (candidate: Candidate) => Awaitable<VerifiedToken> {
  const fingerprintOf = createFingerprinter(engine);

  function conclude(judgement: Judgement, text: string): Awaitable<VerifiedToken> {
    const named = fingerprintOf(text);
    return typeof named === 'object'
      ? named.then((print) => toVerified(judgement, print))
      : toVerified(judgement, named);
  }

  return (candidate) => {
    const judgement = judge(candidate);
    return 'expiresAt' in judgement
      ? conclude(judgement, candidate.text)
      : judgement.then((later) => conclude(later, candidate.text));
  };
}
