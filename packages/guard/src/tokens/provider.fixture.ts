import {
  createDefaultEngine,
  createMemoryStore,
  createSealer,
  decodeToken,
  member,
  type Store,
} from '@drawbridge/core';
import type { FetchToken } from '@drawbridge/oauth';
import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  type GrantOptions,
  TEST_CLIENT,
} from '@drawbridge/testing';
import { RefreshToken } from '../caller/refresh-token.ts';
import type { DelegatingCaller } from './background-tokens.ts';
import { createBackgroundTokens } from './create-background-tokens.ts';
import type { BackgroundTokensOptions } from './options.ts';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const URN = 'urn:ietf:params:oauth:token-type:';

/** How a provider answers an exchange: with both tokens, one of them, or a refusal. */
type Exchanges = 'both' | 'refresh token' | 'access token' | { readonly error: string };

/** A provider that exchanges and revokes, and notes what it is asked; with what a service has around it. */
export async function startProvider(
  options: { readonly exchanges?: Exchanges; readonly revocation?: boolean } & GrantOptions = {},
) {
  const { exchanges = 'both', revocation = true, ...grant } = options;
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock });
  const log = createLogRecorder();
  const asked: URLSearchParams[] = [];
  const revoked: string[] = [];
  /** Everything that was a token, or stands for one. */
  const secrets = new Set<string>();
  const state = { exchanges, canRevoke: true };

  const note = (tokens: object) => {
    for (const value of Object.values(tokens)) {
      if (typeof value === 'string' && value.length > 30 && !value.startsWith('urn:'))
        secrets.add(value);
    }
  };

  async function exchange(form: URLSearchParams): Promise<Response> {
    if (typeof state.exchanges === 'object') return Response.json(state.exchanges, { status: 400 });
    const { claims } = decodeToken(form.get('subject_token') ?? '', 20_000);
    const given = await issuer.grant({ sub: member(claims, 'sub') }, grant);
    note(given);
    const { accessToken, refreshToken, expiresIn } = given;
    const onlyRefresh = state.exchanges === 'refresh token';
    return Response.json({
      access_token: onlyRefresh ? refreshToken : accessToken,
      issued_token_type: `${URN}${state.exchanges === 'access token' ? 'access_token' : 'refresh_token'}`,
      token_type: onlyRefresh ? 'N_A' : 'Bearer',
      ...(!onlyRefresh && { expires_in: expiresIn }),
      ...(state.exchanges === 'both' && { refresh_token: refreshToken }),
    });
  }

  const fetch: FetchToken = async (url, init) => {
    if (url.endsWith('/revoke')) {
      const token = init.body.get('token') ?? '';
      if (!state.canRevoke) return new Response('down', { status: 500 });
      revoked.push(token);
      issuer.revoke(token);
      return new Response(null, { status: 200 });
    }
    asked.push(init.body);
    if (init.body.get('grant_type') === EXCHANGE) return exchange(init.body);
    const answer = await issuer.webFetch(url, init);
    note((await answer.clone().json()) as object);
    return answer;
  };

  const store = createMemoryStore(clock);
  const puts: string[] = [];
  const watched: Store = {
    ...store,
    put(key, value, conditions) {
      puts.push(key, value);
      return store.put(key, value, conditions);
    },
  };
  const sealer = createSealer(['a-secret-of-tests-that-is-long-enough']);

  return {
    issuer,
    clock,
    log,
    asked,
    revoked,
    secrets,
    state,
    store: watched,
    puts,
    /** What one process has: all share the store. */
    open: (own: Partial<BackgroundTokensOptions> = {}) =>
      createBackgroundTokens({
        issuer: issuer.issuer,
        client: { method: 'client_secret_basic', ...TEST_CLIENT },
        store: watched,
        sealer,
        ...(revocation && { revocationEndpoint: `${issuer.issuer}/revoke` }),
        fetch,
        fetchDocument: issuer.fetch,
        engine: createDefaultEngine(),
        clock,
        log,
        ...own,
      }),
    /** Somebody who has signed in at the proxy, and what it forwards. */
    async signIn(subject = 'ann', own: GrantOptions = {}): Promise<DelegatingCaller> {
      const { accessToken, refreshToken } = await issuer.grant({ sub: subject }, own);
      note({ accessToken, refreshToken });
      const { claims } = decodeToken(accessToken, 20_000);
      return {
        issuer: issuer.issuer,
        subject,
        access: {
          issuer: issuer.issuer,
          claims,
          expiresAt: Number(member(claims, 'exp')),
          kind: 'jwt',
          alg: 'RS256',
          fingerprint: '',
          raw: accessToken,
          claim: (name) => member(claims, name),
        },
        refresh: refreshToken === undefined ? undefined : new RefreshToken(refreshToken),
      };
    },
    /** What was asked of the token endpoint: grant types in their order. */
    grants: () => asked.map((form) => form.get('grant_type')?.split(':').at(-1)),
  };
}
