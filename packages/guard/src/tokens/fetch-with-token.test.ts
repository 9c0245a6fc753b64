import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { DrawbridgeError } from '@drawbridge/core';
import type { GetTokens, TokenSource } from '@drawbridge/oauth';
import { describe, expect, it } from 'vitest';
import { fetchWithToken } from './fetch-with-token.ts';

const URL_OF_IT = 'https://api.example.com/orders';
const SECOND = 'second-token-of-tests';

/** A source whose tokens are the first, and after it was refused the second. */
function sourceOf(...tokens: readonly string[]): TokenSource & { readonly asked: GetTokens[] } {
  const asked: GetTokens[] = [];
  return {
    asked,
    async get(options = {}) {
      options.signal?.throwIfAborted();
      asked.push(options);
      const at = options.refused === undefined ? 0 : tokens.indexOf(options.refused) + 1;
      const accessToken = tokens[Math.min(at, tokens.length - 1)] ?? '';
      return { accessToken, tokenType: 'Bearer', obtainedAt: 0 };
    },
    peek: () => undefined,
    close: async () => {},
  };
}

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
  readonly token: string | null;
}

/** A remote that answers in turn; the last answer is given again. */
function remote(...answers: (() => Response)[]) {
  const sent: Sent[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    const answer = answers[Math.min(sent.length, answers.length - 1)] ?? (() => new Response());
    sent.push({ url, init, token: new Headers(init.headers).get('authorization') });
    return answer();
  };
  return { sent, fetch };
}

const ok = () => new Response('ok');
const refused = () => new Response('no', { status: 401 });
const moved =
  (location: string, status = 302) =>
  () =>
    new Response('over there', { status, headers: { location } });
const hosts = ['api.example.com', '127.0.0.1:8080'];

async function faultOf(work: Promise<unknown>): Promise<DrawbridgeError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(DrawbridgeError);
  return thrown as DrawbridgeError;
}

it.each<[string, readonly unknown[], string]>([
  ['no source', [undefined, { hosts }], 'the first argument of fetchWithToken'],
  ['a token', ['token', { hosts }], 'the first argument of fetchWithToken'],
  ['what is no source', [{ token: 'a' }, { hosts }], 'a token source, with get'],
  ['no options', [sourceOf('a')], "such as { hosts: ['api.example.com'] }"],
  ['hosts alone', [sourceOf('a'), hosts], "such as { hosts: ['api.example.com'] }"],
  ['no hosts', [sourceOf('a'), {}], 'hosts must be a list'],
  ['a fetch that is none', [sourceOf('a'), { hosts, fetch: 'node' }], 'fetch must be a function'],
])('fetchWithToken refuses %s, and says what to write', (_, given, message) => {
  const make = fetchWithToken as (...given: readonly unknown[]) => unknown;
  expect(() => make(...given)).toThrow(TypeError);
  expect(() => make(...given)).toThrow(message);
});

describe('a request that is not sent', () => {
  it.each([
    'https://evil.example/orders',
    'http://api.example.com/orders',
    'https://api.example.com:8443/',
    'https://me:pw@api.example.com/',
    'https://api.example.com@evil.example/',
    'data:text/plain,x',
    '/orders',
    '',
  ])('%s', async (url) => {
    const { sent, fetch } = remote(ok);
    const source = sourceOf('a');
    const call = fetchWithToken(source, { hosts, fetch });
    expect((await faultOf(call(url))).code).toBe('request_forbidden');
    expect([sent, source.asked]).toEqual([[], []]);
  });

  it.each([
    ['https://evil.example/', 'Name the host'],
    ['http://localhost:1/', 'Name the host'],
    ['http://api.example.com/', 'Ask over https.'],
    ['data:text/plain,x', 'Ask over https.'],
    ['https://me:pw@api.example.com/', 'Take it out of the address.'],
  ])('%s, with a hint that helps', async (url, hint) => {
    const call = fetchWithToken(sourceOf('a'), { hosts, fetch: remote(ok).fetch });
    expect((await faultOf(call(url))).hint).toContain(hint);
  });

  it('is named by its scheme where it has no host', async () => {
    const call = fetchWithToken(sourceOf('a'), { hosts, fetch: remote(ok).fetch });
    expect((await faultOf(call('data:text/plain,x'))).message).toBe(
      'an address of data: is not https, nor http on this machine',
    );
  });

  it('has an Authorization of its own', async () => {
    const { sent, fetch } = remote(ok);
    const call = fetchWithToken(sourceOf('a'), { hosts, fetch });
    for (const headers of [
      { AUTHORIZATION: 'Basic x' },
      [['Authorization', '']] as [string, string][],
    ]) {
      const fault = await faultOf(call(URL_OF_IT, { headers }));
      expect([fault.code, fault.message]).toEqual([
        'request_forbidden',
        'https://api.example.com is asked with an Authorization of its own',
      ]);
      expect(fault.hint).toBe('Leave it out: the token is set here.');
    }
    expect(
      (await faultOf(call(new Request(URL_OF_IT, { headers: { authorization: 'x' } })))).code,
    ).toBe('request_forbidden');
    expect(sent).toEqual([]);
  });

  it('has no token, or one that is bound to a key', async () => {
    const { sent, fetch } = remote(ok);
    const source = sourceOf('a');
    const ended = new DrawbridgeError('sign_in_needed');
    const none = fetchWithToken({ ...source, get: () => Promise.reject(ended) }, { hosts, fetch });
    await expect(none(URL_OF_IT)).rejects.toBe(ended);
    const bound = { accessToken: 'a', tokenType: 'DPoP', obtainedAt: 0 };
    const dpop = fetchWithToken({ ...source, get: async () => bound }, { hosts, fetch });
    expect((await faultOf(dpop(URL_OF_IT))).code).toBe('token_endpoint_invalid');
    expect(sent).toEqual([]);
  });

  it('was aborted', async () => {
    const { sent, fetch } = remote(ok);
    const call = fetchWithToken(sourceOf('a'), { hosts, fetch });
    const reason = new Error('gone');
    await expect(call(URL_OF_IT, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const request = new Request(URL_OF_IT, { signal: AbortSignal.abort(reason) });
    await expect(call(request)).rejects.toBe(reason);
    expect(sent).toEqual([]);
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('is not followed: %i', async (status) => {
    const { sent, fetch } = remote(moved('https://evil.example/x?secret=1', status), ok);
    const call = fetchWithToken(sourceOf('a'), { hosts, fetch });
    const fault = await faultOf(call(URL_OF_IT));
    expect([fault.code, fault.message]).toEqual([
      'remote_invalid',
      'https://api.example.com redirects to https://evil.example/x, and a token does not follow',
    ]);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.init.redirect).toBe('manual');
  });

  it.each(['follow', 'error'] as const)(
    'is not followed when it is asked with %s',
    async (redirect) => {
      const { sent, fetch } = remote(moved('/elsewhere'));
      const call = fetchWithToken(sourceOf('a'), { hosts, fetch });
      expect((await faultOf(call(URL_OF_IT, { redirect }))).code).toBe('remote_invalid');
      expect(sent[0]?.init.redirect).toBe('manual');
    },
  );

  it('to a part of the same host is not followed either, and said whole', async () => {
    const call = fetchWithToken(sourceOf('a'), { hosts, fetch: remote(moved('/new')).fetch });
    expect((await faultOf(call(URL_OF_IT))).message).toContain(
      'redirects to https://api.example.com/new,',
    );
  });

  it('whose answer the platform hides is one, too', async () => {
    const hidden = Object.defineProperty(new Response(), 'type', { value: 'opaqueredirect' });
    const call = fetchWithToken(sourceOf('a'), { hosts, fetch: remote(() => hidden).fetch });
    expect((await faultOf(call(URL_OF_IT))).message).toContain('redirects elsewhere');
    expect(await call(URL_OF_IT, { redirect: 'manual' })).toBe(hidden);
  });

  it.each([300, 304])('is none that a choice or an old answer is: %i', async (status) => {
    const given = new Response(null, { status, headers: { location: '/new' } });
    const call = fetchWithToken(sourceOf('a'), { hosts, fetch: remote(() => given).fetch });
    expect(await call(URL_OF_IT)).toBe(given);
  });

  it('is answered to who wants it', async () => {
    const { sent, fetch } = remote(moved('https://evil.example/'));
    const call = fetchWithToken(sourceOf('a'), { hosts, fetch });
    expect((await call(URL_OF_IT, { redirect: 'manual' })).headers.get('location')).toBe(
      'https://evil.example/',
    );
    expect((await call(new Request(URL_OF_IT, { redirect: 'manual' }))).status).toBe(302);
    expect(sent).toHaveLength(2);
  });

  it('of a real server takes no token along', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((incoming, outgoing) => {
      seen.push(incoming.headers.authorization);
      outgoing.writeHead(307, { location: `http://localhost:${port}/there` }).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const call = fetchWithToken(sourceOf('a'), { hosts: [`127.0.0.1:${port}`] });
      expect((await faultOf(call(`http://127.0.0.1:${port}/`))).code).toBe('remote_invalid');
      expect(seen).toEqual(['Bearer a']);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});

describe('a request with a token', () => {
  it('is sent as it was given', async () => {
    const { sent, fetch } = remote(ok);
    const call = fetchWithToken(sourceOf('a'), { hosts, fetch });
    const init = { method: 'PUT', body: 'x', headers: { 'x-own': '1' } };
    expect(await (await call(new URL(URL_OF_IT), init)).text()).toBe('ok');
    expect(sent).toMatchObject([
      { url: URL_OF_IT, token: 'Bearer a', init: { method: 'PUT', body: 'x' } },
    ]);
    expect(new Headers(sent[0]?.init.headers).get('x-own')).toBe('1');
    expect(init.headers).toEqual({ 'x-own': '1' });
  });

  it('leaves the headers of the caller without it', async () => {
    const call = fetchWithToken(sourceOf('a'), { hosts, fetch: remote(ok).fetch });
    const headers = new Headers({ 'x-own': '1' });
    const request = new Request(URL_OF_IT, { headers });
    for (let time = 0; time < 2; time++) {
      await call(URL_OF_IT, { headers });
      await call(request);
    }
    expect([[...headers.keys()], [...request.headers.keys()]]).toEqual([['x-own'], ['x-own']]);
  });

  it('may be of no type in particular, as an exchange gives them', async () => {
    const { sent, fetch } = remote(ok);
    const given = { accessToken: 'a', tokenType: 'N_A', obtainedAt: 0 };
    const source = { ...sourceOf('a'), get: async () => given };
    await fetchWithToken(source, { hosts, fetch })(URL_OF_IT);
    expect(sent[0]?.token).toBe('Bearer a');
  });

  it('may be a Request, of which arguments beside it count more', async () => {
    const { sent, fetch } = remote(ok);
    const call = fetchWithToken(sourceOf('a'), { hosts, fetch });
    const request = new Request(URL_OF_IT, { method: 'POST', body: 'x', headers: { a: '1' } });
    await call(request, { headers: { b: '2' } });
    const { method, body, headers, ...more } = sent[0]?.init ?? {};
    // Without it, no stream is sent.
    expect(more).toMatchObject({ duplex: 'half' });
    expect([method, await new Response(body).text()]).toEqual(['POST', 'x']);
    expect([...new Headers(headers).keys()]).toEqual(['authorization', 'b']);
  });

  it('that does not arrive is a fault; one that was aborted has its own reason', async () => {
    const broken = new TypeError('fetch failed');
    const call = fetchWithToken(sourceOf('a'), { hosts, fetch: () => Promise.reject(broken) });
    const fault = await faultOf(call(URL_OF_IT));
    expect([fault.code, fault.cause]).toEqual(['remote_unreachable', broken]);
    const own = new DrawbridgeError('remote_invalid', { detail: 'said by what makes requests' });
    const saying = fetchWithToken(sourceOf('a'), { hosts, fetch: () => Promise.reject(own) });
    await expect(saying(URL_OF_IT)).rejects.toBe(own);
    const controller = new AbortController();
    const aborting = fetchWithToken(sourceOf('a'), {
      hosts,
      fetch() {
        controller.abort(new Error('gone'));
        return Promise.reject(broken);
      },
    });
    await expect(aborting(URL_OF_IT, { signal: controller.signal })).rejects.toThrow('gone');
  });
});

/** An answer that is still coming, and whether it was let go of: until then it holds a connection. */
function coming(status: number, headers: Record<string, string> = {}) {
  const state = { isCancelled: false };
  const body = new ReadableStream({ cancel: () => void (state.isCancelled = true) });
  return { state, answer: () => new Response(body, { status, headers }) };
}

describe('an answer that nobody reads', () => {
  it.each([
    ['a 401, after which the request is sent again', 401, {}],
    ['a redirect', 302, { location: '/' }],
  ] as const)('is let go of: %s', async (_, status, headers) => {
    const { state, answer } = coming(status, headers);
    const { fetch } = remote(answer, ok);
    const call = fetchWithToken(sourceOf('a', SECOND), { hosts, fetch });
    await call(URL_OF_IT).catch(() => {});
    expect(state.isCancelled).toBe(true);
  });

  it('is let go of where there is no other token', async () => {
    const { state, answer } = coming(401);
    const { fetch } = remote(answer);
    const source = sourceOf('a');
    const get = (options?: GetTokens) =>
      options?.refused === undefined ? source.get(options) : Promise.reject(new Error('down'));
    const call = fetchWithToken({ ...source, get }, { hosts, fetch });
    await expect(call(URL_OF_IT)).rejects.toThrow('down');
    expect(state.isCancelled).toBe(true);
  });
});

describe('a request that is answered with 401', () => {
  it('is not sent again with a token that is bound to a key', async () => {
    const { sent, fetch } = remote(refused, ok);
    const source = sourceOf('a', SECOND);
    const get = async (options?: GetTokens) => ({
      ...(await source.get(options)),
      ...(options?.refused !== undefined && { tokenType: 'DPoP' }),
    });
    const call = fetchWithToken({ ...source, get }, { hosts, fetch });
    expect((await faultOf(call(URL_OF_IT))).code).toBe('token_endpoint_invalid');
    expect(sent).toHaveLength(1);
  });

  it('is sent once more where it is a Request without a body', async () => {
    const { sent, fetch } = remote(refused, ok);
    const call = fetchWithToken(sourceOf('a', SECOND), { hosts, fetch });
    expect((await call(new Request(URL_OF_IT))).status).toBe(200);
    expect(sent).toHaveLength(2);
  });

  it.each([
    ['nothing', undefined],
    ['nothing, as null', null],
    ['text', 'x'],
    ['bytes', new Uint8Array([1])],
    ['a buffer', new ArrayBuffer(1)],
    ['form fields', new URLSearchParams({ a: '1' })],
    ['a form', new FormData()],
    ['a Blob', new Blob(['x'])],
  ])('is sent once more with another token: %s', async (_, body) => {
    const { sent, fetch } = remote(refused, ok);
    const source = sourceOf('a', SECOND);
    const call = fetchWithToken(source, { hosts, fetch });
    const init = body === undefined ? {} : { method: 'POST', body };
    expect((await call(URL_OF_IT, init)).status).toBe(200);
    expect(sent.map(({ token }) => token)).toEqual(['Bearer a', `Bearer ${SECOND}`]);
    expect(sent.map(({ init: each }) => each.body)).toEqual([body, body]);
    expect(source.asked).toEqual([{}, { refused: 'a' }]);
  });

  it('is sent once more and no oftener', async () => {
    const { sent, fetch } = remote(refused);
    const call = fetchWithToken(sourceOf('a', 'b', 'c'), { hosts, fetch });
    expect((await call(URL_OF_IT)).status).toBe(401);
    expect(sent).toHaveLength(2);
  });

  it('is not sent again where its body is used up, or there is no other token', async () => {
    const { sent, fetch } = remote(refused, ok);
    const body = () => new Blob(['x']).stream();
    const source = sourceOf('a', SECOND);
    const streamed = await fetchWithToken(source, { hosts, fetch })(URL_OF_IT, {
      method: 'POST',
      body: body(),
    });
    expect([streamed.status, await streamed.text()]).toEqual([401, 'no']);
    expect(source.asked).toEqual([{}, { refused: 'a' }]);
    const other = remote(refused, ok);
    const same = await fetchWithToken(sourceOf('a'), { hosts, fetch: other.fetch })(URL_OF_IT);
    expect([same.status, await same.text(), other.sent.length, sent.length]).toEqual([
      401,
      'no',
      1,
      1,
    ]);
  });

  it('has its answer though no other token comes for the next', async () => {
    const source = sourceOf('a');
    const get = (options?: GetTokens) =>
      options?.refused === undefined ? source.get(options) : Promise.reject(new Error('down'));
    const call = fetchWithToken({ ...source, get }, { hosts, fetch: remote(refused).fetch });
    const init = { method: 'POST', body: new Blob(['x']).stream() };
    expect((await call(URL_OF_IT, init)).status).toBe(401);
  });

  it('and then with a redirect is not followed either', async () => {
    const { fetch } = remote(refused, moved('https://evil.example/'));
    const call = fetchWithToken(sourceOf('a', SECOND), { hosts, fetch });
    expect((await faultOf(call(URL_OF_IT))).code).toBe('remote_invalid');
  });

  it('asks for another token with its signal', async () => {
    const { fetch } = remote(refused, ok);
    const source = sourceOf('a', SECOND);
    const { signal } = new AbortController();
    await fetchWithToken(source, { hosts, fetch })(URL_OF_IT, { signal });
    expect(source.asked).toEqual([{ signal }, { signal, refused: 'a' }]);
  });
});
