import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { DrawbridgeError } from '@drawbridge/core';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpClient, type DocumentOptions } from './client.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function serve(listener: RequestListener, host = '127.0.0.1'): Promise<string> {
  const server = createServer(listener);
  await open(server, host);
  return `http://${host.includes(':') ? `[${host}]` : host}:${portOf(server)}`;
}

async function open(server: Server | ReturnType<typeof createTcpServer>, host: string) {
  await new Promise<void>((done) => server.listen(0, host, done));
  cleanUps.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
}

function portOf(server: { address(): unknown }): number {
  return (server.address() as AddressInfo).port;
}

function client(timeout = 5000) {
  const http = createHttpClient({ timeout });
  cleanUps.push(() => http.close());
  return http;
}

const MEGABYTE = 1024 * 1024;
const LIMITS = { accept: 'application/json', maxBytes: 1000 };

async function faultOf(work: Promise<unknown>): Promise<DrawbridgeError> {
  const error: unknown = await work.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'DrawbridgeError' });
  return error as DrawbridgeError;
}

describe('fetchDocument refuses', () => {
  it.each([
    ['announced', (size: number) => ({ 'content-length': String(size) })],
    ['in chunks', () => ({})],
  ])('a body of 200 MB, %s, without reading it to its end', async (_, headers) => {
    const size = 200 * 1024 * 1024;
    let sent = 0;
    const url = await serve((_request, response) => {
      response.writeHead(200, headers(size));
      const chunk = Buffer.alloc(64 * 1024);
      const more = () => {
        while (!response.destroyed && sent < size) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    });
    const error = await faultOf(client().fetchDocument(url, LIMITS));
    expect(error).toMatchObject({ code: 'upstream_invalid' });
    expect(error.message).toContain('larger than 1000 bytes');
    expect(sent).toBeLessThan(size / 4);
  });

  it('a body that is small on the wire and large when unpacked', async () => {
    // Members of gzip one after another are unpacked as one (RFC 1952 section 2.2): a gigabyte, of a megabyte.
    const member = gzipSync(Buffer.alloc(20 * MEGABYTE));
    const bomb = Buffer.concat(Array.from({ length: 50 }, () => member));
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(bomb);
    });
    const before = process.memoryUsage().rss;
    const error = await faultOf(client().fetchDocument(url, { ...LIMITS, maxBytes: 65_536 }));
    expect(error.code).toBe('upstream_invalid');
    // Far more than a late collector lets grow, and far less than all of it.
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * MEGABYTE);
  });

  it('one byte over the limit, and takes the limit', async () => {
    const url = await serve((request, response) => {
      response.end('x'.repeat(Number(request.url?.slice(1))));
    });
    const http = client();
    const { body } = await http.fetchDocument(`${url}/1000`, LIMITS);
    expect(body).toHaveLength(1000);
    const error = await faultOf(http.fetchDocument(`${url}/1001`, LIMITS));
    expect(error.code).toBe('upstream_invalid');
  });

  it.each([
    ['that never sends a header', () => {}],
    [
      'that drips its headers',
      (socket: { write(text: string): void }) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const timer = setInterval(() => socket.write('x: y\r\n'), 20);
        cleanUps.push(() => clearInterval(timer));
      },
    ],
    [
      'that drips its body',
      (socket: { write(text: string): void }) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n');
        const timer = setInterval(() => socket.write('x'), 20);
        cleanUps.push(() => clearInterval(timer));
      },
    ],
  ])('a server %s, when the time is over', async (_, behave) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      cleanUps.push(() => socket.destroy());
      socket.once('data', () => behave(socket));
    });
    await open(server, '127.0.0.1');
    const started = performance.now();
    const url = `http://127.0.0.1:${portOf(server)}`;
    const error = await faultOf(client(200).fetchDocument(url, LIMITS));
    expect(error).toMatchObject({ code: 'upstream_timeout', status: 504 });
    expect(error.message).toContain('within 0.2 seconds');
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it('redirects that together take too long', async () => {
    const url = await serve((request, response) => {
      setTimeout(() => response.writeHead(302, { location: `${request.url}x` }).end(), 90);
    });
    expect((await faultOf(client(200).fetchDocument(url, LIMITS))).code).toBe('upstream_timeout');
  });

  it('a redirect to another origin, without going there', async () => {
    let visits = 0;
    const elsewhere = await serve((_request, response) => {
      visits++;
      response.end('{}');
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const url = await serve((_request, response) => {
        response.writeHead(status, { location: `${elsewhere}/x` }).end();
      });
      const error = await faultOf(client().fetchDocument(url, LIMITS));
      expect(error).toMatchObject({ code: 'upstream_invalid' });
      expect(error.message).toContain(`another origin, ${elsewhere}`);
    }
    expect(visits).toBe(0);
  });

  it.each([
    ['to the metadata service', 'http://169.254.169.254/latest'],
    ['to the same host under another scheme', 'https://127.0.0.1/'],
    ['to a path of another host', '//attacker.test/'],
    ['to a data URL', 'data:application/json,{}'],
    ['to a file', 'file:///etc/passwd'],
  ])('a redirect %s', async (_, location) => {
    const url = await serve((_request, response) => {
      response.writeHead(302, { location }).end();
    });
    expect((await faultOf(client().fetchDocument(url, LIMITS))).code).toBe('upstream_invalid');
  });

  it.each([
    ['no location', {}],
    ['a broken one', { location: 'http://[' }],
  ])('a redirect with %s', async (_, headers) => {
    const url = await serve((_request, response) => {
      response.writeHead(302, headers).end();
    });
    const error = await faultOf(client().fetchDocument(url, LIMITS));
    expect(error.message).toContain('without saying where');
  });

  it('the fourth redirect in a row', async () => {
    let requests = 0;
    const url = await serve((_request, response) => {
      requests++;
      response.writeHead(302, { location: '/again' }).end();
    });
    const error = await faultOf(client().fetchDocument(url, LIMITS));
    expect(error.message).toContain('more than 3 times');
    expect(requests).toBe(4);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://169.254.169.254./latest',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://169.254.43518/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://0.0.0.0/',
    'http://0/',
    'http://[::]/',
  ])('%s, without connecting', async (url) => {
    const started = performance.now();
    const error = await faultOf(client().fetchDocument(url, LIMITS));
    expect(error).toMatchObject({ code: 'upstream_invalid' });
    expect(error.message).toContain('metadata address');
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('what is not HTTP, what is packed wrongly, and what breaks off', async () => {
    const answers = ['hello\r\n\r\n', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx'];
    for (const answer of answers) {
      const server = createTcpServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.end(answer));
      });
      await open(server, '127.0.0.1');
      const url = `http://127.0.0.1:${portOf(server)}`;
      expect((await faultOf(client().fetchDocument(url, LIMITS))).kind).toBe('upstream');
    }
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('this is not gzip');
    });
    expect((await faultOf(client().fetchDocument(url, LIMITS))).kind).toBe('upstream');
  });

  it('an address where nothing listens, with a hint', async () => {
    const server = createTcpServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const port = portOf(server);
    await new Promise((done) => server.close(done));
    const error = await faultOf(client().fetchDocument(`http://127.0.0.1:${port}`, LIMITS));
    expect(error).toMatchObject({ code: 'upstream_unreachable', status: 502, retryAfter: 5 });
    expect(error.message).toContain('ECONNREFUSED');
    expect(error.hint).toContain('Nothing listens there');
  });

  it('what is not an address at all', async () => {
    expect((await faultOf(client().fetchDocument('nonsense', LIMITS))).kind).toBe('upstream');
  });
});

describe('fetchDocument', () => {
  it('answers status and body, and says what it wants', async () => {
    let headers: unknown;
    const url = await serve((request, response) => {
      headers = request.headers;
      response.writeHead(418).end('{"a":1}');
    });
    const { status, body } = await client().fetchDocument(url, LIMITS);
    expect([status, new TextDecoder().decode(body)]).toEqual([418, '{"a":1}']);
    expect(headers).toMatchObject({ accept: 'application/json', 'user-agent': 'drawbridge' });
    expect(headers).not.toHaveProperty('cookie');
  });

  it('follows up to three redirects within the origin', async () => {
    const url = await serve((request, response) => {
      const hop = Number(request.url?.slice(1));
      if (hop < 3) response.writeHead(302, { location: `${hop + 1}` }).end('moved');
      else response.end('there');
    });
    const { body } = await client().fetchDocument(`${url}/0`, LIMITS);
    expect(new TextDecoder().decode(body)).toBe('there');
  });

  it('reads an empty body', async () => {
    const url = await serve((_request, response) => void response.writeHead(204).end());
    expect(await client().fetchDocument(url, LIMITS)).toMatchObject({ status: 204 });
  });

  it('reaches a name through the guarded look-up', async () => {
    const url = await serve((_request, response) => void response.end('ok'), '127.0.0.1');
    const named = url.replace('127.0.0.1', 'localhost');
    expect((await client().fetchDocument(named, LIMITS)).status).toBe(200);
  });

  it('does not answer any more once it is closed', async () => {
    const url = await serve((_request, response) => void response.end('ok'));
    const http = createHttpClient();
    await http.fetchDocument(url, LIMITS);
    await http.close();
    expect((await faultOf(http.fetchDocument(url, LIMITS))).kind).toBe('upstream');
  });
});

describe('documents', () => {
  /** A server that tells the headers of each request, and asks for /1, /2 and so on. */
  async function recording(hops = 0) {
    const received: IncomingHttpHeaders[] = [];
    const url = await serve((request, response) => {
      received.push(request.headers);
      if (received.length <= hops) response.writeHead(302, { location: `/${received.length}` });
      response.end('{}');
    });
    return { received, url };
  }

  function documents(options: DocumentOptions = {}, clientOptions = {}) {
    const http = createHttpClient(clientOptions);
    cleanUps.push(() => http.close());
    return http.documents(options);
  }

  it('is fetchDocument when nothing is asked for', async () => {
    const { received, url } = await recording();
    expect((await documents()(url, LIMITS)).status).toBe(200);
    expect(received[0]).toMatchObject({ accept: 'application/json', 'user-agent': 'drawbridge' });
    expect(received[0]).not.toHaveProperty('if-none-match');
  });

  it('sends headers, also after a redirect, whatever the case of their names', async () => {
    const { received, url } = await recording(2);
    const headers = {
      'User-Agent': 'my-agent',
      ACCEPT: 'application/jwt',
      Authorization: 'Bearer sesame',
      'x-empty': '',
    };
    await documents({ headers })(url, LIMITS);
    expect(received).toHaveLength(3);
    for (const each of received) {
      expect(each).toMatchObject({
        'user-agent': 'my-agent',
        accept: 'application/jwt',
        authorization: 'Bearer sesame',
        'x-empty': '',
      });
    }
  });

  it('sends them to no other origin, and says nothing of them', async () => {
    const elsewhere = await recording();
    const url = await serve((_request, response) => {
      response.writeHead(307, { location: elsewhere.url }).end();
    });
    const headers = { authorization: 'Bearer sesame' };
    const faults = [
      await faultOf(documents({ headers })(url, LIMITS)),
      await faultOf(documents({ headers })('http://127.0.0.1:1/', LIMITS)),
      await faultOf(documents({ headers })('http://169.254.169.254/', LIMITS)),
    ];
    expect(elsewhere.received).toEqual([]);
    expect(inspect(faults, { depth: 9 })).not.toContain('sesame');
  });

  it('sends them to the origin that is asked first, whatever address a document names later', async () => {
    const [home, elsewhere] = [await recording(), await recording()];
    const fetch = documents({ headers: { authorization: 'Bearer sesame', accept: 'a/b' } });
    for (const { url } of [home, elsewhere, home]) await fetch(url, LIMITS);
    expect(home.received.map(({ authorization }) => authorization)).toEqual([
      'Bearer sesame',
      'Bearer sesame',
    ]);
    expect(elsewhere.received[0]).toMatchObject({ accept: 'application/json' });
    expect(elsewhere.received[0]).not.toHaveProperty('authorization');
  });

  it('asks whether a document has changed', async () => {
    const url = await serve((request, response) => {
      const unchanged = request.headers['if-none-match'] === '"v1"';
      response.writeHead(unchanged ? 304 : 200, { etag: '"v1"' }).end(unchanged ? '' : '{}');
    });
    const fetch = documents();
    expect(await fetch(url, LIMITS)).toMatchObject({ status: 200, etag: '"v1"' });
    const again = await fetch(url, { ...LIMITS, ifNoneMatch: '"v1"' });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    const { url: plain } = await recording();
    expect(await fetch(plain, LIMITS)).not.toHaveProperty('etag');
  });

  it('takes a time-out of its own, longer or shorter than the client’s', async () => {
    const url = await serve((_request, response) => void setTimeout(() => response.end(), 300));
    const short = await faultOf(documents({ timeout: 100 })(url, LIMITS));
    expect(short).toMatchObject({ code: 'upstream_timeout' });
    expect(short.message).toContain('within 0.1 seconds');
    expect((await documents({ timeout: 5000 }, { timeout: 100 })(url, LIMITS)).status).toBe(200);
  });

  it('is closed with its client, also when it was not used before', async () => {
    const { received, url } = await recording();
    const http = createHttpClient();
    const used = http.documents({ timeout: 500 });
    await used(url, LIMITS);
    const unused = http.documents({ timeout: 600 });
    await http.close();
    expect(() => http.documents({ timeout: 700 })).toThrow(TypeError);
    for (const fetch of [used, unused, http.fetchDocument]) {
      expect((await faultOf(fetch(url, LIMITS))).kind).toBe('upstream');
    }
    expect(received).toHaveLength(1);
  });

  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])(
    'refuses a time-out of %d',
    (timeout) => {
      expect(() => documents({ timeout })).toThrow(TypeError);
      expect(() => createHttpClient({ timeout })).toThrow(TypeError);
    },
  );
});
