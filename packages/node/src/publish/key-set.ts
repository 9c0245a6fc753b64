import {
  isJsonObject,
  type JsonObject,
  jwkThumbprint,
  member,
  parseJsonObject,
  printable,
  type PublicJwk,
} from '@drawbridge/core';
import { refused } from './faults.ts';

/** The keys of a JWK Set (RFC 7517 section 5). @returns `undefined` where it is none */
export function keysOf(body: Uint8Array): readonly JsonObject[] | undefined {
  const keys = member(parseJsonObject(body) ?? {}, 'keys');
  return Array.isArray(keys) && keys.every(isJsonObject) ? keys : undefined;
}

/** Whether each key of one set is in another. */
export async function hasKeysOf(other: Uint8Array, body: Uint8Array): Promise<boolean> {
  const there = new Set(await identitiesOf(keysOf(other) ?? []));
  return (await identitiesOf(keysOf(body) ?? [])).every((identity) => there.has(identity));
}

/** Whose a key set is. */
export interface Ownership {
  /** The thumbprints of keys that are ours, beside those of the set that is published. */
  readonly ownKeys: readonly string[];
  /** Where it lies, for the fault. */
  readonly at: string;
}

/**
 * Refuses to replace the key set of somebody else: one that has keys, none of which is ours.
 *
 * @param there - what lies there now; no key set is nobody's
 * @throws {DrawbridgeError} `publish_refused`
 */
export async function requireOwn(
  there: Uint8Array,
  body: Uint8Array,
  { ownKeys, at }: Ownership,
): Promise<void> {
  const keys = keysOf(there) ?? [];
  const identities = await identitiesOf(keys);
  const own = new Set([...ownKeys, ...(await identitiesOf(keysOf(body) ?? []))]);
  if (identities.length === 0 || identities.some((identity) => own.has(identity))) return;
  throw refused(
    `${at} has keys of another issuer, and none of this key ring: ${namesOf(keys)}`,
    'Two key rings cannot share an address: give the --data whose keys these are, or publish to another place. Where the keys there are to go for good, and all tokens of theirs are to be refused, `drawbridge issuer publish --replace` does so; for an exchange, remove the file there.',
  );
}

/** What keys are told apart by: their RFC 7638 thumbprints; of a kind that has none here, their names; else they are none. */
async function identitiesOf(keys: readonly JsonObject[]): Promise<readonly string[]> {
  const found = await Promise.all(
    keys.map(async (key) => {
      try {
        return await jwkThumbprint(key as unknown as PublicJwk);
      } catch {
        const kid = member(key, 'kid');
        return typeof kid === 'string' ? `kid ${kid}` : undefined;
      }
    }),
  );
  return found.filter((identity) => identity !== undefined);
}

/** Names that are shown of another's keys. */
const SHOWN = 5;

function namesOf(keys: readonly JsonObject[]): string {
  const names = keys.slice(0, SHOWN).map((key) => {
    const kid = member(key, 'kid');
    return typeof kid === 'string' ? printable(kid.slice(0, 100)) : 'a key without kid';
  });
  const more = keys.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
