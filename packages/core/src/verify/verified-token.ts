import type { Algorithm } from '../engine/algorithms.ts';
import { type JsonObject, member } from '../encoding/json.ts';
import type { Fingerprint } from '../token/fingerprint.ts';

/** What was found good. */
interface VerifiedParts {
  readonly alg: Algorithm;
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** The token's `exp`. */
  readonly expiresAt: number;
}

/**
 * A token whose signature, times, audience and required claims were found good.
 *
 * Only a verifier makes one: core exports the type and not the constructor, and
 * the private member keeps look-alikes out. Whoever asks for a `VerifiedToken`
 * cannot be handed claims that nobody checked.
 */
export class VerifiedToken {
  /** The upstream issuer, as configured. */
  readonly issuer: string;
  readonly alg: Algorithm;
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly #expiresAt: number;
  #fingerprint: Fingerprint;

  constructor(
    issuer: string,
    { alg, header, claims, expiresAt }: VerifiedParts,
    fingerprint: Fingerprint,
  ) {
    this.issuer = issuer;
    this.alg = alg;
    this.header = header;
    this.claims = claims;
    this.#expiresAt = expiresAt;
    this.#fingerprint = fingerprint;
  }

  /** The token's name in logs: the first 12 hexadecimal characters of its SHA-256. */
  get fingerprint(): string {
    // A caller who logs nothing does not pay for the hash.
    if (typeof this.#fingerprint !== 'string') this.#fingerprint = this.#fingerprint();
    return this.#fingerprint;
  }

  /** The claim's value; `undefined` when the token does not have it. */
  claim(name: string): unknown {
    return member(this.claims, name);
  }

  /** When the token ends: its `exp`, in seconds since the epoch. */
  get expiresAt(): number {
    return this.#expiresAt;
  }
}
