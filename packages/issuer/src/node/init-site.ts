import { join } from 'node:path';
import {
  type Algorithm,
  type Clock,
  type Engine,
  epochSeconds,
  JWKS_PATH,
  type KeyEntry,
  type KeyRingManifest,
  member,
} from '@drawbridge/core';
import { readRing } from '@drawbridge/node';
import { INDEX_PATH } from '../jwks-path.ts';
import { buildSite, type SiteText } from '../site.ts';
import { adoptSite, type GivenKey } from './adopt-site.ts';
import { type JoinedRing, joinRing, makeRing } from './join-ring.ts';
import { readFileOf, readKeys, readSite, type SiteFolder } from './read-site.ts';
import { requireApart } from './require-apart.ts';
import { requireKeysOf } from './require-keys-of.ts';
import {
  activeFirst,
  algorithmsOf,
  certificateOf,
  certificatesFor,
  publishedEntries,
} from './ring-keys.ts';
import { siteFault } from './site-fault.ts';
import { writeSiteFile } from './write-site-file.ts';

/** What a site is to be. */
export interface InitSiteOptions {
  readonly issuer: string;
  /** The folder of the site. */
  readonly dir: string;
  /** The data folder; the ring is in `keys` of it. */
  readonly data: string;
  /** Default: that of a site that is there, else `/.well-known/jwks.json`. */
  readonly jwksPath?: string | undefined;
  /** Default: RS256, which every relying party takes; those of the ring where there is one. */
  readonly algorithms?: readonly Algorithm[] | undefined;
  /** Whether each key has a certificate, and the key that signs comes first. Default: false. */
  readonly withCertificates?: boolean | undefined;
  /** Default: true. */
  readonly withAuthorizationEndpoint?: boolean | undefined;
  /** A key that was made elsewhere, in the place of a new one. */
  readonly key?: GivenKey | undefined;
  readonly engine: Engine;
  readonly clock: Clock;
}

/** What became of a site. */
export interface InitiatedSite {
  /** `adopted`: its files are as they were, and the key that was given is in the ring. */
  readonly outcome: 'made' | 'completed' | 'adopted' | 'unchanged';
  readonly jwksPath: string;
  /** The files that were written. */
  readonly written: readonly string[];
  /** The keys that the site publishes. */
  readonly keys: readonly KeyEntry[];
  /** Keys of an adopted site that nothing signs with here. */
  readonly others: readonly string[];
}

/**
 * Makes the site of an issuer, or takes one over. The ring is there first and discovery comes last: killed in between,
 * the next call completes it. A site that is there is never made into another.
 *
 * @throws {DrawbridgeError} `usage_invalid`; `key_ring_unusable`, also when the ring is that of another issuer; `data_unusable`
 */
export async function initSite(options: InitSiteOptions): Promise<InitiatedSite> {
  const { dir, data, key, clock, engine } = options;
  await requireApart(dir, data);
  const folder = join(data, 'keys');
  const site = await readSite(dir);
  if (site === undefined) return makeSite(options, folder);
  requireSame(site, options);
  const before = (await readRing(folder, site.issuer)).manifest;
  if (key !== undefined) {
    const { manifest, others } = await adoptSite(site, key, ringOf(options, site.keys), engine);
    const outcome = manifest.keys.length === before.keys.length ? 'unchanged' : 'adopted';
    return { ...result(outcome, site.jwksPath, [], manifest, clock), others };
  }
  await requireKeysOf(site, before, folder);
  return makeSite(options, folder, site);
}

function ringOf(
  { issuer, data, clock }: InitSiteOptions,
  shown: SiteFolder['keys'] = [],
): JoinedRing {
  const kids = shown.map((jwk) => String(member(jwk, 'kid')));
  return { folder: join(data, 'keys'), issuer, shown: new Set(kids), clock };
}

/** Writes what is not there yet. */
async function makeSite(
  options: InitSiteOptions,
  folder: string,
  site?: SiteFolder,
): Promise<InitiatedSite> {
  const { issuer, dir, clock, key, algorithms, withAuthorizationEndpoint } = options;
  const jwksPath = options.jwksPath ?? site?.jwksPath ?? JWKS_PATH;
  const present = await readKeys(dir, jwksPath);
  const before = (await readRing(folder, issuer)).manifest;
  if (present !== undefined && site === undefined)
    requireOurs(present, before, `${dir}${jwksPath}`);
  const manifest =
    site !== undefined
      ? before
      : key === undefined
        ? await makeRing(ringOf(options, present), algorithms ?? ['RS256'])
        : await joinRing(ringOf(options, present), [await key.take(key.kid)]);
  const now = epochSeconds(clock);
  const published = publishedEntries(manifest, now);
  const { withCertificates = false } = options;
  const keys = withCertificates ? activeFirst(published, manifest, now) : published;
  const files = buildSite({
    issuer,
    jwksPath,
    keys: keys.map(({ publicJwk }) => publicJwk),
    algorithms: algorithmsOf(keys),
    ...(withAuthorizationEndpoint !== undefined && { withAuthorizationEndpoint }),
    ...(withCertificates && {
      certificates: await certificatesFor(keys, present ?? []),
    }),
  });
  const written = await writeMissing(dir, files, site === undefined ? jwksPath : undefined);
  const outcome = site === undefined ? 'made' : written.length > 0 ? 'completed' : 'unchanged';
  return result(outcome, jwksPath, written, manifest, clock);
}

/** @param ours - of those that are there, the one to write anew; the page for people may have been changed by people */
async function writeMissing(
  dir: string,
  files: readonly SiteText[],
  ours: string | undefined,
): Promise<readonly string[]> {
  const written: string[] = [];
  for (const file of files) {
    const old = await readFileOf(join(dir, file.path));
    if (old !== undefined && (file.path !== ours || new TextDecoder().decode(old) === file.text)) {
      continue;
    }
    await writeSiteFile(dir, file);
    written.push(file.path);
  }
  return written;
}

function result(
  outcome: InitiatedSite['outcome'],
  jwksPath: string,
  written: readonly string[],
  manifest: KeyRingManifest,
  clock: Clock,
): InitiatedSite {
  const keys = publishedEntries(manifest, epochSeconds(clock));
  return { outcome, jwksPath, written, keys, others: [] };
}

function requireSame(
  { dir, issuer, jwksPath, keys = [] }: SiteFolder,
  {
    issuer: wanted,
    jwksPath: path = jwksPath,
    withCertificates = false,
    algorithms = [],
  }: InitSiteOptions,
): void {
  const lacksCertificates =
    withCertificates && keys.some((jwk) => certificateOf(jwk) === undefined);
  const lacking = algorithms.filter((alg) => !keys.some((jwk) => member(jwk, 'alg') === alg));
  const differences = [
    ...(lacksCertificates ? ['its keys have no x5c'] : []),
    ...(lacking.length === 0 ? [] : [`it has no key for ${lacking.join(', ')}`]),
    ...(issuer === wanted ? [] : [`its issuer is ${issuer}, not ${wanted}`]),
    ...(jwksPath === path ? [] : [`its keys are at ${jwksPath}, not ${path}`]),
  ];
  if (differences.length === 0) return;
  throw siteFault(
    `${dir} is a site already, and nothing was changed: ${differences.join(', ')}`,
    'Relying parties know an issuer by its address: give another folder with --dir, or what this site is. ' +
      '`drawbridge keys generate --alg ALG` makes a further key.',
  );
}

/** Left by an `init` that was killed, unless it has a key that is not ours. */
function requireOurs(
  present: NonNullable<SiteFolder['keys']>,
  ring: KeyRingManifest,
  at: string,
): void {
  const known = new Set(ring.keys.map(({ kid }) => kid));
  if (present.every((jwk) => known.has(String(member(jwk, 'kid'))))) return;
  throw siteFault(
    `${at} is there already and has keys that are not in the key ring; nothing was changed`,
    `Move it away; or, to take the site over, put its discovery document and ${INDEX_PATH} there too and give --key.`,
  );
}
