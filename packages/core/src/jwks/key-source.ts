import type { Algorithm } from '../engine/algorithms.ts';
import type { Awaitable, EngineKey } from '../engine/engine.ts';

/** Where a verifier finds the keys of one issuer. */
export interface KeySource {
  /**
   * @returns the keys that a token with this `alg` and `kid` may be signed with, four at most:
   *   two keys may share a `kid`, and a token may name none. Empty when the issuer has none. A list is never
   *   changed, and is the same object for as long as these are the keys: who remembers a token goes by that
   * @throws {DrawbridgeError} `key_unknown` when so many keys fit that none is tried
   * @throws {DrawbridgeError} `upstream_unreachable`, `upstream_timeout` or `upstream_invalid`
   *   when the issuer's keys cannot be had
   */
  find(alg: Algorithm, kid: string | undefined): Awaitable<readonly EngineKey[]>;
}
