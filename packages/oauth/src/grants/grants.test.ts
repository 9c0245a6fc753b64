import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { faultOf, json, jwtOf, testEndpoint } from '../endpoint.fixture.ts';
import type { TokenSet } from '../token-set.ts';
import { tokenTypeUrn } from '../token-types.ts';
import { clientCredentialsGrant } from './client-credentials-grant.ts';
import { exchangeGrant } from './exchange-grant.ts';
import { givenToken } from './given-token.ts';
import { refreshGrant } from './refresh-grant.ts';

const { signal } = new AbortController();
const clock = createTestClock();
const now = () => Math.floor(clock.now() / 1000);
const GOOD = { access_token: 'new-access-token', token_type: 'Bearer', expires_in: 60 };
const BROUGHT = 'rt-that-a-person-brought-long-ago';
const HELD = 'rt-that-came-later-by-rotation-here';
const held: TokenSet = {
  accessToken: 'old',
  tokenType: 'Bearer',
  obtainedAt: 1,
  refreshToken: HELD,
};
const good = () => testEndpoint(() => json(GOOD));

describe('every grant', () => {
  const makers = {
    refresh: (endpoint: Parameters<typeof refreshGrant>[0]['endpoint']) =>
      refreshGrant({ endpoint, refreshToken: BROUGHT, clock }),
    'client credentials': (endpoint: Parameters<typeof refreshGrant>[0]['endpoint']) =>
      clientCredentialsGrant({ endpoint, clock }),
    exchange: (endpoint: Parameters<typeof refreshGrant>[0]['endpoint']) =>
      exchangeGrant({
        endpoint,
        subject: async () => ({ token: 'subject', tokenType: tokenTypeUrn('access_token') }),
        clock,
      }),
  };

  it.each(Object.entries(makers))('asks once: %s', async (_, make) => {
    const endpoint = testEndpoint(() => json({}, 503));
    const fault = await faultOf(make(endpoint).obtain(undefined, signal));
    expect(fault.code).toBe('token_endpoint_unavailable');
    expect(endpoint.requests).toHaveLength(1);
  });

  it.each(Object.entries(makers))('refuses no endpoint: %s', (_, make) => {
    expect(() => make(undefined as unknown as ReturnType<typeof testEndpoint>)).toThrow(
      'discoverEndpoint',
    );
  });

  it.each(Object.entries(makers))('refuses a client that can prove nothing: %s', (_, make) => {
    const [clientId, clientSecret] = ['app', 'secret'];
    for (const wrong of [
      { clientId: '', clientSecret },
      { clientId, clientSecret: '' },
      { clientId, clientSecret: '\ud800' },
    ]) {
      const client = { method: 'client_secret_post', ...wrong } as const;
      expect(() => make(testEndpoint(() => json(GOOD), { client }))).toThrow(TypeError);
    }
  });

  it.each(Object.entries(makers))('finds its endpoint when it is needed: %s', async (_, make) => {
    const endpoint = testEndpoint(() => json({ ...GOOD, issued_token_type: 'x' }));
    let count = 0;
    const grant = make(async () => {
      count++;
      return endpoint;
    });
    expect(count).toBe(0);
    expect(await grant.obtain(undefined, signal)).toMatchObject({ expiresAt: now() + 60 });
    await grant.obtain(undefined, signal);
    expect(count).toBe(2);
  });

  it.each(Object.entries(makers))(
    'asks no endpoint that is found over http: %s',
    async (_, make) => {
      const endpoint = testEndpoint(() => json(GOOD), { url: 'http://issuer.test/token' });
      const fault = await faultOf(make(async () => endpoint).obtain(undefined, signal), BROUGHT);
      expect(fault.code).toBe('token_endpoint_wrong');
      expect(endpoint.requests).toEqual([]);
    },
  );

  it.each(Object.entries(makers))(
    'ends with the signal, in each of its steps: %s',
    async (_, make) => {
      const reason = new Error('stopped');
      const endpoint = good();
      await expect(make(endpoint).obtain(undefined, AbortSignal.abort(reason))).rejects.toBe(
        reason,
      );
      expect(endpoint.requests).toEqual([]);
      const controller = new AbortController();
      const searching = make(() => new Promise(() => {})).obtain(undefined, controller.signal);
      controller.abort(reason);
      await expect(searching).rejects.toBe(reason);
      const asked = new AbortController();
      const slow = testEndpoint(
        (sent) =>
          new Promise((_resolve, reject) => {
            sent.signal.addEventListener('abort', () => reject(sent.signal.reason as Error));
            asked.abort(reason);
          }),
      );
      await expect(make(slow).obtain(undefined, asked.signal)).rejects.toBe(reason);
    },
  );
});

describe('refreshGrant', () => {
  it('keeps what rotates', () => {
    expect(refreshGrant({ endpoint: good() }).rotates).toBe(true);
  });

  it('uses the token that is held before the one that was brought', async () => {
    const endpoint = good();
    const grant = refreshGrant({ endpoint, refreshToken: BROUGHT, scope: 'a', clock });
    const { refreshToken: _, ...without } = held;
    await grant.obtain(held, signal);
    await grant.obtain(without, signal);
    await grant.obtain(undefined, signal);
    expect(
      endpoint.requests.map(({ body }) => [body.get('refresh_token'), body.get('scope')]),
    ).toEqual([
      [HELD, 'a'],
      [BROUGHT, 'a'],
      [BROUGHT, 'a'],
    ]);
  });

  it('uses the token that was brought no more once it was replaced, though what replaced it is held by nobody', async () => {
    let count = 0;
    const endpoint = testEndpoint(() => json({ ...GOOD, refresh_token: `${HELD}-${++count}` }));
    const grant = refreshGrant({ endpoint, refreshToken: BROUGHT, clock });
    await grant.obtain({ ...held, refreshToken: HELD }, signal);
    await grant.obtain(undefined, signal);
    await grant.obtain(undefined, signal);
    await grant.obtain({ ...held, refreshToken: BROUGHT }, signal);
    await grant.obtain({ ...held, refreshToken: HELD }, signal);
    expect(endpoint.requests.map(({ body }) => body.get('refresh_token'))).toEqual([
      HELD,
      BROUGHT,
      `${HELD}-2`,
      `${HELD}-3`,
      HELD,
    ]);
    const without = refreshGrant({ endpoint, clock });
    await without.obtain({ ...held, refreshToken: HELD }, signal);
    // What was kept for it alone was removed: that is how its tokens are ended.
    expect((await faultOf(without.obtain(undefined, signal))).code).toBe('sign_in_needed');
  });

  it('looks for its endpoint no further once the source is closed, and ends no request for that', async () => {
    const reason = new Error('closed');
    const searching = new AbortController();
    const lost = refreshGrant({ endpoint: () => new Promise(() => {}), refreshToken: 'r' });
    const looked = lost.obtain(undefined, signal, searching.signal);
    searching.abort(reason);
    await expect(looked).rejects.toBe(reason);
    const closing = new AbortController();
    const endpoint = testEndpoint((sent) => {
      closing.abort(reason);
      sent.signal.throwIfAborted();
      return json({ access_token: 'a', token_type: 'Bearer' });
    });
    const asked = refreshGrant({ endpoint, refreshToken: 'r' });
    expect(await asked.obtain(undefined, signal, closing.signal)).toMatchObject({
      accessToken: 'a',
    });
  });

  it('without a token says that a person must sign in', async () => {
    const endpoint = good();
    const without = refreshGrant({ endpoint, refreshToken: '' }).obtain(undefined, signal);
    expect((await faultOf(without)).code).toBe('sign_in_needed');
    const fault = await faultOf(refreshGrant({ endpoint }).obtain(undefined, signal));
    expect(fault.code).toBe('sign_in_needed');
    expect(fault.hint).toContain('offline_access');
    expect(endpoint.requests).toEqual([]);
  });

  it('never gives the tokens of somebody else', async () => {
    const endpoint = testEndpoint(() => json({ ...GOOD, access_token: jwtOf({ sub: 'bob' }) }));
    const grant = refreshGrant({ endpoint, clock });
    const fault = await faultOf(
      grant.obtain({ ...held, accessToken: jwtOf({ sub: 'alice' }) }, signal),
      HELD,
    );
    expect(fault.code).toBe('sign_in_needed');
  });

  it('remembers a lost answer, for the words about a refusal', async () => {
    const answers = [
      () => {
        throw new TypeError('fetch failed');
      },
      () => json({ error: 'invalid_grant' }, 400),
      () => json({ error: 'invalid_grant' }, 400),
    ];
    const endpoint = testEndpoint((_, count) => (answers[count - 1] ?? (() => json(GOOD)))());
    const grant = refreshGrant({ endpoint, clock });
    const faults = [];
    for (let count = 0; count < 3; count++) faults.push(await faultOf(grant.obtain(held, signal)));
    expect(faults.map(({ code }) => code)).toEqual([
      'token_endpoint_unreachable',
      'sign_in_needed',
      'sign_in_needed',
    ]);
    expect(faults.map(({ message }) => message.includes('answer was lost'))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('remembers an attempt that was stopped as one whose answer was lost', async () => {
    const controller = new AbortController();
    const endpoint = testEndpoint((_, count) => {
      if (count > 1) return json({ error: 'invalid_grant' }, 400);
      controller.abort(new Error('stopped'));
      throw new TypeError('fetch failed');
    });
    const grant = refreshGrant({ endpoint, clock });
    await expect(grant.obtain(held, controller.signal)).rejects.toThrow('stopped');
    expect((await faultOf(grant.obtain(held, signal))).message).toContain('answer was lost');
  });
});

describe('clientCredentialsGrant', () => {
  it('asks in the name of the client, whatever is held', async () => {
    const endpoint = good();
    const grant = clientCredentialsGrant({ endpoint, scope: 'a', audiences: ['x'], clock });
    expect(grant.rotates).toBe(false);
    expect(await grant.obtain(held, signal)).toEqual({
      accessToken: GOOD.access_token,
      tokenType: 'Bearer',
      obtainedAt: now(),
      expiresAt: now() + 60,
    });
    expect([...(endpoint.requests[0]?.body ?? [])]).toEqual([
      ['scope', 'a'],
      ['audience', 'x'],
      ['grant_type', 'client_credentials'],
    ]);
  });
});

describe('exchangeGrant', () => {
  const ID_TOKEN = tokenTypeUrn('id_token');
  const subject = async () => ({ token: 'subject-token', tokenType: tokenTypeUrn('access_token') });

  it('exchanges what it is given each time', async () => {
    let count = 0;
    const endpoint = testEndpoint(() => json({ ...GOOD, issued_token_type: 'x' }));
    const grant = exchangeGrant({
      endpoint,
      subject: async () => ({ token: `subject-${++count}`, tokenType: ID_TOKEN }),
      audiences: ['orders'],
      clock,
    });
    expect(grant.rotates).toBe(false);
    await grant.obtain(undefined, signal);
    await grant.obtain(held, signal);
    expect(endpoint.requests.map(({ body }) => body.get('subject_token'))).toEqual([
      'subject-1',
      'subject-2',
    ]);
    expect([...(endpoint.requests[0]?.body ?? [])]).toContainEqual(['audience', 'orders']);
  });

  it('may get an ID token, which is no access token', async () => {
    const id = jwtOf({ sub: 'alice', exp: now() + 30 });
    const answer = { access_token: id, token_type: 'N_A', issued_token_type: ID_TOKEN };
    const endpoint = testEndpoint(() => json(answer));
    const grant = exchangeGrant({ endpoint, subject, requestedTokenType: ID_TOKEN, clock });
    expect(await grant.obtain(undefined, signal)).toEqual({
      accessToken: id,
      tokenType: 'N_A',
      obtainedAt: now(),
      expiresAt: now() + 30,
    });
  });

  it.each([
    ['no type of what was given', GOOD],
    ['a token bound to a key', { ...GOOD, issued_token_type: 'x', token_type: 'DPoP' }],
    ['no JWT where one was asked for', { ...GOOD, issued_token_type: ID_TOKEN }],
  ])('refuses %s', async (_, answer) => {
    const endpoint = testEndpoint(() => json(answer));
    const grant = exchangeGrant({ endpoint, subject, requestedTokenType: ID_TOKEN, clock });
    const fault = await faultOf(
      grant.obtain(undefined, signal),
      'subject-token',
      GOOD.access_token,
    );
    expect(fault.code).toBe('token_endpoint_invalid');
  });

  it('passes on why there is nothing to exchange', async () => {
    const reason = new Error('no subject');
    const grant = exchangeGrant({ endpoint: good(), subject: () => Promise.reject(reason) });
    await expect(grant.obtain(undefined, signal)).rejects.toBe(reason);
  });
});

describe('givenToken', () => {
  it('is given until its exp, and then a person is needed', async () => {
    const token = jwtOf({ exp: now() + 60 });
    const grant = givenToken(token, clock);
    expect(grant.rotates).toBe(false);
    const first = await grant.obtain(undefined, signal);
    expect(first).toEqual({
      accessToken: token,
      tokenType: 'Bearer',
      obtainedAt: now(),
      expiresAt: now() + 60,
    });
    clock.advance(59);
    expect(await grant.obtain(first, signal)).toBe(first);
    clock.advance(1);
    const fault = await faultOf(grant.obtain(first, signal), token);
    expect(fault.code).toBe('sign_in_needed');
    const end = new Date(now() * 1000).toISOString().replace('.000', '');
    expect(fault.message).toContain(`expired at ${end}, and nothing`);
    expect(fault.hint).toContain('refresh token');
  });

  it('goes before another one that is held', async () => {
    expect(await givenToken('opaque', clock).obtain(held, signal)).toEqual({
      accessToken: 'opaque',
      tokenType: 'Bearer',
      obtainedAt: now(),
    });
  });

  it.each(['', 'a\n', 'Bearer\u0000', 'é'])('is not %j', async (token) => {
    const fault = await faultOf(givenToken(token, clock).obtain(undefined, signal));
    expect(fault.code).toBe('token_malformed');
    expect(fault.hint).toContain('one line');
  });

  it.each([8.64e12 + 1, 1e15, 1e300])('with an exp of %d has no end', async (exp) => {
    const tokens = await givenToken(jwtOf({ exp }), clock).obtain(undefined, signal);
    expect(tokens.expiresAt).toBeUndefined();
  });

  it.each([0, -1, -1e15, -1e300])('with an exp of %d ended long ago', async (exp) => {
    const fault = await faultOf(givenToken(jwtOf({ exp }), clock).obtain(undefined, signal));
    expect(fault.message).toContain('expired at 1970-01-01T00:00:00Z');
  });
});
