import { keyCertificate } from '@drawbridge/clouds/ceph';
import type { Algorithm, KeyRing, PublicJwk } from '@drawbridge/core';

/** A public key with its certificate (RFC 7517 section 4.7). */
export interface CertifiedJwk extends PublicJwk {
  /** Base64 of DER. */
  readonly x5c: readonly [string];
}

/**
 * Keys for the Ceph Object Gateway, which looks at the first key of a JWK Set and at no other, and takes it from its
 * `x5c`: those that sign come first, the one that signs most before all, and each has a certificate. All replicas
 * make the same of the same keys.
 *
 * @param signing - the `kid`s of the keys that sign now, in order
 */
export function certifiedKeys(
  keys: readonly PublicJwk[],
  signing: readonly string[],
): Promise<readonly CertifiedJwk[]> {
  const rank = ({ kid = '' }: PublicJwk) => {
    const at = signing.indexOf(kid);
    return at === -1 ? signing.length : at;
  };
  const ordered = [...keys].sort((one, other) => rank(one) - rank(other));
  return Promise.all(ordered.map(async (key) => ({ ...key, x5c: [await keyCertificate(key)] })));
}

/** The algorithms, with the one that signs where nobody asks for another before all. */
export function preferredFirst(
  algorithms: readonly Algorithm[],
  preferred: Algorithm | undefined,
): readonly Algorithm[] {
  return [
    ...algorithms.filter((alg) => alg === preferred),
    ...algorithms.filter((alg) => alg !== preferred),
  ];
}

/** The keys of a ring that sign now, in the order in which they count. */
export function signingKids(keyRing: KeyRing, preferred: Algorithm | undefined): readonly string[] {
  return preferredFirst(keyRing.algorithms(), preferred).flatMap((alg) => {
    try {
      return keyRing.signingKey(alg).kid;
    } catch {
      // Its private part is not here. That is told to whoever wants a token, not to whoever wants the keys.
      return [];
    }
  });
}
