import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DrawbridgeError, Retry, RetryPolicy } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { GOOD, json, JWT, testEndpoint, URL_OF_IT } from './endpoint.fixture.ts';
import type { ExchangeRequest } from './exchange-once.ts';
import { exchangeToken } from './exchange-token.ts';
import type { Refusal } from './read-answer.ts';
import type { ClientAuthentication, TokenEndpoint } from './token-endpoint.ts';
import { tokenTypeUrn } from './token-types.ts';

const ID_TOKEN = tokenTypeUrn('id_token');
const SUBJECT = `${JWT}-the-subject`;
const request: ExchangeRequest = {
  subjectToken: SUBJECT,
  subjectTokenType: ID_TOKEN,
  requestedTokenType: ID_TOKEN,
};
const quick: RetryPolicy = { sleep: async () => {}, random: () => 0 };
const exchange = (endpoint: TokenEndpoint, policy = quick) =>
  exchangeToken(endpoint, request, policy);

async function faultOf(work: Promise<unknown>): Promise<DrawbridgeError> {
  const thrown: unknown = await work.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({ name: 'DrawbridgeError' });
  const fault = thrown as DrawbridgeError;
  expect(fault.message + (fault.hint ?? '')).not.toContain(JWT);
  return fault;
}

/** The only answer to the only request. */
async function faultOfAnswer(answer: Response): Promise<DrawbridgeError> {
  return faultOf(
    exchange(
      testEndpoint(() => answer),
      { ...quick, retries: 0 },
    ),
  );
}

const page = (status: number) =>
  new Response('<!DOCTYPE html><title>Sign in</title>', {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });

describe('an address that no token may be sent to', () => {
  it.each([
    ['http://bridge.example/token', 'is not an https URL', 'A token is a secret'],
    ['http://10.0.0.1/token', 'is not an https URL', 'A token is a secret'],
    ['ftp://bridge.example/token', 'is not an https URL', 'Give the whole address'],
    ['bridge.example/token', 'is not an absolute URL', 'Give the whole address'],
    ['https://user:sesame-open@bridge.example/token', 'has user information', 'Give the'],
    ['https://bridge.example/token#x', 'has a fragment', 'Give the'],
  ])('is refused before anything is sent: %s', async (url, why, hint) => {
    const endpoint = testEndpoint(() => json(GOOD), { url });
    const fault = await faultOf(exchange(endpoint));
    expect(fault).toMatchObject({ code: 'token_endpoint_wrong', kind: 'configuration' });
    expect(fault.message).toBe(`the address of the token endpoint ${why}`);
    expect(fault.hint).toContain(hint);
    expect(endpoint.requests).toEqual([]);
  });

  it.each(['http://127.0.0.1:8080/token', 'http://[::1]/token', 'http://localhost/token?tenant=a'])(
    'is none of this machine: %s',
    async (url) => {
      await expect(exchange(testEndpoint(() => json(GOOD), { url }))).resolves.toBeDefined();
    },
  );
});

describe('a refusal', () => {
  it('is told with its code, and is final', async () => {
    const body = {
      error: 'invalid_request',
      error_description: 'The token has expired.',
      code: 'token_expired',
    };
    const endpoint = testEndpoint(() => json(body, 400));
    const fault = await faultOf(exchange(endpoint));
    expect(fault).toMatchObject({ code: 'token_endpoint_refused', kind: 'token' });
    expect(fault.message).toBe(`${URL_OF_IT} refused: The token has expired (token_expired)`);
    expect(fault.hint).toContain('token_expired');
    expect(fault.cause as Refusal).toMatchObject({
      error: 'invalid_request',
      code: 'token_expired',
      status: 400,
    });
    expect(endpoint.requests).toHaveLength(1);
  });

  it('of another server has its error', async () => {
    const fault = await faultOfAnswer(json({ error: 'invalid_grant' }, 400));
    expect(fault.message).toBe(`${URL_OF_IT} refused: invalid_grant`);
  });

  it('of a client says what to check, challenge or not', async () => {
    const challenge = { 'www-authenticate': 'Basic realm="token"' };
    const fault = await faultOfAnswer(json({ error: 'invalid_client' }, 401, challenge));
    expect(fault.code).toBe('token_endpoint_refused');
    expect(fault.hint).toContain('client identifier');
  });

  it('that repeats the token does not get it into the message', async () => {
    const body = { error: 'invalid_request', error_description: `bad: ${SUBJECT}\u001b[2J` };
    const fault = await faultOfAnswer(json(body, 400));
    expect(fault.message).toBe(`${URL_OF_IT} refused: bad: [hidden] [2J (invalid_request)`);
  });

  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    'that repeats a secret sent by %s does not get it into the message',
    async (method) => {
      const client = { method, clientId: 'teller', clientSecret: 'open-sesame' };
      const body = { error: 'invalid_client', error_description: 'not open-sesame' };
      const endpoint = testEndpoint(() => json(body, 401), { client });
      expect((await faultOf(exchange(endpoint))).message).toContain(
        'not [hidden] (invalid_client)',
      );
    },
  );
});

describe('what is no answer of a token endpoint', () => {
  it.each([
    ['a page, with success', page(200), 'status 200 and an HTML page'],
    ['a page, of a proxy that forbids', page(403), 'status 403 and an HTML page'],
    ['nothing', new Response(null, { status: 200 }), 'status 200 and an empty body'],
    ['no JSON', new Response('ok'), 'a body that is no JSON object'],
    ['a list', json([]), 'a body that is no JSON object'],
    ['JSON without an error', json({}, 400), 'JSON without an error in it'],
    ['no token', json({ ...GOOD, access_token: undefined }), "'access_token' property"],
    ['a token that is no text', json({ ...GOOD, access_token: 1 }), "'access_token' property"],
    ['no token type', json({ ...GOOD, token_type: undefined }), "'token_type' property"],
    ['a token type that nobody knows', json({ ...GOOD, token_type: 'mac' }), 'token_type'],
    ['a lifetime that is none', json({ ...GOOD, expires_in: 'soon' }), "'expires_in' property"],
    ['the token type constructor', json({ ...GOOD, token_type: 'constructor' }), 'unsupported'],
    ['the token type __proto__', json({ ...GOOD, token_type: '__proto__' }), 'unsupported'],
    [
      'lists within lists without end',
      new Response(
        JSON.stringify(GOOD).replace(/}$/, `,"x":${'['.repeat(1e5)}${']'.repeat(1e5)}}`),
      ),
      'it is nested too deeply',
    ],
    [
      'two tokens',
      new Response(JSON.stringify(GOOD).replace('{', '{"access_token":"other",')),
      'two members of the same name',
    ],
    ['no issued type', json({ ...GOOD, issued_token_type: undefined }), 'issued_token_type'],
    ['no JWT', json({ ...GOOD, access_token: 'opaque' }), 'was asked for a signed JWT'],
    ['too much', new Response('x'.repeat(256 * 1024 + 1)), 'more than 262144 bytes'],
  ])('is told: %s', async (_, answer, words) => {
    const endpoint = testEndpoint(() => answer);
    const fault = await faultOf(exchange(endpoint));
    expect(fault).toMatchObject({ code: 'token_endpoint_invalid', kind: 'upstream' });
    expect(fault.message).toContain(URL_OF_IT);
    expect(fault.message).toContain(words);
    expect(endpoint.requests).toHaveLength(1);
  });

  it('is not read further than the limit', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    expect((await faultOfAnswer(new Response(endless))).code).toBe('token_endpoint_invalid');
    expect(sent).toBeLessThan(1024 * 1024);
  });

  it.each([404, 405])('is %i: another address', async (status) => {
    for (const answer of [page(status), json({ error: 'x' }, status)]) {
      const fault = await faultOfAnswer(answer);
      expect(fault).toMatchObject({ code: 'token_endpoint_wrong', kind: 'configuration' });
      expect(fault.hint).toContain('/token');
    }
  });

  it.each([301, 302, 303, 307, 308])('is %i: a redirect is not followed', async (status) => {
    const location = 'https://login.test/signin?state=secret-of-the-page';
    const endpoint = testEndpoint(() => new Response(null, { status, headers: { location } }));
    const fault = await faultOf(exchange(endpoint));
    expect(fault.code).toBe('token_endpoint_wrong');
    expect(fault.message).toContain('redirects to https://login.test/signin, and');
    expect(fault.message).not.toContain('secret-of-the-page');
    expect(endpoint.requests).toEqual([expect.objectContaining({ redirect: 'manual' })]);
  });
});

it('a redirect whose path has the token in it is told without', async () => {
  const location = `https://login.test/${SUBJECT}`;
  const fault = await faultOfAnswer(new Response(null, { status: 302, headers: { location } }));
  expect(fault.message).toContain('redirects to https://login.test/[hidden], and');
});

describe('what passes', () => {
  it.each([408, 429, 500, 502, 503, 504])('is tried again: %i', async (status) => {
    const told: Retry[] = [];
    const endpoint = testEndpoint((_, count) => (count < 3 ? page(status) : json(GOOD)));
    const policy = { ...quick, onRetry: (retry: Retry) => void told.push(retry) };
    expect((await exchange(endpoint, policy)).accessToken).toBe(JWT);
    expect(told.map(({ fault }) => fault.message)).toEqual(
      Array(2).fill(`${URL_OF_IT} answered with status ${status} and an HTML page`),
    );
  });

  it('is told with its code, and with the rest that the server asks for', async () => {
    const body = {
      error: 'temporarily_unavailable',
      error_description: 'Busy.',
      code: 'overloaded',
    };
    const fault = await faultOfAnswer(json(body, 503, { 'retry-after': '90' }));
    expect(fault).toMatchObject({ code: 'token_endpoint_unavailable', retryAfter: 90 });
    expect(fault.message).toBe(
      `${URL_OF_IT} answered with status 503: Busy (overloaded); it asks for 90 seconds of rest`,
    );
  });

  it('asks for 1 second of rest, not for 1 seconds', async () => {
    const fault = await faultOfAnswer(json({}, 503, { 'retry-after': '1' }));
    expect(fault.message).toMatch(/; it asks for 1 second of rest$/);
  });

  it('waits as Retry-After says', async () => {
    const waits: number[] = [];
    const sleep = async (milliseconds: number) => void waits.push(milliseconds);
    const late = () => new Response(null, { status: 503, headers: { 'retry-after': '3' } });
    const endpoint = testEndpoint((_, count) => (count === 1 ? late() : json(GOOD)));
    await exchange(endpoint, { ...quick, sleep });
    expect(waits).toEqual([3000]);
  });

  it('is a connection that failed, or broke off in the answer', async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('cut')) });
    const endpoint = testEndpoint((_, count) => {
      if (count === 1) throw new TypeError('fetch failed');
      return count === 2 ? new Response(broken) : json(GOOD);
    });
    expect((await exchange(endpoint)).accessToken).toBe(JWT);
  });

  it('is a request that took too long', async () => {
    const endpoint = testEndpoint(
      ({ signal }, count) =>
        count > 1
          ? json(GOOD)
          : new Promise((_, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason as Error));
            }),
      { timeout: 20 },
    );
    const told: Retry[] = [];
    await exchange(endpoint, { ...quick, onRetry: (retry) => void told.push(retry) });
    expect(told.map(({ fault }) => [fault.code, fault.message])).toEqual([
      ['token_endpoint_timeout', `${URL_OF_IT} did not answer within 0.02 seconds`],
    ]);
  });

  it('is not what the caller stopped', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    const endpoint = testEndpoint(() => {
      controller.abort(reason);
      throw new TypeError('fetch failed');
    });
    const stopped = exchangeToken(endpoint, { ...request, signal: controller.signal }, quick);
    await expect(stopped).rejects.toBe(reason);
    expect(endpoint.requests).toHaveLength(1);
  });
});

describe('a token that may be used once', () => {
  const used = () =>
    json({ error: 'invalid_request', error_description: 'Used.', code: 'token_used' }, 400);

  it('and whose answer was lost is told as that', async () => {
    const endpoint = testEndpoint((_, count) => {
      if (count === 1) throw new TypeError('fetch failed');
      return used();
    });
    const fault = await faultOf(exchange(endpoint));
    expect(fault).toMatchObject({ code: 'token_endpoint_refused', kind: 'token' });
    expect(fault.message).toContain('an earlier attempt of this request whose answer was lost');
    expect(fault.hint).toContain('Get a new token from its issuer');
  });

  it('and was used by somebody else is told as that', async () => {
    const fault = await faultOfAnswer(used());
    expect(fault.message).toBe(`${URL_OF_IT} refused: Used (token_used)`);
  });
});

describe('the request', () => {
  const sent = async (others: Partial<ExchangeRequest>, client?: ClientAuthentication) => {
    const endpoint = testEndpoint(() => json(GOOD), client === undefined ? {} : { client });
    await exchangeToken(endpoint, { ...request, ...others }, quick);
    const [{ body, headers, method } = { body: new URLSearchParams(), headers: {}, method: '' }] =
      endpoint.requests;
    return { parameters: [...body], headers, method };
  };

  it('is that of RFC 8693 section 2.1', async () => {
    const { parameters, headers, method } = await sent({
      audiences: ['a', 'b'],
      resources: ['https://r.test'],
      scope: 'openid',
      alg: 'ES256',
      renewalHandle: 'dbr_x',
    });
    expect(method).toBe('POST');
    expect(headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
      accept: 'application/json',
      'user-agent': 'drawbridge',
    });
    expect(parameters).toEqual([
      ['subject_token', SUBJECT],
      ['subject_token_type', ID_TOKEN],
      ['requested_token_type', ID_TOKEN],
      ['scope', 'openid'],
      ['alg', 'ES256'],
      ['renewal_handle', 'dbr_x'],
      ['audience', 'a'],
      ['audience', 'b'],
      ['resource', 'https://r.test'],
      ['grant_type', 'urn:ietf:params:oauth:grant-type:token-exchange'],
    ]);
  });

  it('says nothing of a client when there is none', async () => {
    const { parameters, headers } = await sent({});
    expect(parameters.map(([name]) => name)).not.toContain('client_id');
    expect(headers).not.toHaveProperty('authorization');
  });

  it('names a client that proves nothing', async () => {
    const { parameters, headers } = await sent({}, { method: 'none', clientId: 'teller' });
    expect(parameters).toContainEqual(['client_id', 'teller']);
    expect(headers).not.toHaveProperty('authorization');
  });

  it('proves a client as RFC 6749 section 2.3.1 has it, form-encoded first', async () => {
    const client = { method: 'client_secret_basic', clientId: 'a:b', clientSecret: 's%' } as const;
    const { headers } = await sent({}, client);
    expect(headers).toMatchObject({ authorization: `Basic ${btoa('a%3Ab:s%25')}` });
  });

  it('proves a client in the body', async () => {
    const client = { method: 'client_secret_post', clientId: 'a', clientSecret: 'b' } as const;
    const { parameters, headers } = await sent({}, client);
    expect(parameters).toContainEqual(['client_secret', 'b']);
    expect(headers).not.toHaveProperty('authorization');
  });
});

describe('the answer', () => {
  it.each(['a\nb', '\u001b[2J', 'é', ''])('has no token that is %j', async (access_token) => {
    const asked = { ...request, requestedTokenType: tokenTypeUrn('access_token') };
    const endpoint = testEndpoint(() => json({ ...GOOD, access_token }));
    const fault = await faultOf(exchangeToken(endpoint, asked, quick));
    expect(fault.code).toBe('token_endpoint_invalid');
  });

  const clock = { now: () => 1_000_500, monotonic: () => 0 };

  it('is what RFC 8693 section 2.2.1 has', async () => {
    const answer = { ...GOOD, scope: 'openid', refresh_token: 'r', renewal_handle: 'dbr_y' };
    expect(
      await exchange(
        testEndpoint(() => json(answer)),
        { ...quick, clock },
      ),
    ).toEqual({
      accessToken: JWT,
      issuedTokenType: ID_TOKEN,
      tokenType: 'N_A',
      expiresIn: 300,
      expiresAt: 1300,
      scope: 'openid',
      refreshToken: 'r',
      renewalHandle: 'dbr_y',
    });
  });

  it('may be no JWT when none was asked for, and have an ID token beside it that is not judged', async () => {
    const answer = {
      access_token: 'opaque',
      issued_token_type: tokenTypeUrn('access_token'),
      token_type: 'bearer',
      id_token: 'none',
    };
    const endpoint = testEndpoint(() => json(answer));
    const asked = { ...request, requestedTokenType: tokenTypeUrn('access_token') };
    expect(await exchangeToken(endpoint, asked, quick)).toEqual({
      accessToken: 'opaque',
      issuedTokenType: tokenTypeUrn('access_token'),
      tokenType: 'Bearer',
    });
  });
});

describe("the platform's own fetch", () => {
  it('will do, and follows no redirect for us', async () => {
    const paths: unknown[] = [];
    const server = createServer((incoming, response) => {
      paths.push(incoming.url);
      if (incoming.url !== '/token') return response.writeHead(307, { location: '/token' }).end();
      return response.end(JSON.stringify(GOOD));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const { accessToken } = await exchange({ url: `${origin}/token`, fetch });
      expect(accessToken).toBe(JWT);
      const fault = await faultOf(exchange({ url: `${origin}/moved`, fetch }));
      expect(fault.message).toContain(`redirects to ${origin}/token, and a token does not follow`);
      expect(paths).toEqual(['/token', '/moved']);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
