import { type Clock, epochSeconds, systemClock } from '../clock.ts';
import { ALGORITHM_NAMES, isAlgorithm } from '../engine/algorithms.ts';
import { requireCount } from '../count.ts';
import type { Awaitable, Engine, EngineKey } from '../engine/engine.ts';
import { member } from '../encoding/json.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { quote } from '../errors/quote.ts';
import type { KeySource } from '../jwks/key-source.ts';
import { requireSeconds } from '../seconds.ts';
import { decodeToken, tokenTooLarge } from '../token/decode.ts';
import { UPSTREAM_DEFAULTS } from '../upstream-defaults.ts';
import { createFingerprinter, fingerprint } from '../token/fingerprint.ts';
import { ANY_AUDIENCE } from './any-audience.ts';
import { checkClaims, type ClaimPolicy } from './check-claims.ts';
import { checkHeader, type HeaderPolicy, shortType } from './check-header.ts';
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
}

/** What a verifier is made of. */
export interface VerifierOptions {
  readonly issuers: readonly UpstreamIssuer[];
  readonly engine: Engine;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

interface Trust extends ClaimPolicy, HeaderPolicy {
  readonly issuer: string;
  readonly keys: KeySource;
  /** Characters. */
  readonly maxTokenLength: number;
}

/**
 * Makes a verifier for a fixed list of issuers. That list is what keeps a token
 * from choosing where Drawbridge connects to: nothing is fetched for an issuer
 * that is not on it.
 *
 * @throws {TypeError} when there is no issuer, one is listed twice, accepts no audience or
 *   algorithm, or has a wrong option
 */
export function createVerifier({
  issuers,
  engine,
  clock = systemClock,
}: VerifierOptions): Verifier {
  const trusted = new Map<string, Trust>();
  for (const options of issuers) {
    const trust = toTrust(options);
    if (trusted.has(trust.issuer)) throw new TypeError(`${trust.issuer} is listed twice`);
    trusted.set(trust.issuer, trust);
  }
  if (trusted.size === 0) throw new TypeError('a verifier needs at least one issuer');
  // Before a token is taken apart nobody knows whose it is, so the most generous limit holds.
  const maxLength = Math.max(...[...trusted.values()].map((trust) => trust.maxTokenLength));

  const fingerprintOf = createFingerprinter(engine);

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
      try {
        const { header, claims, signingInput, signature } = decodeToken(text, maxLength);
        trust = pickTrust(member(claims, 'iss'), trusted);
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
        const expiresAt = checkClaims(claims, trust, epochSeconds(clock));
        const named = fingerprintOf(text);
        const name = typeof named === 'object' ? await named : named;
        return new VerifiedToken({ issuer, alg, header, claims, fingerprint: name }, expiresAt);
      } catch (thrown) {
        throw nameToken(thrown, await fingerprint(engine, text), trust?.issuer);
      }
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

function toTrust(options: UpstreamIssuer): Trust {
  const { issuer, audiences, algorithms = ALGORITHM_NAMES, maxTokenAge } = options;
  if (audiences !== ANY_AUDIENCE && audiences.length === 0)
    throw new TypeError(`${issuer} needs at least one audience`);
  if (options.types?.length === 0) throw new TypeError(`${issuer} needs at least one type`);
  if (algorithms.length === 0) throw new TypeError(`${issuer} needs at least one algorithm`);
  const unknown = algorithms.find((alg) => !isAlgorithm(alg));
  if (unknown !== undefined) throw new TypeError(`${String(unknown)} is not a supported algorithm`);
  return {
    issuer,
    keys: options.keys,
    audiences: audiences === ANY_AUDIENCE ? audiences : new Set(audiences),
    algorithms: new Set(algorithms),
    types: new Set((options.types ?? UPSTREAM_DEFAULTS.types).map((typ) => typ && shortType(typ))),
    requiredClaims: options.requiredClaims ?? UPSTREAM_DEFAULTS.requiredClaims,
    leeway: requireSeconds(options.leeway ?? UPSTREAM_DEFAULTS.leeway, 'leeway'),
    maxTokenAge: maxTokenAge === undefined ? undefined : requireSeconds(maxTokenAge, 'maxTokenAge'),
    maxTokenLength: requireCount(
      options.maxTokenLength ?? UPSTREAM_DEFAULTS.tokenLength,
      'maxTokenLength',
    ),
  };
}

function pickTrust(iss: unknown, trusted: ReadonlyMap<string, Trust>): Trust {
  if (iss === undefined) {
    throw new DrawbridgeError('claim_missing', { detail: 'the token has no iss' });
  }
  if (typeof iss !== 'string') {
    throw new DrawbridgeError('claim_invalid', { detail: "the token's iss is not a string" });
  }
  const trust = trusted.get(iss);
  if (trust === undefined) {
    throw new DrawbridgeError('issuer_unknown', {
      detail: `the token's issuer, ${quote(iss)}, is not on the list of upstream issuers`,
      hint: 'Add the issuer to the upstreams, spelled exactly as the iss claim has it.',
    });
  }
  return trust;
}
