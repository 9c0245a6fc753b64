import {
  type Clock,
  createDefaultEngine,
  DrawbridgeError,
  encodeBase64Url,
  encodeUtf8,
  epochSeconds,
  halfHash,
} from '@drawbridge/core';
import { createIdTokenCheck, type FetchToken, type Provider } from '@drawbridge/oauth';
import { createTestIssuer, TEST_CLIENT, type TestIssuer } from '@drawbridge/testing';
import type { GatewayProvider } from './gateway-provider.ts';

/** A provider with codes, and what a test does there. */
export interface TestProvider extends GatewayProvider {
  readonly issuer: TestIssuer;
  /** What the token endpoint was asked. */
  readonly asked: readonly URLSearchParams[];
  /** A person agrees. @returns where the browser is sent back to */
  authorize(url: string, claims?: Readonly<Record<string, unknown>>): string;
  /** A person, or the provider, says no. */
  refuse(url: string, answer: Readonly<Record<string, string>>): string;
  /** Claims that its ID tokens have from now on, whatever they should be. */
  alter(claims: Readonly<Record<string, unknown>>): void;
  /** From now on neither its document nor its token endpoint answers. */
  goDown(): void;
  comeUp(): void;
}

interface Granted {
  readonly challenge: string | null;
  readonly redirectUri: string | null;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Makes a provider that holds a code against the challenge and the redirect URI (RFC 7636, RFC 6749), and names itself (RFC 9207). */
export async function createTestProvider(
  clock: Clock,
  name: string,
  others: Partial<Pick<GatewayProvider, 'parameters'>> & { readonly namesItself?: boolean } = {},
): Promise<TestProvider> {
  const base = `https://${name}.test`;
  const issuer = await createTestIssuer({ issuer: base, clock, keyName: name });
  const codes = new Map<string, Granted>();
  const asked: URLSearchParams[] = [];
  let isDown = false;
  let altered: Readonly<Record<string, unknown>> = {};
  const provider: Provider = {
    issuer: base,
    discoveryUrl: `${base}/.well-known/openid-configuration`,
    jwksUri: `${base}/jwks.json`,
    authorizationEndpoint: `${base}/authorize`,
    tokenEndpoint: `${base}/token`,
    supportsS256: true,
    namesItself: others.namesItself ?? true,
    responseModes: ['query'],
  };
  const { clientId, clientSecret } = TEST_CLIENT;

  const fetch: FetchToken = async (_, { body }) => {
    if (isDown) throw new TypeError('fetch failed');
    asked.push(body);
    const code = body.get('code') ?? '';
    const granted = codes.get(code);
    codes.delete(code);
    const verifier = encodeUtf8(body.get('code_verifier') ?? '');
    const challenge = encodeBase64Url(await createDefaultEngine().sha256(verifier));
    if (granted?.challenge !== challenge || granted.redirectUri !== body.get('redirect_uri')) {
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    }
    const accessToken = await issuer.issueAccess();
    const idToken = await issuer.issue({
      aud: clientId,
      auth_time: epochSeconds(clock),
      at_hash: await halfHash(createDefaultEngine(), 'RS256', accessToken),
      ...granted.claims,
      ...altered,
    });
    return Response.json({
      access_token: accessToken,
      id_token: idToken,
      token_type: 'Bearer',
      expires_in: 300,
    });
  };
  const check = createIdTokenCheck({ provider, clientId, fetchDocument: issuer.fetch, clock });

  return {
    name,
    title: `${name} & co`,
    clientId,
    scope: 'openid email',
    parameters: others.parameters ?? {},
    issuer,
    asked,
    async find() {
      if (isDown) {
        throw new DrawbridgeError('upstream_unreachable', { detail: `${base} cannot be reached` });
      }
      const client = { method: 'client_secret_basic', clientId, clientSecret } as const;
      return { provider, check, endpoint: { url: `${base}/token`, fetch, client } };
    },
    async userOf(token) {
      return {
        provider: name,
        issuer: token.issuer,
        subject: String(token.claim('sub')),
        groups: { kind: 'known', groups: [], claim: 'groups' },
        claims: {},
      };
    },
    authorize(url, claims = {}) {
      const asks = new URL(url).searchParams;
      const code = `code-${crypto.randomUUID()}`;
      codes.set(code, {
        challenge: asks.get('code_challenge'),
        redirectUri: asks.get('redirect_uri'),
        claims: { sub: 'ada', nonce: asks.get('nonce'), ...claims },
      });
      return back(asks, { code });
    },
    alter(claims) {
      altered = claims;
    },
    refuse: (url, answer) => back(new URL(url).searchParams, answer),
    goDown() {
      isDown = true;
      issuer.goDown();
    },
    comeUp() {
      isDown = false;
      issuer.comeUp();
    },
  };

  function back(asks: URLSearchParams, answer: Readonly<Record<string, string>>): string {
    const url = new URL(asks.get('redirect_uri') ?? '');
    const state = asks.get('state') ?? '';
    const all = { ...answer, state, ...(provider.namesItself && { iss: base }) };
    for (const [key, value] of Object.entries(all)) url.searchParams.set(key, value);
    return url.href;
  }
}
