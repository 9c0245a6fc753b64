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
 * @throws {DrawbridgeError} `algorithm_unavailable` when the caller asks for another than the rule's,
 *   `key_ring_unusable` when there is no key for what the rule or the settings say
 */
export function pickAlgorithm(
  { asked, rule, upstream }: AlgorithmWishes,
  preference: SigningPreference,
  keyRing: KeyRing,
): Algorithm | undefined {
  if (rule !== undefined) {
    if (asked === undefined || asked === rule) return requireKey(rule, 'the rule', keyRing);
    throw new DrawbridgeError('algorithm_unavailable', {
      detail: `the caller asked for ${asked}, and the rule signs with ${rule} alone`,
    });
  }
  if (asked !== undefined) return asked;
  if (preference.followUpstream === true && keyRing.algorithms().includes(upstream)) {
    return upstream;
  }
  if (preference.default === undefined) return undefined;
  return requireKey(preference.default, 'the setting signing.default', keyRing);
}

/** The caller did not ask for it, so that there is no key is the operator's to mend. */
function requireKey(alg: Algorithm, who: string, keyRing: KeyRing): Algorithm {
  if (keyRing.algorithms().includes(alg)) return alg;
  throw new DrawbridgeError('key_ring_unusable', {
    detail: `${who} signs with ${alg}, and the key ring has no active ${alg} key`,
    hint: `Make one with \`drawbridge keys generate --alg ${alg}\`.`,
  });
}
