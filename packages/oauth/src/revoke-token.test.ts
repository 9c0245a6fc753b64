import { describe, expect, it } from 'vitest';
import { faultOf, json, testEndpoint } from './endpoint.fixture.ts';
import { revokeToken } from './revoke-token.ts';

const TOKEN = 'rt-that-should-end-now-and-for-good';

describe('a token that did not end', () => {
  const page = { headers: { 'content-type': 'text/html' } };
  it.each([
    ['busy', json({ error: 'x' }, 503, { 'retry-after': '7' }), 'token_endpoint_unavailable'],
    [
      'of a kind that is not ended',
      json({ error: 'unsupported_token_type', error_description: TOKEN }, 400),
      'token_endpoint_refused',
    ],
    ['of another client', json({ error: 'invalid_client' }, 401), 'token_endpoint_refused'],
    ['a page for signing in', new Response('<html>Sign in</html>', page), 'token_endpoint_invalid'],
    ['a page without its type', new Response('<!doctype html>'), 'token_endpoint_invalid'],
    ['a redirect', new Response(null, { status: 302 }), 'token_endpoint_wrong'],
    ['nothing there', new Response(null, { status: 404 }), 'token_endpoint_wrong'],
    ['another status', new Response(null, { status: 204 }), 'token_endpoint_invalid'],
    ['too much', new Response('x'.repeat(300_000)), 'token_endpoint_invalid'],
  ])('is told: %s', async (_, answer, code) => {
    const endpoint = testEndpoint(() => answer);
    const fault = await faultOf(revokeToken(endpoint, TOKEN), TOKEN);
    expect(fault.code).toBe(code);
    expect(fault.hint ?? '').not.toContain('token endpoint');
    expect(endpoint.requests).toHaveLength(1);
  });

  it('has the error for code, and the rest that is asked for', async () => {
    const refused = testEndpoint(() => json({ error: 'unsupported_token_type' }, 400));
    expect((await faultOf(revokeToken(refused, TOKEN))).cause).toMatchObject({
      error: 'unsupported_token_type',
    });
    const busy = testEndpoint(() => json({}, 503, { 'retry-after': '7' }));
    expect((await faultOf(revokeToken(busy, TOKEN))).retryAfter).toBe(7);
  });

  it('is not sent where no token may go, or when nobody waits any more', async () => {
    const endpoint = testEndpoint(() => new Response(null), { url: 'http://issuer.test/revoke' });
    const fault = await faultOf(revokeToken(endpoint, TOKEN), TOKEN);
    expect(fault).toMatchObject({
      code: 'token_endpoint_wrong',
      message: 'the address of the revocation endpoint is not an https URL',
    });
    const reason = new Error('stopped');
    const signal = AbortSignal.abort(reason);
    const good = testEndpoint(() => new Response(null));
    await expect(revokeToken(good, TOKEN, { signal })).rejects.toBe(reason);
    expect([...endpoint.requests, ...good.requests]).toEqual([]);
  });
});

describe('a token that ended', () => {
  it.each([
    ['with no body', new Response(null)],
    ['with an empty object', json({})],
    ['with some words', new Response('OK')],
    ['with an error, which does not count beside the status', json({ error: 'x' })],
  ])('is told by the status alone: %s', async (_, answer) => {
    await expect(
      revokeToken(
        testEndpoint(() => answer),
        TOKEN,
      ),
    ).resolves.toBeUndefined();
  });

  it('is asked for as RFC 7009 section 2.1 has it', async () => {
    const endpoint = testEndpoint(() => new Response(null));
    await revokeToken(endpoint, TOKEN);
    await revokeToken(endpoint, TOKEN, { tokenType: 'refresh_token' });
    expect(endpoint.requests.map(({ body }) => Object.fromEntries(body))).toEqual([
      { token: TOKEN },
      { token: TOKEN, token_type_hint: 'refresh_token' },
    ]);
  });
});
