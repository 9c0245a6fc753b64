import {
  type Engine,
  type JsonObject,
  type KeyRingManifest,
  member,
  toPublicJwk,
} from '@drawbridge/core';
import { takeKey, type TakenKey } from '@drawbridge/node';
import { differencesOf, isSameKey } from './compare-keys.ts';
import { joinRing, type JoinedRing } from './join-ring.ts';
import type { SiteFolder } from './read-site.ts';
import { siteFault } from './site-fault.ts';

/** What becomes of the ring when a site that is there already is taken over. */
export interface AdoptedSite {
  readonly manifest: KeyRingManifest;
  /** The other keys of the site: published for a day more, unless their private keys are imported. */
  readonly others: readonly string[];
}

/**
 * Takes over a site that was made elsewhere with the private key that it publishes. No file of it is changed: the key
 * joins the ring under the name that it has there, and signs at once.
 *
 * @throws {DrawbridgeError} `usage_invalid` saying in what site and key differ; `key_ring_unusable`, `data_unusable`
 */
export async function adoptSite(
  site: SiteFolder,
  key: GivenKey,
  ring: JoinedRing,
  engine: Engine,
): Promise<AdoptedSite> {
  const { taken, published } = await matching(site, key);
  const others = (site.keys ?? []).filter((jwk) => jwk !== published);
  const retired: TakenKey[] = [];
  for (const jwk of others) {
    const kid = member(jwk, 'kid');
    // A key that nothing here could verify with is not of ours to keep.
    const other = await takeKey({ jwk, isPrivate: false }, { state: 'retired', engine }).catch(
      () => undefined,
    );
    if (other !== undefined && typeof kid === 'string') retired.push(other);
  }
  const manifest = await joinRing(ring, [taken, ...retired]);
  return { manifest, others: retired.map((other) => other.key.kid) };
}

/** A private key that was given, ready under any name. */
export interface GivenKey {
  /** The name that it was given. */
  readonly kid?: string;
  /** @throws {DrawbridgeError} `usage_invalid` when the key is of no use */
  take(kid?: string): Promise<TakenKey>;
}

async function matching(
  { dir, keys = [], jwksPath }: SiteFolder,
  given: GivenKey,
): Promise<{ readonly taken: TakenKey; readonly published: JsonObject }> {
  const first = await given.take(given.kid);
  const { publicJwk, kid } = first.key;
  const named = keys.find((jwk) => member(jwk, 'kid') === kid);
  const same = keys.find((jwk) => isSameKey(jwk, publicJwk));
  const published = named ?? (given.kid === undefined ? same : undefined);
  const at = `${dir}${jwksPath}`;
  if (published === undefined) {
    const known = same === undefined ? undefined : toPublicJwk(same)?.kid;
    throw siteFault(
      `${at} has no key with the kid ${JSON.stringify(kid)}; nothing was changed`,
      known === undefined
        ? `The key is not among those of the site: ${namesOf(keys)}.`
        : `The key is there under another name: give --kid ${JSON.stringify(known)}.`,
    );
  }
  const differences = differencesOf(published, publicJwk);
  if (differences.length > 0) {
    throw siteFault(
      `${at} and the key differ, and nothing was changed: of the key ${JSON.stringify(member(published, 'kid'))}, ${differences.join(', ')}`,
      'Give the private key whose public part the site has, or the name of that key with --kid.',
    );
  }
  const name = member(published, 'kid');
  const isNamed = typeof name !== 'string' || name === kid;
  return { taken: isNamed ? first : await given.take(name), published };
}

function namesOf(keys: readonly JsonObject[]): string {
  return keys.map((jwk) => JSON.stringify(member(jwk, 'kid') ?? null)).join(', ') || 'it has none';
}
