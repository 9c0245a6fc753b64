import { jwkThumbprint, toPublicJwk } from '@drawbridge/core';
import type { Findings } from '../findings.ts';

/** A key of the file that could be published. */
export interface Candidate {
  readonly value: unknown;
  /** Its own name; empty where it has none. */
  readonly kid: string;
  readonly thumbprint: string;
}

/**
 * The keys of a JWK Set that could be published, each once.
 *
 * @param list - the set's `keys`
 */
export async function readCandidates(
  list: readonly unknown[],
  { notes }: Findings,
): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  for (const [index, value] of list.entries()) {
    const jwk = toPublicJwk(value);
    const name = jwk?.kid ? `the key "${jwk.kid}"` : `keys[${index}]`;
    if (jwk?.kty === 'oct') {
      notes.push(
        `jwks_file: ${name} is not carried over; it is symmetric, so whoever verifies with it can sign with it.`,
      );
      continue;
    }
    let thumbprint: string;
    try {
      if (jwk === undefined) throw new TypeError('it is not a JWK');
      thumbprint = await jwkThumbprint(jwk);
    } catch (thrown) {
      notes.push(`jwks_file: ${name} is not carried over; ${(thrown as Error).message}.`);
      continue;
    }
    const kid = jwk.kid ?? '';
    if (candidates.some((other) => other.kid === kid && other.thumbprint === thumbprint)) {
      notes.push(`jwks_file: ${name} is there twice, and carried over once.`);
      continue;
    }
    candidates.push({ value, kid, thumbprint });
  }
  return candidates;
}
