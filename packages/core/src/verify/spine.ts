import { type Clock, epochSeconds } from '../clock.ts';
import { type JsonObject, member } from '../encoding/json.ts';
import type { Algorithm } from '../engine/algorithms.ts';
import type { Awaitable, Engine, EngineKey } from '../engine/engine.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { decodeToken, tokenTooLarge } from '../token/decode.ts';
import { checkClaims } from './check-claims.ts';
import { checkHeader } from './check-header.ts';
import { pickTrust, type Trust } from './trust.ts';

/** A token on its way, with what is known of it so far: a fault names that. */
export interface Candidate {
  readonly text: string;
  /** The SHA-256 of the text, in base64url; `undefined` until it is asked for. */
  name: string | undefined;
  /** Whose it is; `undefined` until it was taken apart. */
  trust: Trust | undefined;
}

/** A token that was found good, and by what. */
export interface Judgement {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly trust: Trust;
  readonly alg: Algorithm;
  readonly kid: string | undefined;
  readonly keys: readonly EngineKey[];
  /** The token's `exp`. */
  readonly expiresAt: number;
  /** When it was judged, in seconds since the epoch. */
  readonly judgedAt: number;
}

/** What the spine is made of. */
export interface SpineOptions {
  readonly trusted: ReadonlyMap<string, Trust>;
  readonly engine: Engine;
  readonly clock: Clock;
}

/** The order in which every token is judged. */
export interface Spine {
  /** The most characters of a token, whosever it is: before it is taken apart nobody knows, so the most generous limit holds. */
  readonly maxLength: number;
  /**
   * Judges form, issuer, header, key, signature and claims. What is refused early costs little.
   *
   * Nothing is waited for that is there, since a turn of the event loop costs as much as a step. What is not plainly there is
   * awaited, so that no promise, of whatever realm, is taken for what it is going to be.
   *
   * @throws {DrawbridgeError} at once or by promise
   */
  judge(candidate: Candidate): Awaitable<Judgement>;
}

/** A token whose signature is to be looked at. */
type Unproven = Omit<Judgement, 'keys' | 'expiresAt' | 'judgedAt'> & {
  readonly signingInput: string;
  readonly signature: Uint8Array;
};

/** Makes the spine for a list of issuers. */
export function createSpine({ trusted, engine, clock }: SpineOptions): Spine {
  const all = [...trusted.values()];
  const maxLength = Math.max(...all.map((trust) => trust.maxTokenLength));
  const someArePadded = all.some((trust) => trust.paddedBase64);

  function open(candidate: Candidate): Unproven {
    const { text } = candidate;
    const { header, claims, ...signed } = decodeToken(text, maxLength, someArePadded);
    const iss = member(claims, 'iss');
    if (someArePadded && !mayBePadded(iss)) decodeToken(text, maxLength);
    const trust = pickTrust(iss, trusted);
    candidate.trust = trust;
    if (text.length > trust.maxTokenLength) throw tokenTooLarge(text.length, trust.maxTokenLength);
    const { alg, kid } = checkHeader(header, trust);
    const { signingInput, signature } = signed;
    return { header, claims, trust, alg, kid, signingInput, signature };
  }

  function mayBePadded(iss: unknown): boolean {
    return typeof iss === 'string' && trusted.get(iss)?.paddedBase64 === true;
  }

  function prove(token: Unproven, keys: readonly EngineKey[]): Awaitable<Judgement> {
    const [first] = keys;
    if (first === undefined) {
      throw new DrawbridgeError('key_unknown', {
        detail: `${token.trust.issuer} has no ${token.alg} key that the token's kid names`,
      });
    }
    if (keys.length > 1) return proveLater(token, keys, isSignedByOneOf(token, keys));
    const verdict = engine.verify(first, token.signingInput, token.signature);
    return typeof verdict === 'boolean'
      ? conclude(token, keys, verdict)
      : proveLater(token, keys, verdict);
  }

  async function isSignedByOneOf(token: Unproven, keys: readonly EngineKey[]): Promise<boolean> {
    for (const key of keys) {
      if (await engine.verify(key, token.signingInput, token.signature)) return true;
    }
    return false;
  }

  async function proveWith(
    token: Unproven,
    keys: Awaitable<readonly EngineKey[]>,
  ): Promise<Judgement> {
    return prove(token, await keys);
  }

  async function proveLater(
    token: Unproven,
    keys: readonly EngineKey[],
    verdict: Promise<boolean>,
  ): Promise<Judgement> {
    return conclude(token, keys, await verdict);
  }

  function conclude(token: Unproven, keys: readonly EngineKey[], isSigned: boolean): Judgement {
    if (!isSigned) throw new DrawbridgeError('signature_invalid');
    const { header, claims, trust, alg, kid } = token;
    const judgedAt = epochSeconds(clock);
    const expiresAt = checkClaims(claims, trust, judgedAt, header);
    return { header, claims, trust, alg, kid, keys, expiresAt, judgedAt };
  }

  return {
    maxLength,
    judge(candidate) {
      const token = open(candidate);
      const found = token.trust.keys.find(token.alg, token.kid);
      return Array.isArray(found)
        ? prove(token, found as readonly EngineKey[])
        : proveWith(token, found);
    },
  };
}
