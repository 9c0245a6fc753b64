import {
  type Clock,
  discoveryUrlOf,
  documentUrlFault,
  DrawbridgeError,
  type Engine,
  fetchDiscovery,
  type FetchDocument,
  isJsonObject,
  member,
  parseJsonObject,
  UPSTREAM_DEFAULTS,
} from '@drawbridge/core';
import type { Remote } from '@drawbridge/node';
import {
  type PlannedFile,
  planSite,
  type PublishedFile,
  type Publisher,
  publishSite,
} from '@drawbridge/node/publish';
import { type Mirror, mirrorSite, type UpstreamDocuments } from '../mirror.ts';
import { cacheFor } from './site-files.ts';

/** What is mirrored, and where to. */
export interface MirrorUpstreamOptions {
  /** The public address: what the tokens of the upstream have as `iss`. */
  readonly issuer: string;
  /** The private address that the upstream's own discovery document is below. */
  readonly from: string;
  /** The way to the upstream. */
  readonly fetchDocument: FetchDocument;
  readonly jwksPath?: string | undefined;
  readonly publisher: Publisher;
  /** The way to the public address: without credentials, as everybody goes. */
  readonly remote: Remote;
  readonly clock: Clock;
  /** Judges the keys, as it judges those that tokens are verified with. */
  readonly engine: Engine;
  /** Seconds that relying parties and caches may keep the documents. Default: `DOCUMENT_MAX_AGE`. */
  readonly maxAge?: number | undefined;
  /** Seconds until they must be seen. Default: 60. */
  readonly patience?: number | undefined;
  /** Told once of each file that is not seen at its public address at once. */
  readonly onUnseen?: ((path: string) => void) | undefined;
  /** Whether to say what would be done, and do nothing. Default: false. */
  readonly dryRun?: boolean;
}

/** What became of the copy. */
export interface MirroredUpstream extends Pick<Mirror, 'keys' | 'left' | 'otherIssuer'> {
  readonly files: readonly (PublishedFile | PlannedFile)[];
}

/**
 * Copies the documents of an upstream to its public address. While the upstream cannot be read, has no key for
 * signatures or two keys of one name, what is public stays as it is.
 *
 * @throws {DrawbridgeError} `upstream_unreachable`, `upstream_timeout`, `upstream_invalid`; `publish_refused`,
 *   `publish_failed`, `published_otherwise`
 */
export async function mirrorUpstream(options: MirrorUpstreamOptions): Promise<MirroredUpstream> {
  const { issuer, jwksPath, publisher, remote, clock, engine, maxAge, patience, onUnseen } =
    options;
  const { files: texts, ...mirror } = await mirrorSite(await readUpstream(options), {
    issuer,
    engine,
    ...(jwksPath !== undefined && { jwksPath }),
  });
  if (mirror.keys.length === 0) {
    throw invalid(
      `${options.from} publishes no key for signatures`,
      mirror.left.length === 0 ? undefined : `Of those that it has, ${mirror.left.join('; ')}.`,
    );
  }
  const files = texts.map(({ path, text, contentType }) => ({
    path,
    body: new TextEncoder().encode(text),
    contentType,
    cacheControl: cacheFor(maxAge),
  }));
  // The upstream decides which keys are its own, and may change all of them at once.
  const how = { publisher, replace: true };
  if (options.dryRun) return { ...mirror, files: await planSite(how, files) };
  const published = await publishSite({
    ...how,
    files: () => files,
    address: issuer,
    remote,
    clock,
    ...(patience !== undefined && { patience }),
    ...(onUnseen !== undefined && { onUnseen }),
  });
  return { ...mirror, files: published };
}

async function readUpstream({
  from,
  fetchDocument,
}: MirrorUpstreamOptions): Promise<UpstreamDocuments> {
  const url = discoveryUrlOf(from);
  const discovery = await fetchDiscovery(url, fetchDocument);
  const address = member(discovery, 'jwks_uri');
  const fault =
    typeof address === 'string' ? documentUrlFault(address) : 'is not there, or no string';
  if (typeof address !== 'string' || fault !== undefined) {
    throw invalid(`the jwks_uri of ${url} ${fault ?? 'is no string'}`);
  }
  const { status, body } = await fetchDocument(address, {
    accept: 'application/jwk-set+json, application/json;q=0.9',
    maxBytes: UPSTREAM_DEFAULTS.jwksBytes,
  });
  if (status !== 200) throw invalid(`${address} answered with HTTP status ${status}`);
  const jwks = parseJsonObject(body);
  if (isJsonObject(jwks) && Array.isArray(member(jwks, 'keys'))) return { discovery, jwks };
  throw invalid(`${address} is not a JWK Set`);
}

function invalid(detail: string, hint?: string): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', { detail, ...(hint !== undefined && { hint }) });
}
