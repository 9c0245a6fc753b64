import { algorithmOfJwk, importPublicJwk, toPublicJwk } from '@drawbridge/core';
import type { KeyToImport } from '@drawbridge/node';
import type { ChooseKeysOptions } from './choose-signer.ts';
import type { Findings } from '../findings.ts';
import type { Candidate } from './read-candidates.ts';

/**
 * The keys that do not sign stay published, for tokens that they signed may live.
 *
 * @param rest - those that do not sign
 * @param all - all of the file
 */
export async function choosePublished(
  rest: readonly Candidate[],
  all: readonly Candidate[],
  { rekid, engine }: ChooseKeysOptions,
  { notes }: Findings,
): Promise<readonly KeyToImport[]> {
  const keys: KeyToImport[] = [];
  const told = new Set<string>();
  for (const { value, kid, thumbprint } of rest) {
    const sharing = all.filter((other) => kid !== '' && other.kid === kid);
    const shared = sharing.length > 1;
    if (shared && !rekid) {
      if (!told.has(kid)) {
        notes.push(
          `jwks_file: the ${sharing.length} keys of the kid "${kid}" (thumbprints ` +
            `${sharing.map((other) => other.thumbprint).join(' and ')}) are not carried over; none of ` +
            'them signs, and no relying party can tell them apart.',
        );
      }
      told.add(kid);
      continue;
    }
    const jwk = toPublicJwk(value);
    const alg = jwk && algorithmOfJwk(jwk);
    const name = kid === '' ? thumbprint : kid;
    if (alg === undefined) {
      notes.push(
        `jwks_file: the key "${name}" is not carried over; its algorithm is not supported.`,
      );
      continue;
    }
    try {
      const imported = await importPublicJwk(value, alg, engine, shared ? thumbprint : name);
      keys.push({ ...imported, state: 'retired' });
    } catch (thrown) {
      notes.push(`jwks_file: the key "${name}" is not carried over; ${(thrown as Error).message}.`);
    }
  }
  return keys;
}
