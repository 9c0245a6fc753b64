import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import type { DrawbridgeError } from '@drawbridge/core';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpClient, type HttpClientOptions } from './client.ts';
import type { TokenFetchInit } from './token-fetch.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  cleanUps.push(() => new Promise((done) => server.close(done)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  const url = await listen(server);
  cleanUps.push(() => server.closeAllConnections());
  return url;
}

function client(options: HttpClientOptions = {}) {
  const http = createHttpClient({ timeout: 5000, ...options });
  cleanUps.push(() => http.close());
  return http;
}

const SECRET = 'the-token-of-a-job';
const init = (signal: AbortSignal = new AbortController().signal): TokenFetchInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ subject_token: SECRET }),
  signal,
});

async function faultOf(work: Promise<unknown>): Promise<DrawbridgeError> {
  const thrown: unknown = await work.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({ name: 'DrawbridgeError' });
  const fault = thrown as DrawbridgeError;
  expect(fault.message + (fault.hint ?? '')).not.toContain(SECRET);
  return fault;
}

describe('the fetch for tokens refuses', () => {
  it.each(['announced', 'in chunks'])('an answer without end, %s', async (how) => {
    let sent = 0;
    const url = await serve((_, response) => {
      response.writeHead(200, how === 'announced' ? { 'content-length': '104857600' } : {});
      const chunk = Buffer.alloc(64 * 1024);
      const more = () => {
        while (!response.destroyed && sent < 100 * 1024 * 1024) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    const fault = await faultOf(client().tokens()(url, init()));
    expect(fault.code).toBe('token_endpoint_invalid');
    expect(fault.message).toContain('more than 262144 bytes');
    expect(sent).toBeLessThan(50 * 1024 * 1024);
  });

  it.each(['169.254.169.254', '[fe80::1]', '100.100.100.200'])(
    'an address of metadata: %s',
    async (host) => {
      const fault = await faultOf(client().tokens()(`http://${host}/token`, init()));
      expect(fault.code).toBe('token_endpoint_invalid');
      expect(fault.message).toContain('link-local or cloud metadata address');
    },
  );

  it('to wait for a server that says nothing', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      cleanUps.push(() => socket.destroy());
    });
    const url = await listen(server);
    const fault = await faultOf(client().tokens({ timeout: 200 })(url, init()));
    expect(fault).toMatchObject({ code: 'token_endpoint_timeout', status: 504 });
    expect(fault.message).toBe(`${url} did not answer within 0.2 seconds`);
    // The same, when who asks gives it less.
    const shorter = await faultOf(client().tokens()(url, init(AbortSignal.timeout(100))));
    expect(shorter.code).toBe('token_endpoint_timeout');
    expect(shorter.message).toMatch(/within 0\.[1-9] seconds$/);
  });

  it('an address where nothing listens', async () => {
    const server = createTcpServer();
    const url = await listen(server);
    await new Promise((done) => server.close(done));
    const fault = await faultOf(client().tokens()(url, init()));
    expect(fault).toMatchObject({ code: 'token_endpoint_unreachable', status: 502 });
    expect(fault.message).toContain('(ECONNREFUSED)');
  });

  it('an answer that breaks off', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => response.destroy());
    });
    const fault = await faultOf(client().tokens()(url, init()));
    expect(fault.code).toBe('token_endpoint_unreachable');
  });

  it('an authority that is none, and a time that is none', () => {
    expect(() => client().tokens({ ca: 'x' })).toThrow('ca holds no certificate');
    expect(() => client().tokens({ timeout: 0 })).toThrow('timeout is not');
  });

  it('to be made when the client is closed, or to be used then', async () => {
    const http = client();
    const fetchToken = http.tokens();
    await http.close();
    expect(() => http.tokens()).toThrow('the HTTP client is closed');
    await expect(fetchToken('http://127.0.0.1:1/token', init())).rejects.toThrow();
  });
});

describe('the fetch for tokens', () => {
  it('sends the form, and answers what came back', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      void text(request).then((body) => {
        seen.push([request.method, request.headers['content-type'], body]);
        response.writeHead(400, { 'content-type': 'application/json', 'retry-after': '3' });
        response.end('{"error":"invalid_request"}');
      });
    });
    const response = await client().tokens()(url, init());
    expect(seen).toEqual([
      ['POST', 'application/x-www-form-urlencoded', `subject_token=${SECRET}`],
    ]);
    expect(response).toBeInstanceOf(Response);
    expect([response.status, response.headers.get('retry-after')]).toEqual([400, '3']);
    expect(await response.json()).toEqual({ error: 'invalid_request' });
  });

  it.each([301, 302, 303, 307, 308])('follows no redirect: %i', async (status) => {
    const paths: unknown[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url);
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    const response = await client().tokens()(url, init());
    expect([response.status, response.headers.get('location')]).toEqual([status, '/elsewhere']);
    expect(paths).toEqual(['/token']);
  });

  it.each([204, 205, 304])('answers a status that has no body: %i', async (status) => {
    const url = await serve((_, response) => response.writeHead(status).end());
    expect((await client().tokens()(url, init())).status).toBe(status);
  });

  it('ends with the reason of who asked', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    const url = await serve(() => controller.abort(reason));
    await expect(client().tokens()(url, init(controller.signal))).rejects.toBe(reason);
  });
});

describe('the fetch for clouds', () => {
  it('names the cloud where nobody listens', async () => {
    const server = createTcpServer();
    const url = await listen(server);
    server.close();
    const fault = await faultOf(client().cloud()(url, init()));
    expect(fault.code).toBe('cloud_unreachable');
  });

  it('names the cloud where there is too much', async () => {
    const url = await serve((_, response) => response.end(Buffer.alloc(257 * 1024)));
    const fault = await faultOf(client().cloud()(url, init()));
    expect(fault.code).toBe('cloud_invalid');
  });

  it('names the cloud where the time is over, and goes nowhere that is forbidden', async () => {
    const url = await serve(() => {});
    const fault = await faultOf(client({ timeout: 50 }).cloud()(url, init()));
    expect(fault.code).toBe('cloud_timeout');
    const metadata = await faultOf(client().cloud()('http://169.254.169.254/', init()));
    expect(metadata.code).toBe('cloud_invalid');
  });

  it('says so where an answer breaks off', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    const fault = await faultOf(client().cloud()(url, init()));
    expect(fault.code).toBe('cloud_unreachable');
  });

  it.each(['before', 'in'])(
    'gives up %s an answer when it is told to, with that reason',
    async (when) => {
      const stop = new AbortController();
      const reason = new Error('enough');
      const url = await serve((_, response) => {
        if (when === 'in') response.write('half');
        setTimeout(() => stop.abort(reason), 10);
      });
      await expect(client().cloud()(url, init(stop.signal))).rejects.toBe(reason);
    },
  );

  it('ends with its client', async () => {
    const http = client();
    const url = await serve(() => void http.close());
    expect((await faultOf(http.cloud()(url, init()))).code).toBe('cloud_unreachable');
  });

  it('sends the form as it is, and asks for nothing compressed', async () => {
    const asked: unknown[] = [];
    const url = await serve((request, response) => {
      const { method, url: target, headers: fields } = request;
      const { 'accept-encoding': coding, 'content-length': length, 'content-type': type } = fields;
      asked.push(method, target, coding, length, type, text(request));
      response.writeHead(200, { 'retry-after': '7', 'set-cookie': ['a', 'b'] }).end('é');
    });
    const { status, headers, body } = await client().cloud()(`${url}?a=b`, init());
    const form = `subject_token=${SECRET}`;
    expect(await Promise.all(asked)).toEqual([
      'POST',
      '/token?a=b',
      'identity',
      String(form.length),
      'application/x-www-form-urlencoded',
      form,
    ]);
    expect([
      status,
      headers.get('Retry-After'),
      headers.get('set-cookie'),
      headers.get('none'),
    ]).toEqual([200, '7', 'a, b', null]);
    expect(Buffer.from(body).toString()).toBe('é');
  });

  it('follows no redirect', async () => {
    const url = await serve((_, response) => response.writeHead(307, { location: '/x' }).end());
    expect((await client().cloud()(url, init())).status).toBe(307);
  });
});
