import { type Clock, epochSeconds } from '../clock.ts';
import { deepFreeze } from '../encoding/deep-freeze.ts';
import type { Awaitable, Engine, EngineKey } from '../engine/engine.ts';
import { fingerprintOfName } from '../token/fingerprint.ts';
import { acceptedUntil } from './check-claims.ts';
import type { Candidate, Judgement, Spine } from './spine.ts';
import { toVerified } from './to-verified.ts';
import { createTokenCache, type Remembered, type TokenCacheOptions } from './token-cache.ts';
import type { VerifiedToken } from './verified-token.ts';

/** What a memory of good tokens is made of. */
export interface MemoryOptions {
  readonly spine: Spine;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly cache: TokenCacheOptions;
}

/**
 * Judges tokens, and those that were found good before by looking whether what made them good still holds. Of their texts
 * nothing is kept.
 *
 * @returns what judges; it throws as the spine does
 * @throws {TypeError} for wrong options of the cache
 */
export function createMemory({
  spine,
  engine,
  clock,
  cache: options,
}: MemoryOptions): (candidate: Candidate) => Awaitable<VerifiedToken> {
  const cache = createTokenCache(options);

  function recall(candidate: Candidate, name: string): Awaitable<VerifiedToken> {
    candidate.name = name;
    const known = cache.get(name, epochSeconds(clock));
    if (known === undefined) return judge(candidate, name);
    const { trust, alg, kid, keys, token } = known;
    candidate.trust = trust;
    const found = trust.keys.find(alg, kid);
    if (!Array.isArray(found)) return recallWith(candidate, name, known, found);
    return found === keys ? token : judge(candidate, name);
  }

  async function recallWith(
    candidate: Candidate,
    name: string,
    known: Remembered,
    found: Awaitable<readonly EngineKey[]>,
  ): Promise<VerifiedToken> {
    const stands = (await found) === known.keys;
    // Time may have passed meanwhile.
    if (stands && cache.get(name, epochSeconds(clock)) === known) return known.token;
    return judge(candidate, name);
  }

  async function recallLater(candidate: Candidate, name: Promise<string>): Promise<VerifiedToken> {
    return recall(candidate, await name);
  }

  function judge(candidate: Candidate, name: string): Awaitable<VerifiedToken> {
    const judgement = spine.judge(candidate);
    return 'expiresAt' in judgement ? remember(judgement, name) : rememberLater(judgement, name);
  }

  async function rememberLater(
    judgement: Promise<Judgement>,
    name: string,
  ): Promise<VerifiedToken> {
    return remember(await judgement, name);
  }

  function remember(judgement: Judgement, name: string): VerifiedToken {
    const { header, claims, trust, alg, kid, keys, expiresAt, judgedAt } = judgement;
    deepFreeze(header);
    deepFreeze(claims);
    const token = toVerified(judgement, () => fingerprintOfName(name));
    Object.freeze(token);
    const until = acceptedUntil(claims, trust, expiresAt);
    cache.put(name, { token, trust, alg, kid, keys, from: judgedAt, until });
    return token;
  }

  return (candidate) => {
    // What no issuer takes is not worth a hash.
    if (candidate.text.length > spine.maxLength) return judge(candidate, '');
    // Half a surrogate pair is hashed like U+FFFD; what is remembered is ASCII, and has a name of its own.
    const name = engine.sha256Text(candidate.text);
    return typeof name === 'string' ? recall(candidate, name) : recallLater(candidate, name);
  };
}
