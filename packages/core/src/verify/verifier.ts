import { type Clock, epochSeconds, systemClock } from '../clock.ts';
import { deepFreeze } from '../encoding/deep-freeze.ts';
import { member } from '../encoding/json.ts';
import type { Awaitable, Engine, EngineKey } from '../engine/engine.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { decodeToken, tokenTooLarge } from '../token/decode.ts';
import { createFingerprinter, fingerprint, fingerprintOfName } from '../token/fingerprint.ts';
import { acceptedUntil, checkClaims } from './check-claims.ts';
import { checkHeader } from './check-header.ts';
import { createTokenCache, type Remembered, type TokenCacheOptions } from './token-cache.ts';
import { pickTrust, type Trust, trustAll } from './trust.ts';
import type { UpstreamIssuer } from './upstream-issuer.ts';
import { VerifiedToken } from './verified-token.ts';

/** Judges tokens. Every part of Drawbridge asks the same one. */
export interface Verifier {
  /**
   * Judges a token in the order of the spine: form, issuer, header, key,
   * signature, claims. What is refused early costs little.
   *
   * @throws {DrawbridgeError} of kind `token` when the token is not accepted, of kind
   *   `upstream` when its issuer's keys cannot be had, `overloaded` under too much load
   */
  verify(token: string): Promise<VerifiedToken>;
  /**
   * A token that was judged before, without the promise. The answer is that of `verify`.
   *
   * @returns `undefined` when it is not remembered, or cannot be said at once: then `verify` tells
   */
  recall(token: string): VerifiedToken | undefined;
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

/** What memory says of a token: that it is good, or nothing. */
type Verdict = VerifiedToken | undefined;

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
  cache: cacheOptions,
}: VerifierOptions): Verifier {
  const trusted = trustAll(issuers);
  // Before a token is taken apart nobody knows whose it is, so the most generous limit holds.
  const maxLength = Math.max(...[...trusted.values()].map((trust) => trust.maxTokenLength));

  const someArePadded = [...trusted.values()].some((trust) => trust.paddedBase64);
  const cache = cacheOptions && createTokenCache(cacheOptions);
  const fingerprintOf = createFingerprinter(engine);
  const hashesAtOnce = typeof engine.sha256Text('') === 'string';

  /** The text that was named last, and its name: who recalls a token in vain has it verified next. */
  let lastText = '';
  let lastName = '';

  /** Half a surrogate pair is hashed like U+FFFD; what is remembered is ASCII, and has a name of its own. */
  function nameOf(text: string): Awaitable<string> {
    if (text === lastText && text !== '') return lastName;
    const name = engine.sha256Text(text);
    if (typeof name === 'string') {
      lastText = text;
      lastName = name;
    }
    return name;
  }

  /** A token that is remembered, if its key still is what it was; at once, where the key's source answers at once. */
  function ifKeyStands({ token, trust, alg, kid, keys }: Remembered): Awaitable<Verdict> {
    const found = trust.keys.find(alg, kid);
    if (!Array.isArray(found)) return waitForKey(token, keys, found);
    return found === keys ? token : undefined;
  }

  async function waitForKey(
    token: VerifiedToken,
    keys: readonly EngineKey[],
    found: Awaitable<readonly EngineKey[]>,
  ): Promise<Verdict> {
    return (await found) === keys ? token : undefined;
  }

  function mayBePadded(iss: unknown): boolean {
    return typeof iss === 'string' && trusted.get(iss)?.paddedBase64 === true;
  }

  /** Without a promise for the one key that there usually is. */
  function isSignedByOne(
    keys: readonly EngineKey[],
    data: string,
    signature: Uint8Array,
  ): Awaitable<boolean> {
    const [first] = keys;
    if (keys.length === 1 && first !== undefined) return engine.verify(first, data, signature);
    return isSignedByOneOf(keys, data, signature);
  }

  async function isSignedByOneOf(
    keys: readonly EngineKey[],
    data: string,
    signature: Uint8Array,
  ): Promise<boolean> {
    for (const key of keys) {
      if (await engine.verify(key, data, signature)) return true;
    }
    return false;
  }

  return {
    // In one piece, and nothing is awaited that is there: to wait costs as much as a step. What is not plainly there is awaited, so
    // that no promise, of whatever realm, is taken for what it is going to be.
    async verify(text) {
      let trust: Trust | undefined;
      let name: string | undefined;
      try {
        if (cache !== undefined && text.length <= maxLength) {
          const hash = nameOf(text);
          name = typeof hash === 'string' ? hash : await hash;
          const known = cache.get(name, epochSeconds(clock));
          if (known !== undefined) {
            ({ trust } = known);
            const verdict = ifKeyStands(known);
            if (verdict instanceof VerifiedToken) return verdict;
            const later = await verdict;
            // Time may have passed meanwhile.
            if (later !== undefined && cache.get(name, epochSeconds(clock)) === known) return later;
          }
        }
        const { header, claims, signingInput, signature } = decodeToken(
          text,
          maxLength,
          someArePadded,
        );
        const iss = member(claims, 'iss');
        if (someArePadded && !mayBePadded(iss)) decodeToken(text, maxLength);
        trust = pickTrust(iss, trusted);
        const { issuer, maxTokenLength } = trust;
        if (text.length > maxTokenLength) throw tokenTooLarge(text.length, maxTokenLength);
        const { alg, kid } = checkHeader(header, trust);
        const found = trust.keys.find(alg, kid);
        const keys = Array.isArray(found) ? (found as readonly EngineKey[]) : await found;
        if (keys.length === 0) {
          throw new DrawbridgeError('key_unknown', {
            detail: `${issuer} has no ${alg} key that the token's kid names`,
          });
        }
        const verdict = isSignedByOne(keys, signingInput, signature);
        if (verdict !== true && !(await verdict)) {
          throw new DrawbridgeError('signature_invalid');
        }
        const now = epochSeconds(clock);
        const expiresAt = checkClaims(claims, trust, now, header);
        if (cache === undefined || name === undefined) {
          const named = fingerprintOf(text);
          const print = typeof named === 'object' ? await named : named;
          return new VerifiedToken({ issuer, alg, header, claims, fingerprint: print }, expiresAt);
        }
        deepFreeze(header);
        deepFreeze(claims);
        const print = fingerprintOfName(name);
        const token = new VerifiedToken(
          { issuer, alg, header, claims, fingerprint: print },
          expiresAt,
        );
        Object.freeze(token);
        const until = acceptedUntil(claims, trust, expiresAt);
        cache.put(name, { token, trust, alg, kid, keys, from: now, until });
        return token;
      } catch (thrown) {
        const print =
          name === undefined ? await fingerprint(engine, text) : fingerprintOfName(name);
        throw nameToken(thrown, print, trust?.issuer);
      }
    },

    recall(text) {
      if (cache === undefined || !hashesAtOnce || text.length > maxLength) return undefined;
      const name = nameOf(text);
      const known = typeof name === 'string' ? cache.get(name, epochSeconds(clock)) : undefined;
      if (known === undefined) return undefined;
      // What fails here fails in `verify` too, which is asked next and tells why.
      try {
        const verdict = ifKeyStands(known);
        if (verdict === undefined || verdict instanceof VerifiedToken) return verdict;
        verdict.catch(() => undefined);
      } catch {}
      return undefined;
    },
  };
}

/** The same fault, naming the token that it is about, and its issuer. */
function nameToken(thrown: unknown, token: string, issuer: string | undefined): unknown {
  if (!(thrown instanceof DrawbridgeError)) return thrown;
  const { code, message: detail, hint, cause } = thrown;
  return new DrawbridgeError(code, {
    detail,
    token,
    cause,
    ...(hint !== undefined && { hint }),
    ...(issuer !== undefined && { issuer }),
  });
}
