import {
  discoveryOf,
  type Documents,
  judgeSignature,
  keysOf,
  type RelyingParty,
  type Scene,
  type SceneToken,
  type SeenIssuer,
} from '@drawbridge/clouds/doctor';
import {
  documentUrlFault,
  epochSeconds,
  isJsonObject,
  issuerFault,
  member,
  parseUrl,
  systemClock,
} from '@drawbridge/core';
import { lookAtIssuer } from '@drawbridge/issuer/node';
import { openOutbound } from '@drawbridge/node';
import type { CommonOptions, Context } from '../../context.ts';
import { decodeTokenArgument } from '../../decode-token-argument.ts';
import { readCa } from '../../read-ca.ts';
import { readTrustFile } from '../../read-trust-file.ts';
import { readTokenArgument } from '../../token-argument.ts';
import { usage } from '../keys/key-options.ts';
import type { PartyOptions } from './party-options.ts';

/** Longer than any relying party takes: that is for a rule to say. */
const LONGEST_TOKEN = 200_000;

/** What is to be judged, as it was given. */
interface Given<Trust> {
  /** As the token has it in iss. */
  readonly issuer: string;
  readonly token?: string | undefined;
  readonly trust?: Trust | undefined;
  /** Where a relying party was told to find the issuer's documents. */
  readonly documents?: Documents;
  /** A file of authorities to trust. */
  readonly ca?: string | undefined;
}

/**
 * Gathers all that is to be judged: the issuer as it looks from here, the token, and what the relying party was set up with.
 *
 * @throws {DrawbridgeError} `usage_invalid`, `cloud_setting_invalid`; and for what is no token, as `decodeToken` does
 */
export async function openScene<Trust>(
  party: RelyingParty<Trust>,
  { issuer, ca, ...options }: PartyOptions,
  context: Context,
): Promise<Scene<Trust>> {
  requireIssuer(issuer);
  const token =
    options.token === undefined
      ? undefined
      : await readTokenArgument(options.token, context.terminal);
  const trust = await readTrust(party, options.trust);
  const documents = trust === undefined ? {} : party.documentsOf(trust, issuer);
  return lookAtScene({ issuer, token, trust, documents, ca }, options, context);
}

/** @throws {DrawbridgeError} `usage_invalid` for what no token could have as iss */
export function requireIssuer(issuer: string): void {
  if (/^https?:$/.test(parseUrl(issuer)?.protocol ?? '')) return;
  throw usage(
    'the issuer is no URL',
    'Give it as tokens have it in iss: https://oidc.example.com.',
  );
}

/** What a relying party was set up with. @param path - of its file; nothing where none is given */
export async function readTrust<Trust>(
  party: RelyingParty<Trust>,
  path: string | undefined,
): Promise<Trust | undefined> {
  return path === undefined
    ? undefined
    : await party.readTrust(await readTrustFile(path, party.name));
}

/** Looks at the issuer from here, and at the token. @throws as {@link openScene} */
export async function lookAtScene<Trust>(
  { issuer, token: text, trust, documents = {}, ca }: Given<Trust>,
  options: CommonOptions,
  context: Context,
): Promise<Scene<Trust>> {
  const decoded = text === undefined ? undefined : decodeTokenArgument(text, LONGEST_TOKEN);
  const seen = await look({ issuer, ca }, documents, options, context);
  const given = isJsonObject(documents.jwks) ? member(documents.jwks, 'keys') : undefined;
  const keys = Array.isArray(given) ? given : keysOf(seen.jwks);
  const token: SceneToken | undefined = decoded && {
    length: text?.length ?? 0,
    header: decoded.header,
    claims: decoded.claims,
    signature: await judgeSignature(decoded, keys, documents.ignoresKid),
  };
  return {
    seen,
    discovery: discoveryOf(seen),
    keys,
    token,
    trust,
    hasOwnCa: ca !== undefined,
    now: epochSeconds(systemClock),
  };
}

async function look(
  { issuer, ca: file }: Given<never>,
  { ca: configured, discoveryUrl, jwksUrl }: Documents,
  options: CommonOptions,
  context: Context,
): Promise<SeenIssuer> {
  const { env } = context.terminal;
  const fault = placeFault(issuer, [discoveryUrl, jwksUrl]);
  // What no relying party would ask is not asked: the rules say why.
  if (fault !== undefined) {
    const nothing = { headers: {}, body: new Uint8Array(), isCut: false, milliseconds: 0 };
    const discovery = { ...fault, ...nothing, isUnasked: true };
    return { issuer, addresses: [], discovery, now: systemClock.now() };
  }
  const ca = file === undefined ? configured : await readCa(file, env);
  const { outbound = {} } = await context.config(options);
  const http = await openOutbound(outbound, env);
  try {
    return await lookAtIssuer(issuer, { http, ca, discoveryUrl, jwksUrl });
  } finally {
    await http.close();
  }
}

/** The first address that nothing may be fetched from. */
function placeFault(
  issuer: string,
  places: readonly (string | undefined)[],
): { readonly url: string; readonly fault: string } | undefined {
  const given = places.filter((place) => place !== undefined);
  const ofIssuer = given.length === 0 ? issuerFault(issuer) : undefined;
  if (ofIssuer !== undefined) return { url: issuer, fault: `the issuer ${ofIssuer}` };
  const url = given.find((place) => documentUrlFault(place) !== undefined);
  return url === undefined ? undefined : { url, fault: `${url} ${documentUrlFault(url)}` };
}
