import type { Algorithm } from '../engine/algorithms.ts';
import { type JsonObject, member } from '../encoding/json.ts';

interface VerifiedParts {
  readonly issuer: string;
  readonly alg: Algorithm;
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly fingerprint: string;
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
  /** The token's name in logs: the first 12 hexadecimal characters of its SHA-256. */
  readonly fingerprint: string;
  readonly #expiresAt: number;

  constructor(parts: VerifiedParts, expiresAt: number) {
    this.issuer = parts.issuer;
    this.alg = parts.alg;
    this.header = parts.header;
    this.claims = parts.claims;
    this.fingerprint = parts.fingerprint;
    this.#expiresAt = expiresAt;
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
