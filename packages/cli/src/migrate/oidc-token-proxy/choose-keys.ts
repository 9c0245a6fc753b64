import {
  type Algorithm,
  algorithmOfJwk,
  type Engine,
  importJwk,
  importPublicJwk,
  isJsonObject,
  jwkThumbprint,
  member,
  toPublicJwk,
} from '@drawbridge/core';
import type { KeyToImport } from '@drawbridge/node';
import { createFindings, type Findings } from './findings.ts';

/** What is to become of the keys of a `jwks_file`. */
export interface KeyChoice extends Findings {
  readonly keys: readonly KeyToImport[];
}

/** How keys that share a name are told apart. */
export interface ChooseKeysOptions {
  /** Keys that share a `kid` are named by their thumbprints. */
  readonly rekid: boolean;
  /** Thumbprints of the keys that sign, where several could. */
  readonly signWith: readonly string[];
  readonly engine: Engine;
}

/** A key of the file that could be published. */
interface Candidate {
  readonly value: unknown;
  /** Its own name; empty where it has none. */
  readonly kid: string;
  readonly thumbprint: string;
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

async function readCandidates(
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

/** @param sharing - the keys that have the `kid`, in the order of the file */
async function chooseSigner(
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

/** The keys that do not sign stay published, for tokens that they signed may live. */
async function choosePublished(
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
