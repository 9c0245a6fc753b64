import { type Algorithm, isJsonObject, member } from '@drawbridge/core';
import type { KeyToImport } from '@drawbridge/node';
import { choosePublished } from './choose-published.ts';
import { type ChooseKeysOptions, chooseSigner } from './choose-signer.ts';
import { createFindings, type Findings } from '../findings.ts';
import { type Candidate, readCandidates } from './read-candidates.ts';

/** What is to become of the keys of a `jwks_file`. */
export interface KeyChoice extends Findings {
  readonly keys: readonly KeyToImport[];
}

/**
 * Decides which keys of a `jwks_file` sign and which are only published.
 *
 * @param jwks - the parsed file
 * @param keyIds - the `kid` of the key that signs, by algorithm
 */
export async function chooseKeys(
  jwks: unknown,
  keyIds: ReadonlyMap<Algorithm, string>,
  options: ChooseKeysOptions,
): Promise<KeyChoice> {
  const findings = createFindings();
  const list = isJsonObject(jwks) ? member(jwks, 'keys') : undefined;
  if (!Array.isArray(list)) {
    const message = 'is not a JWK Set: it has no list called keys';
    findings.faults.push({ path: 'jwks_file', message });
    return { keys: [], ...findings };
  }
  const candidates = await readCandidates(list, findings);
  for (const thumbprint of options.signWith) {
    if (candidates.some((candidate) => candidate.thumbprint === thumbprint)) continue;
    const message = `names ${thumbprint}, which is the thumbprint of no key in jwks_file`;
    findings.faults.push({ path: '--sign-with', message });
  }
  const signers = new Map<Candidate, KeyToImport>();
  for (const [alg, kid] of keyIds) {
    const sharing = candidates.filter((candidate) => candidate.kid === kid);
    const signer = await chooseSigner(alg, kid, sharing, options, findings);
    if (signer === undefined) continue;
    const [candidate, key] = signer;
    const taken = signers.get(candidate);
    if (taken !== undefined) {
      findings.faults.push({
        path: 'signing_key_ids',
        message: `has "${kid}" for ${taken.alg} and for ${alg}, and a key signs with one algorithm`,
      });
    }
    signers.set(candidate, key);
  }
  const published = await choosePublished(
    candidates.filter((candidate) => !signers.has(candidate)),
    candidates,
    options,
    findings,
  );
  const keys = [...signers.values()];
  for (const key of published) {
    // The same key may be there a second time, without the name that it gets.
    if (keys.every(({ kid }) => kid !== key.kid)) keys.push(key);
  }
  return { keys, ...findings };
}
