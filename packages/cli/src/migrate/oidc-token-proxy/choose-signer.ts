import { type Algorithm, type Engine, importJwk } from '@drawbridge/core';
import type { KeyToImport } from '@drawbridge/node';
import type { Findings } from '../findings.ts';
import type { Candidate } from './read-candidates.ts';

/** How keys that share a name are told apart. */
export interface ChooseKeysOptions {
  /** Keys that share a `kid` are named by their thumbprints. */
  readonly rekid: boolean;
  /** Thumbprints of the keys that sign, where several could. */
  readonly signWith: readonly string[];
  readonly engine: Engine;
}

/**
 * Chooses the key that signs with an algorithm.
 *
 * @param sharing - the keys that have the `kid`, in the order of the file
 * @returns `undefined` when there is none, which is a fault
 */
export async function chooseSigner(
  alg: Algorithm,
  kid: string,
  sharing: readonly Candidate[],
  { rekid, signWith, engine }: ChooseKeysOptions,
  { notes, faults }: Findings,
): Promise<readonly [Candidate, KeyToImport] | undefined> {
  const path = 'signing_key_ids';
  if (kid === '') return undefined; // reported with the setting
  if (sharing.length === 0) {
    faults.push({ path, message: `has ${alg} = ${kid}, but jwks_file has no key of that kid` });
    return undefined;
  }
  const shared = sharing.length > 1;
  const thumbprints = sharing.map(({ thumbprint }) => thumbprint);
  if (shared && !rekid) {
    faults.push({
      path,
      message:
        `has ${alg} = ${kid}, but ${sharing.length} different keys of jwks_file have that kid, with the ` +
        `thumbprints ${thumbprints.join(' and ')}; oidc-token-proxy signed with any of them, and a ` +
        'relying party cannot tell which. Give --rekid to name each by its thumbprint (the first in ' +
        'the file signs; --sign-with THUMBPRINT chooses another), or take the wrong ones out',
    });
    return undefined;
  }
  const fitting: (readonly [Candidate, KeyToImport])[] = [];
  const reasons: string[] = [];
  for (const candidate of sharing) {
    const name = shared ? candidate.thumbprint : kid;
    try {
      const imported = await importJwk(candidate.value, alg, engine, name);
      fitting.push([candidate, { ...imported, state: 'active' }]);
    } catch (thrown) {
      const reason = (thrown as Error).message;
      reasons.push(shared ? `${candidate.thumbprint}: ${reason}` : reason);
    }
  }
  const chosen = fitting.find(([{ thumbprint }]) => signWith.includes(thumbprint)) ?? fitting[0];
  if (chosen === undefined) {
    faults.push({ path, message: `has ${alg} = ${kid}, which cannot sign: ${reasons.join('; ')}` });
    return undefined;
  }
  if (shared) {
    const [{ thumbprint }] = chosen;
    notes.push(
      `jwks_file: ${sharing.length} keys had the kid "${kid}"; each is named by its thumbprint now, ` +
        `${thumbprint} signs with ${alg} (--sign-with THUMBPRINT chooses another), and tokens minted ` +
        'before, which name the old kid, are verified no more.',
    );
  }
  return chosen;
}
