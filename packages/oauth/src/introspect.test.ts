import { DrawbridgeError } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { json, JWT, testEndpoint, URL_OF_IT } from './endpoint.fixture.ts';
import { introspect } from './introspect.ts';
import type { ClientAuthentication, TokenEndpoint } from './token-endpoint.ts';

const TOKEN = 'opaque-2YotnFZFEjr1zCsicMWpAA-opaque';
const SECRET = 'sesame-of-the-api';
const client: ClientAuthentication = {
  method: 'client_secret_basic',
  clientId: 'the api',
  clientSecret: SECRET,
};

async function faultOf(endpoint: TokenEndpoint): Promise<DrawbridgeError> {
  const thrown: unknown = await introspect(endpoint, TOKEN).then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(DrawbridgeError);
  const fault = thrown as DrawbridgeError;
  expect(fault).toMatchObject({ code: 'introspection_unavailable', status: 503 });
  expect(fault.message).toContain(endpoint.url);
  expect(fault.hint).toMatch(/\w/);
  for (const said of [fault.message, fault.hint ?? '', String(fault.cause)]) {
    expect(said).not.toContain(TOKEN);
    expect(said).not.toContain(SECRET);
    expect(said).not.toMatch(/token endpoint/);
  }
  return fault;
}

const answerOf = (answer: Response) => testEndpoint(() => answer, { client });

describe('what is no answer', () => {
  it.each([
    ['active as a text', json({ active: 'true' })],
    ['active as a number', json({ active: 1 })],
    ['active in a list', json({ active: [true] })],
    ['active null', json({ active: null })],
    ['no active', json({ sub: 'alice' })],
    ['active twice', new Response('{"active":false,"active":true}')],
    ['active twice, spelled in two ways', new Response('{"active":true,"\\u0061ctive":true}')],
    ['sub twice', new Response('{"active":true,"sub":"alice","sub":"root"}')],
    ['a name twice further in', new Response('{"active":true,"cnf":{"jkt":"a","jkt":"b"}}')],
    ['active inherited', new Response('{"__proto__":{"active":true}}')],
    ['a list', json([{ active: true }])],
    ['true', json(true)],
    ['no JSON', new Response('active=true')],
    ['an empty body', new Response('')],
    ['no body', new Response(null, { status: 204 })],
    ['a page', new Response('<html>Sign in</html>', { headers: { 'content-type': 'text/html' } })],
    ['a success of another status', json({ active: true }, 201)],
    ['a refusal', json({ error: 'invalid_request', error_description: `bad ${TOKEN}` }, 400)],
    ['a fault', json({ active: true }, 500)],
    ['nothing there', json({ active: true }, 404)],
    ['more than is read', json({ active: true, padding: 'x'.repeat(300_000) })],
    [
      'lists in lists without end',
      new Response(`{"a":${'['.repeat(60_000)}${']'.repeat(60_000)}}`),
    ],
  ])('is a fault that names the endpoint: %s', async (_, answer) => {
    expect((await faultOf(answerOf(answer))).message).not.toMatch(/undefined/);
  });

  it('is a redirect, which is not followed', async () => {
    const endpoint = answerOf(
      new Response(null, { status: 307, headers: { location: `https://a.test/?t=${TOKEN}` } }),
    );
    const fault = await faultOf(endpoint);
    expect(fault.message).toBe(
      `${URL_OF_IT} redirects to https://a.test/, and a token does not follow`,
    );
    expect(endpoint.requests[0]?.redirect).toBe('manual');
    expect(endpoint.requests).toHaveLength(1);
  });

  it('says that the client is not known', async () => {
    const fault = await faultOf(answerOf(json({ error: 'invalid_client' }, 401)));
    expect(fault.hint).toContain('client identifier and its proof');
  });

  it('passes on how long to wait', async () => {
    const fault = await faultOf(answerOf(json({}, 503, { 'retry-after': '17' })));
    expect(fault.retryAfter).toBe(17);
  });

  it('is a connection that failed', async () => {
    const fault = await faultOf(
      testEndpoint(() => Promise.reject(new TypeError(`fetch failed: ${TOKEN}`))),
    );
    expect(fault.message).toBe(`${URL_OF_IT} could not be reached, or its answer broke off`);
  });

  it('is one that does not come in time', async () => {
    const endpoint: TokenEndpoint = {
      url: URL_OF_IT,
      timeout: 5,
      fetch: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    };
    expect((await faultOf(endpoint)).message).toContain('did not answer within 0.005 seconds');
  });

  it.each(['http://issuer.test/introspect', 'issuer.test/introspect', 'https://u:p@issuer.test/'])(
    'comes from no address that a token may be sent to: %s',
    async (url) => {
      const endpoint = testEndpoint(() => json({ active: true }), { url });
      await expect(introspect(endpoint, TOKEN)).rejects.toMatchObject({
        code: 'introspection_unavailable',
        message: expect.stringContaining('the address of the introspection endpoint') as string,
      });
      expect(endpoint.requests).toEqual([]);
    },
  );

  it('is none when who asks gives up', async () => {
    const reason = new Error('enough');
    const work = introspect(answerOf(json({ active: true })), TOKEN, {
      signal: AbortSignal.abort(reason),
    });
    await expect(work).rejects.toBe(reason);
  });
});

describe('an answer', () => {
  it('says whether the token is active, and what its claims are', async () => {
    const claims = { sub: 'alice', aud: ['orders'], exp: 1, id_token: JWT };
    await expect(introspect(answerOf(json({ active: true, ...claims })), TOKEN)).resolves.toEqual({
      active: true,
      claims,
    });
    await expect(introspect(answerOf(json({ active: false })), TOKEN)).resolves.toEqual({
      active: false,
      claims: {},
    });
  });

  it.each([
    ['none', { method: 'none', clientId: 'api' }, undefined, 'client_id=api'],
    [
      'client_secret_basic',
      client,
      `Basic ${btoa(`the+api:${SECRET.replaceAll('-', '%2D')}`)}`,
      '',
    ],
    [
      'client_secret_post',
      { method: 'client_secret_post', clientId: 'api', clientSecret: SECRET },
      undefined,
      `client_id=api&client_secret=${SECRET}`,
    ],
  ] as const)('is asked for by POST, by a client of %s', async (_, given, authorization, proof) => {
    const endpoint = testEndpoint(() => json({ active: true }), { client: given });
    await introspect(endpoint, TOKEN);
    const { method, headers, body } = endpoint.requests[0] ?? expect.fail('nothing was asked');
    expect(method).toBe('POST');
    expect(headers['accept']).toBe('application/json');
    expect(headers['authorization']).toBe(authorization);
    expect(body.toString()).toBe(
      [`token_type_hint=access_token&token=${TOKEN}`, proof].filter(Boolean).join('&'),
    );
  });

  it('may be about a refresh token, and asked for by nobody', async () => {
    const endpoint = testEndpoint(() => json({ active: true }));
    await introspect(endpoint, TOKEN, { tokenType: 'refresh_token' });
    expect(endpoint.requests[0]?.body.toString()).toBe(
      `token_type_hint=refresh_token&token=${TOKEN}`,
    );
  });
});
