import type { Clock } from '@drawbridge/core';
import type { VouchSession } from './vouch-session.ts';

/** How Vouch Proxy can be told to sign (`jwt.signing_method`). With HS* whoever verifies can sign. */
export const VOUCH_ALGORITHMS = [
  'HS256',
  'HS384',
  'HS512',
  'RS256',
  'RS384',
  'RS512',
  'ES256',
  'ES384',
  'ES512',
] as const;

/** One of them. */
export type VouchAlgorithm = (typeof VOUCH_ALGORITHMS)[number];

/**
 * What signs and verifies: a secret for HS*, whose characters in UTF-8 are the key, whatever they look like; PEM for RS* and ES*,
 * where the public key alone verifies.
 */
export type VouchKey =
  | { readonly secret: string }
  | { readonly publicKey: string; readonly privateKey?: string };

/** What a codec is made of. */
export interface VouchCodecOptions {
  /** Default: HS256. A cookie that was signed otherwise is refused. */
  readonly algorithm?: VouchAlgorithm;
  /** The first signs, all verify. */
  readonly keys: readonly [VouchKey, ...VouchKey[]];
  /** Whether what is written is gzipped (`jwt.compress`); both are read. Default: true. */
  readonly compress?: boolean;
  /** By which `exp` is judged. Default: the clock of the machine. */
  readonly clock?: Clock;
}

/** Reads and writes the cookie of Vouch Proxy. */
export interface VouchCodec {
  /**
   * Signs a session, and compresses it unless the options say otherwise.
   *
   * @returns the value of the cookie, before it is cut into parts
   * @throws {TypeError} where there is no key that signs
   * @throws {DrawbridgeError} `token_too_large`, `token_malformed` for a session of more, or nested deeper, than is read
   */
  encode(session: VouchSession): Promise<string>;
  /**
   * Verifies a value: its form, its signature, by the configured algorithm alone, `exp` and `nbf` where they are there. Its
   * audience and whether it was ended are not checked here.
   *
   * One JWT has many values (it can be compressed in other ways), and one sign-in several JWTs that differ in their signature
   * (ECDSA): what was ended is remembered by the JWT without its signature, which `unpackVouchValue` tells.
   *
   * @param value - of the cookie, all parts joined
   * @throws {DrawbridgeError} of kind `token` for a value that is not accepted: `token_malformed`, `token_too_large`,
   *   `header_not_supported` (RFC 7515 section 4.1.11), `algorithm_not_allowed`, `signature_invalid`, `token_expired`,
   *   `token_not_yet_valid`, `claim_invalid` for a claim of another type. Clocks get no leeway
   */
  decode(value: string): Promise<VouchSession>;
}
