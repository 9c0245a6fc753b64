import { describe, expect, it } from 'vitest';
import { faultOf, json, jwtOf, testEndpoint, URL_OF_IT } from './endpoint.fixture.ts';
import { Refusal } from './read-answer.ts';
import { refreshTokens } from './refresh-tokens.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

const REFRESH = 'rt-1-of-the-person-who-signed-in';
const clock = { now: () => 1_000_500, monotonic: () => 0 };
const quick = { clock, sleep: async () => {}, random: () => 0 };
const GOOD = { access_token: 'new-access-token', token_type: 'Bearer', expires_in: 60 };
const ALICE = { iss: 'https://issuer.test', sub: 'alice', aud: 'app' };

const refresh = (endpoint: TokenEndpoint, more: object = {}, policy: object = quick) =>
  refreshTokens(endpoint, { refreshToken: REFRESH, ...more }, policy);
const refusal = (error: string) => json({ error, error_description: `no: ${REFRESH}` }, 400);

describe('a refresh that is refused', () => {
  it('for good says what may be the cause, and is not tried again', async () => {
    const endpoint = testEndpoint(() => refusal('invalid_grant'));
    const fault = await faultOf(refresh(endpoint), REFRESH);
    expect(fault.code).toBe('sign_in_needed');
    expect(fault.message).toBe(
      `${URL_OF_IT} refused the refresh token: no: [hidden] (invalid_grant). It may have expired, the session may have been ended, or somebody else used it first where each may be used once`,
    );
    expect(fault.hint).toContain('Sign in again');
    expect(fault.cause).toBeInstanceOf(Refusal);
    expect(fault.cause).toMatchObject({ error: 'invalid_grant', status: 400 });
    expect(endpoint.requests).toHaveLength(1);
  });

  it.each([
    'interaction_required',
    'login_required',
    'account_selection_required',
    'consent_required',
  ])('until a person comes: %s', async (error) => {
    const fault = await faultOf(refresh(testEndpoint(() => refusal(error))), REFRESH);
    expect(fault).toMatchObject({ code: 'sign_in_needed', cause: { error } });
  });

  it.each([
    'invalid_client',
    'unauthorized_client',
    'invalid_scope',
    'invalid_target',
    'invalid_request',
    'unsupported_grant_type',
    'access_denied',
    'INVALID_GRANT',
    'constructor',
  ])('for something else is a refusal as any other: %s', async (error) => {
    const fault = await faultOf(refresh(testEndpoint(() => refusal(error))), REFRESH);
    expect(fault.code).toBe('token_endpoint_refused');
    expect(fault.cause).toMatchObject({ error });
  });

  it('with a status that passes is tried again, whatever its error', async () => {
    const endpoint = testEndpoint((_, count) =>
      count === 1 ? json({ error: 'invalid_grant' }, 503) : json(GOOD),
    );
    expect((await refresh(endpoint)).accessToken).toBe(GOOD.access_token);
  });
});

describe('a refresh whose answer is lost', () => {
  it('is asked for again', async () => {
    const endpoint = testEndpoint((_, count) => {
      if (count === 1) throw new TypeError('fetch failed');
      return json(GOOD);
    });
    expect((await refresh(endpoint)).accessToken).toBe(GOOD.access_token);
    expect(endpoint.requests.map(({ body }) => body.get('refresh_token'))).toEqual([
      REFRESH,
      REFRESH,
    ]);
  });

  it('and then refused says that the attempt before it may be why', async () => {
    const endpoint = testEndpoint((_, count) => {
      if (count === 1) throw new TypeError('fetch failed');
      return refusal('invalid_grant');
    });
    const fault = await faultOf(refresh(endpoint), REFRESH);
    expect(fault.code).toBe('sign_in_needed');
    expect(fault.message).toContain('an earlier attempt whose answer was lost');
    expect(endpoint.requests).toHaveLength(2);
  });

  it('by a time-out is told as that', async () => {
    const endpoint = testEndpoint(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
      { timeout: 10 },
    );
    const fault = await faultOf(refresh(endpoint, {}, { ...quick, retries: 1 }), REFRESH);
    expect(fault.code).toBe('token_endpoint_timeout');
    expect(endpoint.requests).toHaveLength(2);
  });
});

describe('what is no answer to a refresh', () => {
  const page = { headers: { 'content-type': 'text/html' } };
  it.each([
    ['a page', new Response('<html>Sign in</html>', page), 'token_endpoint_invalid'],
    [
      'a page of a proxy',
      new Response('<html>no</html>', { ...page, status: 403 }),
      'token_endpoint_invalid',
    ],
    ['nothing', new Response(null), 'token_endpoint_invalid'],
    ['no access token', json({ ...GOOD, access_token: undefined }), 'token_endpoint_invalid'],
    ['an error with success', json({ error: 'invalid_grant' }), 'token_endpoint_invalid'],
    ['too much', json({ ...GOOD, x: 'x'.repeat(300_000) }), 'token_endpoint_invalid'],
    [
      'two access tokens',
      new Response(JSON.stringify(GOOD).replace('{', '{"access_token":"other",')),
      'token_endpoint_invalid',
    ],
    [
      'a redirect',
      new Response(null, { status: 307, headers: { location: 'https://evil.test/token' } }),
      'token_endpoint_wrong',
    ],
    ['nothing there', json({}, 404), 'token_endpoint_wrong'],
  ])('is a fault that is told at once: %s', async (_, answer, code) => {
    const endpoint = testEndpoint(() => answer);
    expect((await faultOf(refresh(endpoint), REFRESH)).code).toBe(code);
    expect(endpoint.requests).toHaveLength(1);
    expect(endpoint.requests[0]).toMatchObject({ redirect: 'manual' });
  });

  it('does not leave for a place where no token may go', async () => {
    const endpoint = testEndpoint(() => json(GOOD), { url: 'http://issuer.test/token' });
    expect((await faultOf(refresh(endpoint), REFRESH)).code).toBe('token_endpoint_wrong');
    expect(endpoint.requests).toEqual([]);
  });
});

describe('the tokens of somebody else', () => {
  const held = { accessToken: jwtOf(ALICE), idToken: jwtOf(ALICE) };

  it.each([
    ['in the ID token', { ...GOOD, id_token: jwtOf({ ...ALICE, sub: 'bob' }) }],
    ['in the access token', { ...GOOD, access_token: jwtOf({ ...ALICE, sub: 'bob' }) }],
  ])('are never given: %s', async (_, answer) => {
    const endpoint = testEndpoint(() =>
      json({ ...answer, refresh_token: 'rt-of-bob-and-not-ours' }),
    );
    const fault = await faultOf(refresh(endpoint, { held }), REFRESH, 'rt-of-bob', 'alice', 'bob');
    expect(fault.code).toBe('sign_in_needed');
    expect(fault.message).toContain('somebody else');
    expect(endpoint.requests).toHaveLength(1);
  });
});

describe('a refresh', () => {
  it('is that of RFC 6749 section 6', async () => {
    const endpoint = testEndpoint(() => json(GOOD));
    await refresh(endpoint, { scope: 'a b', audiences: ['x', 'y'], resources: ['https://r.test'] });
    expect([...(endpoint.requests[0]?.body ?? [])]).toEqual([
      ['refresh_token', REFRESH],
      ['scope', 'a b'],
      ['audience', 'x'],
      ['audience', 'y'],
      ['resource', 'https://r.test'],
      ['grant_type', 'refresh_token'],
    ]);
  });

  it('keeps what the endpoint does not give anew', async () => {
    const held = { accessToken: 'old', idToken: jwtOf(ALICE), scope: 'openid' };
    expect(
      await refresh(
        testEndpoint(() => json(GOOD)),
        { held },
      ),
    ).toEqual({
      accessToken: GOOD.access_token,
      tokenType: 'Bearer',
      obtainedAt: 1000,
      expiresAt: 1060,
      refreshToken: REFRESH,
      idToken: held.idToken,
      scope: 'openid',
    });
  });

  it('takes what the endpoint gives anew', async () => {
    const id_token = jwtOf({ ...ALICE, iat: 2 });
    const answer = { ...GOOD, refresh_token: 'rt-2', id_token, scope: 'openid a' };
    const held = { accessToken: 'old', idToken: jwtOf(ALICE), scope: 'openid' };
    expect(
      await refresh(
        testEndpoint(() => json(answer)),
        { held, scope: 'a' },
      ),
    ).toMatchObject({
      refreshToken: 'rt-2',
      idToken: id_token,
      scope: 'openid a',
    });
  });

  it('ends with the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    const endpoint = testEndpoint(() => {
      controller.abort(reason);
      throw new TypeError('fetch failed');
    });
    await expect(refresh(endpoint, { signal: controller.signal })).rejects.toBe(reason);
    expect(endpoint.requests).toHaveLength(1);
  });
});
