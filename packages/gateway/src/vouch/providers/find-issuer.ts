import {
  discoveryUrlOf,
  DrawbridgeError,
  type FetchDocument,
  fetchDiscovery,
  member,
  parseJsonObject,
  parseUrl,
  toDrawbridgeError,
} from '@drawbridge/core';
import { discoverProvider, type Provider } from '@drawbridge/oauth';
import type { VouchOauthSettings } from '../vouch-settings.ts';
import { azureTenant } from './azure-tenant.ts';

/** Of {@link VouchOauthSettings}, what tells whose ID tokens are. */
type IssuerSettings = Pick<VouchOauthSettings, 'provider' | 'issuer' | 'tokenUrl'>;

/** Parts of a path that are tried: no issuer is known with more than four. */
const MAX_PARTS = 8;
const MAX_BYTES = 64 * 1024;

/**
 * Finds the issuer of ID tokens, which the settings of a Vouch Proxy do not name: by `oauth.issuer`; by what is known of Google
 * and Microsoft Entra ID; else by the discovery documents above the token endpoint, the longest path first. One of these
 * counts where it is of the issuer that its own address stands for, and names the token endpoint that is configured.
 *
 * @returns `undefined`: there is none
 * @throws {DrawbridgeError} of kind `upstream` where a document cannot be had, so that nobody knows
 */
export async function findIssuer(
  settings: IssuerSettings,
  fetchDocument: FetchDocument,
): Promise<Provider | undefined> {
  const { provider, issuer, tokenUrl } = settings;
  if (issuer !== undefined) return discoverProvider({ issuer, fetchDocument });
  if (provider === 'google') {
    return discoverProvider({ issuer: 'https://accounts.google.com', fetchDocument });
  }
  return provider === 'azure' ? ofTenant(tokenUrl, fetchDocument) : above(tokenUrl, fetchDocument);
}

/**
 * The issuer of a tenant: its document is below the tenant's name, and names the issuer by the identifier of the tenant, also
 * in a token endpoint of its own. What is read comes from the host that is given the codes, and from the path of that tenant.
 */
async function ofTenant(tokenUrl: string, fetchDocument: FetchDocument): Promise<Provider> {
  const { origin, pathname } = new URL(tokenUrl);
  const version = pathname.includes('/oauth2/v2.0/') ? '/v2.0' : '';
  const discoveryUrl = discoveryUrlOf(`${origin}/${azureTenant(tokenUrl) ?? ''}${version}`);
  const issuer = member(await fetchDiscovery(discoveryUrl, fetchDocument), 'issuer');
  if (typeof issuer !== 'string') {
    throw new DrawbridgeError('upstream_invalid', {
      detail: `${discoveryUrl} names no issuer`,
      hint: 'Give oauth.issuer, such as https://login.microsoftonline.com/<tenant id>/v2.0.',
    });
  }
  return discoverProvider({ issuer, discoveryUrl, fetchDocument });
}

async function above(
  tokenUrl: string,
  fetchDocument: FetchDocument,
): Promise<Provider | undefined> {
  let unknown: DrawbridgeError | undefined;
  for (const issuer of pathsAbove(tokenUrl)) {
    const found = await look(issuer, tokenUrl, fetchDocument).catch((thrown: unknown) => {
      unknown ??= toDrawbridgeError(thrown);
    });
    if (found !== undefined) return found;
  }
  // Who can keep a document from us must not have tokens believed without it.
  if (unknown !== undefined) throw unknown;
  return undefined;
}

/** Addresses above an endpoint, the longest first. */
export function pathsAbove(endpoint: string): readonly string[] {
  const url = parseUrl(endpoint);
  if (url === undefined) return [];
  const parts = url.pathname.split('/').filter((part) => part !== '');
  const tried = parts.slice(0, -1).slice(0, MAX_PARTS);
  return [...tried.keys(), tried.length]
    .toReversed()
    .map((count) => [url.origin, ...tried.slice(0, count)].join('/'));
}

async function look(
  issuer: string,
  tokenUrl: string,
  fetchDocument: FetchDocument,
): Promise<Provider | undefined> {
  const url = discoveryUrlOf(issuer);
  const answer = await fetchDocument(url, { accept: 'application/json', maxBytes: MAX_BYTES });
  if (answer.status >= 500 || answer.status === 429) {
    throw new DrawbridgeError('upstream_unreachable', {
      detail: `${url} answered with HTTP status ${answer.status}, so that nobody knows who issues the ID tokens`,
      hint: 'Give oauth.issuer, if you know it.',
    });
  }
  const document = answer.status === 200 ? parseJsonObject(answer.body) : undefined;
  if (document === undefined || !isSame(member(document, 'token_endpoint'), tokenUrl)) {
    return undefined;
  }
  if (!isSame(member(document, 'issuer'), issuer)) return undefined;
  return discoverProvider({ issuer, fetchDocument: async () => answer });
}

/** As people write addresses: with a slash at the end or without. */
function isSame(named: unknown, wanted: string): boolean {
  if (typeof named !== 'string') return false;
  const [one, other] = [named, wanted].map((text) => parseUrl(text)?.href.replace(/\/$/, ''));
  return one !== undefined && one === other;
}
