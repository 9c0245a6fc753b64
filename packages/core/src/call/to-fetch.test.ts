import { createLogRecorder } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Call, Reply } from './call.ts';
import { readBody } from './read-body.ts';
import { createRouter } from './router.ts';
import { toFetch, type ToFetchOptions } from './to-fetch.ts';

const OK: Reply = { status: 200, headers: [['content-type', 'text/plain']], body: 'ok' };

async function takeBody(call: Call): Promise<Reply> {
  await readBody(call, 20);
  return OK;
}

/** A handler that remembers the last call, and answers what a test wants. */
function handlerOf(reply: Reply = OK, options: ToFetchOptions<unknown[]> = {}) {
  const seen: { call?: Call } = {};
  const service = {
    handle: async (call: Call) => {
      seen.call = call;
      return reply;
    },
  };
  return { seen, handler: toFetch(service, options) };
}

async function callOf(url: string, init?: RequestInit): Promise<Call> {
  const { seen, handler } = handlerOf();
  await handler(new Request(url, init));
  if (seen.call === undefined) throw new Error('the service was not asked');
  return seen.call;
}

describe('toFetch, to a call', () => {
  it.each([
    ['https://a.test/token', '/token'],
    ['https://a.test', '/'],
    ['https://a.test/?', '/?'],
    ['https://a.test?x=/y', '/?x=/y'],
    ['https://a.test/a%2Fb/%2e?x=%20&x=//#part', '/a%2Fb/%2e?x=%20&x=//'],
    ['http://[::1]:8080//token', '//token'],
  ])('has the path and the query of %s as they are', async (url, target) => {
    // Of a Request that resolves nothing, as lean servers make them.
    const { seen, handler } = handlerOf();
    const request = { url, method: 'GET', headers: new Headers(), body: null };
    await handler(request as unknown as Request);
    expect(seen.call?.target).toBe(target);
  });

  it('has of any URL what its parser leaves of path and query (property)', async () => {
    const rest = fc.string({ unit: fc.constantFrom(...'/?#.%:@&=a ü'), maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(rest, async (text) => {
        const url = new URL(`https://a.test/${text}`);
        const call = await callOf(url.href);
        url.hash = '';
        expect(call.target).toBe(url.href.slice(url.origin.length));
      }),
    );
  });

  it('has method, fields and body', async () => {
    const call = await callOf('https://a.test/', {
      method: 'POST',
      headers: [
        ['X-B', '1'],
        ['x-b', '2'],
        ['Content-Type', 'application/jwt'],
      ],
      body: 'token',
    });
    expect(call.method).toBe('POST');
    // Joined by the platform: what came is not known any more.
    expect(call.headers).toEqual([
      ['content-type', 'application/jwt'],
      ['x-b', '1, 2'],
    ]);
    expect(new TextDecoder().decode(await readBody(call, 5))).toBe('token');
  });

  it('hands over the bytes of any body, however they are cut (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 9 })), async (chunks) => {
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            for (const chunk of chunks) if (chunk.length > 0) controller.enqueue(chunk);
            controller.close();
          },
        });
        const read: number[] = [];
        const handler = toFetch({
          async handle(call) {
            for await (const chunk of call.body ?? []) read.push(...chunk);
            return OK;
          },
        });
        const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
        expect((await handler(new Request('https://a.test/', init))).status).toBe(200);
        expect(read).toEqual(chunks.flatMap((chunk) => [...chunk]));
      }),
    );
  });

  it('has no body where there is none', async () => {
    expect((await callOf('https://a.test/')).body).toBeNull();
  });

  it('does not read on past a limit, and leaves the stream to the platform', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(8)),
    });
    const handler = toFetch({
      handle: createRouter({ '/': { POST: takeBody } }, () => {}),
    });
    const request = new Request('https://a.test/', {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit);
    expect((await handler(request)).status).toBe(413);
    expect(request.body?.locked).toBe(false);
  });

  it('says so when something read the body before', async () => {
    const faults: DrawbridgeError[] = [];
    const routes = { '/': { POST: takeBody } };
    const handler = toFetch({ handle: createRouter(routes, (fault) => void faults.push(fault)) });
    const request = new Request('https://a.test/', { method: 'POST', body: 'x' });
    await request.text();
    expect((await handler(request)).status).toBe(500);
    expect(faults[0]).toMatchObject({
      code: 'internal',
      message: 'the body of the request was read before the service saw it',
    });
  });

  it('tells when the caller has gone away', async () => {
    const gone = new AbortController();
    const call = await callOf('https://a.test/', { signal: gone.signal });
    expect(call.signal.aborted).toBe(false);
    gone.abort();
    expect(call.signal.aborted).toBe(true);
  });

  it('knows the peer from what the platform passes beside the request', async () => {
    const { seen } = handlerOf();
    const service = { handle: async (call: Call) => ((seen.call = call), OK) };
    const handler = toFetch(service, {
      peerOf: (_request, env: { readonly ip: string }) => ({ address: env.ip }),
    });
    await handler(new Request('https://a.test/'), { ip: '192.0.2.7' });
    expect(seen.call?.peer).toEqual({ address: '192.0.2.7' });
  });

  it('knows no address otherwise, whatever is passed', async () => {
    const { seen, handler } = handlerOf();
    const request = new Request('https://a.test/', { headers: { 'x-forwarded-for': '192.0.2.7' } });
    await handler(request, { ip: '192.0.2.7' });
    expect(seen.call?.peer).toEqual({ address: undefined });
  });
});

describe('toFetch, to a response', () => {
  const answer = async (reply: Partial<Reply>, method = 'GET') => {
    const { handler } = handlerOf({ ...OK, ...reply });
    return handler(new Request('https://a.test/', { method }));
  };

  it('has status, repeated fields and body', async () => {
    const response = await answer({
      status: 401,
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2, c'],
        ['www-authenticate', 'Basic'],
        ['WWW-Authenticate', 'Bearer'],
      ],
      body: 'no',
    });
    expect(response.status).toBe(401);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2, c']);
    expect(response.headers.get('www-authenticate')).toBe('Basic, Bearer');
    expect(await response.text()).toBe('no');
  });

  it('adds no Content-Type that the service did not choose', async () => {
    expect((await answer({ headers: [], body: 'x' })).headers.has('content-type')).toBe(false);
  });

  it('sends any body as it is (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array(), fc.string({ unit: 'grapheme' })), async (body) => {
        const sent = new Uint8Array(await (await answer({ body })).arrayBuffer());
        const wanted = typeof body === 'string' ? new TextEncoder().encode(body) : body;
        expect([...sent]).toEqual([...wanted]);
      }),
    );
  });

  it.each([204, 205, 304])('has no body with status %d', async (status) => {
    const response = await answer({ status, body: 'x' });
    expect([response.status, response.body]).toEqual([status, null]);
  });

  it('has no body for HEAD, and all of the fields', async () => {
    const response = await answer({}, 'HEAD');
    expect(response.body).toBeNull();
    expect(response.headers.get('content-type')).toBe('text/plain');
  });

  it.each([
    ['a status that is none', { status: 42 }],
    ['a field with a line end', { headers: [['x', 'a\r\nb: c']] }],
    ['a field whose name is none', { headers: [['x y', 'a']] }],
  ] as const)('answers 500 to %s', async (_, reply) => {
    const response = await answer(reply);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: 'internal' });
  });

  it('never rejects, whatever the service or peerOf throws, and tells the log', async () => {
    const log = createLogRecorder();
    const failing = toFetch(
      { handle: () => Promise.reject(new DrawbridgeError('overloaded')) },
      { log },
    );
    const response = await failing(new Request('https://a.test/'));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    const careless = () => {
      throw new Error('no such header');
    };
    const { handler } = handlerOf(OK, { peerOf: careless, log });
    expect((await handler(new Request('https://a.test/'))).status).toBe(500);
    expect(log.entries.map(({ level, fields }) => [level, fields['detail']])).toEqual([
      ['error', 'Too many requests are being served; try again shortly.'],
      ['error', 'no such header'],
    ]);
  });
});
