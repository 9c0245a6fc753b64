import type { Clock, FetchDocument, JsonObject } from '@drawbridge/core';
import { DrawbridgeError } from '@drawbridge/core';
import {
  type ClientAuthentication,
  createIdTokenCheck,
  discoverProvider,
  type FetchToken,
  type Provider,
  requestUserInfo,
  type UserInfoRequest,
} from '@drawbridge/oauth';
import type { GatewayProvider } from '../../sign-in/gateway-provider.ts';
import { addUserInfo } from '../../user/add-user-info.ts';
import { lacksClaims } from '../../user/lacks-claims.ts';
import { userOf } from '../../user/user-of.ts';
import { DEFAULT_SCOPE, type ProviderSection } from '../section/provider-schema.ts';
import { kept } from './kept.ts';
import { readerOf } from './reader-of.ts';

/** What a provider is reached by. */
export interface ProviderSurroundings {
  /** Its `client_secret`; not there: it is a public client. */
  readonly secret?: string | undefined;
  readonly fetchDocument: FetchDocument;
  readonly fetch: FetchToken & UserInfoRequest['fetch'];
  readonly clock: Clock;
}

type Found = Awaited<ReturnType<GatewayProvider['find']>>;

/** Makes a provider of its section. It is found by discovery when somebody first wants to sign in there. */
export function buildProvider(
  section: ProviderSection,
  surroundings: ProviderSurroundings,
): GatewayProvider {
  const { name, title = name, issuer, discoveryUrl, clientId, scope = DEFAULT_SCOPE } = section;
  const { fetchDocument, fetch, clock } = surroundings;

  async function look(before: Found | undefined): Promise<Found> {
    const provider = await discoverProvider({ issuer, discoveryUrl, fetchDocument });
    const { tokenEndpoint: url } = provider;
    if (url === undefined) throw noEndpoint(provider, 'token_endpoint');
    const isSame =
      before?.provider.issuer === provider.issuer && before.provider.jwksUri === provider.jwksUri;
    return {
      provider,
      endpoint: { url, fetch, client: clientOf(section, surroundings.secret, provider) },
      // With the keys that it has at hand.
      check: isSame
        ? before.check
        : createIdTokenCheck({ provider, clientId, fetchDocument, clock }),
    };
  }

  const find = kept(look, clock);
  return {
    name,
    title,
    clientId,
    scope,
    parameters: section.parameters ?? {},
    find,
    async userOf(token, tokens) {
      const { issuer: iss, claims } = token;
      const reader = readerOf(section);
      if (!asksUserInfo(section, claims)) return userOf(token, reader);
      const { provider } = await find();
      const { userinfoEndpoint: url } = provider;
      if (url === undefined) {
        if (section.userinfo === true) throw noEndpoint(provider, 'userinfo_endpoint');
        return userOf(token, reader);
      }
      const { accessToken } = tokens;
      const subject = String(token.claim('sub'));
      const told = await requestUserInfo({ url, accessToken, subject, fetch });
      return userOf({ issuer: iss, claims: addUserInfo(claims, told) }, reader);
    },
  };
}

function asksUserInfo(
  { userinfo, scope = DEFAULT_SCOPE, groupsClaim }: ProviderSection,
  claims: JsonObject,
): boolean {
  return (
    userinfo ??
    lacksClaims(claims, { email: scope.split(' ').includes('email'), groups: groupsClaim })
  );
}

/** OpenID Connect Discovery 1.0 section 3: what does not say how clients prove themselves takes `client_secret_basic`. */
function clientOf(
  { clientId }: ProviderSection,
  clientSecret: string | undefined,
  { clientMethods: methods = ['client_secret_basic'] }: Provider,
): ClientAuthentication {
  if (clientSecret === undefined) return { method: 'none', clientId };
  const inBody = methods.includes('client_secret_post') && !methods.includes('client_secret_basic');
  return {
    method: inBody ? 'client_secret_post' : 'client_secret_basic',
    clientId,
    clientSecret,
  };
}

function noEndpoint({ discoveryUrl }: Provider, name: string): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', {
    detail: `${discoveryUrl} names no ${name}`,
    hint:
      name === 'token_endpoint'
        ? 'Ask whoever runs the provider: the code flow needs one.'
        : 'Leave userinfo out of the settings of the provider, or ask whoever runs it.',
  });
}
