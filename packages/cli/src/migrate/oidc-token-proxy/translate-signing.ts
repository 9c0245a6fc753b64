import { ALGORITHM_NAMES, type Algorithm, isAlgorithm } from '@drawbridge/core';
import type { Findings } from '../findings.ts';
import { readMap } from './values.ts';

/** Which keys sign, and which algorithm when nobody asks. */
export interface Signing {
  /** The `kid` of the key that signs, by algorithm, in the order of the file. */
  readonly keyIds: ReadonlyMap<Algorithm, string>;
  /** `undefined` where a fault was found. */
  readonly default: Algorithm | undefined;
}

/** Reads `signing_key_ids` and `default_signing_alg`. */
export function translateSigning(
  settings: ReadonlyMap<string, string>,
  { notes, faults }: Findings,
): Signing {
  const path = 'signing_key_ids';
  const { entries, repeated, unreadable } = readMap(settings.get(path) ?? '');
  for (const line of unreadable) {
    faults.push({ path, message: `has no = in line ${line}; a line is ALG = KID` });
  }
  for (const name of repeated) {
    notes.push(
      `${path}: ${name} is there more than once, and the last one counts, as it did before.`,
    );
  }
  const keyIds = new Map<Algorithm, string>();
  for (const [alg, kid] of entries) {
    const message = algorithmFault(alg);
    if (message !== undefined) faults.push({ path, message: `has ${alg}, which ${message}` });
    if (kid === '') faults.push({ path, message: `names no key for ${alg}` });
    if (isAlgorithm(alg)) keyIds.set(alg, kid);
  }
  if (entries.size === 0 && unreadable.length === 0) {
    faults.push({ path, message: 'is missing; it says ALG = KID, a line for each algorithm' });
  }
  const [first] = keyIds.keys();
  const wanted = settings.get('default_signing_alg') || first;
  if (wanted !== undefined && !entries.has(wanted)) {
    faults.push({
      path: 'default_signing_alg',
      message: `is ${wanted}, for which signing_key_ids names no key`,
    });
  }
  return { keyIds, default: isAlgorithm(wanted) ? wanted : undefined };
}

function algorithmFault(alg: string): string | undefined {
  if (isAlgorithm(alg)) return undefined;
  return /^HS/i.test(alg)
    ? 'is symmetric: whoever verifies its tokens can make them'
    : `is not supported; these are: ${ALGORITHM_NAMES.join(', ')}`;
}
