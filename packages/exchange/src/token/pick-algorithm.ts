import { type Algorithm, DrawbridgeError, type KeyRing } from '@drawbridge/core';
import type { SigningPreference } from '../exchange-options.ts';

/** Who has a say in the algorithm of a new token. */
export interface AlgorithmWishes {
  /** What the caller asked for. */
  readonly asked: Algorithm | undefined;
  /** What the rule insists on. */
  readonly rule: Algorithm | undefined;
  /** What the upstream token is signed with. */
  readonly upstream: Algorithm;
}

/**
 * The algorithm for a new token: the rule's, the caller's, the upstream's where that is wanted
 * and there is a key for it, the default.
 *
 * @returns `undefined`: the key ring's own default
 * @throws {DrawbridgeError} `algorithm_unavailable` when the caller asks for another than the rule's
 */
export function pickAlgorithm(
  { asked, rule, upstream }: AlgorithmWishes,
  preference: SigningPreference,
  keyRing: KeyRing,
): Algorithm | undefined {
  if (rule !== undefined) {
    if (asked === undefined || asked === rule) return rule;
    throw new DrawbridgeError('algorithm_unavailable', {
      detail: `the caller asked for ${asked}, and the rule signs with ${rule} alone`,
    });
  }
  if (asked !== undefined) return asked;
  if (preference.followUpstream === true && keyRing.algorithms().includes(upstream)) {
    return upstream;
  }
  return preference.default;
}
