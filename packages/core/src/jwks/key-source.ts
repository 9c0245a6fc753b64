import type { Algorithm } from '../engine/algorithms.ts';
import type { EngineKey } from '../engine/engine.ts';

/** Where a verifier finds the keys of one issuer. */
export interface KeySource {
  /**
   * @returns the key for a token's `alg` and `kid`, or `undefined` when the issuer has none
   * @throws {DrawbridgeError} `upstream_unreachable`, `upstream_timeout` or `upstream_invalid`
   *   when the issuer's keys cannot be had
   */
  find(alg: Algorithm, kid: string | undefined): Promise<EngineKey | undefined>;
}
