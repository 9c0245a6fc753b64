import type { Algorithm, Hash } from './algorithms.ts';
import type { PublicJwk } from '../jwks/public-jwk.ts';

/** A value, or a promise of it: engines answer at once where waiting would cost more than the work. */
export type Awaitable<T> = T | Promise<T>;

/** Where a key comes from: a public JWK verifies, an unencrypted PKCS #8 PEM signs. */
export type KeyMaterial = { readonly jwk: PublicJwk } | { readonly pkcs8: string };

/** A key made ready by an {@link Engine}; only that engine can use it. */
export interface EngineKey {
  readonly alg: Algorithm;
  readonly use: 'sign' | 'verify';
  /** The engine's own handle. */
  readonly handle: unknown;
}

/** The cryptography that the spine needs, and nothing more. */
export interface Engine {
  /** @throws {TypeError} when the material is not a key for this algorithm, or is too weak for it */
  importKey(alg: Algorithm, material: KeyMaterial): Awaitable<EngineKey>;
  /**
   * Whether the JWS signature (RFC 7515 section 5.2) is the key's over the data.
   *
   * @param data - text stands for its bytes in UTF-8, and an engine may have a shorter way to hash it than to make them
   */
  verify(key: EngineKey, data: Uint8Array | string, signature: Uint8Array): Awaitable<boolean>;
  /** @throws {DrawbridgeError} `overloaded` when too many signatures wait already */
  sign(key: EngineKey, data: Uint8Array): Awaitable<Uint8Array>;
  /** Answers always at once, or always by promise. */
  sha256(data: Uint8Array): Awaitable<Uint8Array>;
  /**
   * The SHA-256 of a text's bytes in UTF-8, as base64url: a name for the text. An engine may have a shorter way to it
   * than over bytes. Answers always at once, or always by promise.
   */
  sha256Text(text: string): Awaitable<string>;
  digest(hash: Hash, data: Uint8Array): Awaitable<Uint8Array>;
}
