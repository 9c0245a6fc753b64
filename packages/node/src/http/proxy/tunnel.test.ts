import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { DrawbridgeError } from '@drawbridge/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, certify } from '../../../../../tools/certify.ts';
import { describeWith } from '../../../../../tools/describe-with.ts';
import { createHttpClient, type HttpClientOptions } from '../client.ts';
import { toProxy } from './proxy.ts';

// The names that end in .test are known to the proxy alone.

const LIMITS = { accept: 'application/json', maxBytes: 1000 };
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
}

/** What a proxy does with a request for a tunnel. */
type OnConnect = (request: IncomingMessage, socket: Socket) => void;

/** A proxy that does what a test wants; every socket it had is closed with it. */
async function startProxy(onConnect: OnConnect, certificate?: Certificate) {
  const asked: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  const server = certificate === undefined ? createServer() : createTlsServer(certificate);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(request);
    // It would stay half open.
    socket.on('error', () => {}).on('end', () => socket.destroy());
    onConnect(request, socket);
  });
  const port = await listen(server);
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy();
  });
  return { port, asked, sockets };
}

const answering =
  (head: string): OnConnect =>
  (_request, socket) => {
    socket.end(`${head}\r\nconnection: close\r\n\r\n`);
  };

/** Opens every tunnel to one port of this machine. */
const tunnelling =
  (port: () => number): OnConnect =>
  (_request, socket) => {
    const onward = connect(port(), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  };

function clientOf(options: HttpClientOptions) {
  const http = createHttpClient({ timeout: 10_000, ...options });
  cleanUps.push(() => http.close());
  return http;
}

async function faultOf(work: Promise<unknown>): Promise<DrawbridgeError> {
  const error: unknown = await work.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'DrawbridgeError' });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/sesame|c2VzYW1l|dGVsbGVy/);
  return error as DrawbridgeError;
}

describe('a proxy that opens no tunnel', () => {
  it.each([
    [407, 'wants credentials', 'outbound.proxyUser'],
    [401, 'wants credentials', 'outbound.proxyUser'],
    [403, 'refused to connect to issuer.test:443', 'CONNECT'],
    [404, 'refused to connect to issuer.test:443', 'CONNECT'],
    [302, 'refused to connect to issuer.test:443', 'CONNECT'],
    [502, 'could not connect to issuer.test:443', 'resolves'],
    [503, 'could not connect to issuer.test:443', 'resolves'],
  ])('by status %d is told by it', async (status, message, hint) => {
    const { port } = await startProxy(answering(`HTTP/1.1 ${status} No`));
    const http = clientOf({ proxy: toProxy(`http://127.0.0.1:${port}`) });
    const fault = await faultOf(http.fetchDocument('https://issuer.test/jwks', LIMITS));
    expect(fault).toMatchObject({
      code: 'upstream_unreachable',
      hint: expect.stringContaining(hint),
    });
    expect(fault.message).toContain(
      `https://issuer.test/jwks could not be reached: the proxy 127.0.0.1:${port} ${message}`,
    );
    expect(fault.message).toContain(`(status ${status})`);
  });

  it('because it does not take the credentials says so, and not what they were', async () => {
    const { port, asked } = await startProxy(answering('HTTP/1.1 407 No'));
    const proxy = toProxy(`http://teller:sesame@127.0.0.1:${port}`);
    const fault = await faultOf(
      clientOf({ proxy }).fetchDocument('https://issuer.test/jwks', LIMITS),
    );
    expect(fault.message).toContain('does not take the credentials it was given (status 407)');
    expect(asked[0]?.headers['proxy-authorization']).toBe(
      `Basic ${Buffer.from('teller:sesame').toString('base64')}`,
    );
  });

  it('because nothing listens is named', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    server.close();
    const http = clientOf({ proxy: toProxy(`http://127.0.0.1:${port}`) });
    expect(await faultOf(http.fetchDocument('https://issuer.test/jwks', LIMITS))).toMatchObject({
      code: 'upstream_unreachable',
      message: `https://issuer.test/jwks could not be reached: the proxy 127.0.0.1:${port}, on the way to issuer.test:443, could not be used (ECONNREFUSED)`,
      hint: expect.stringContaining('Nothing listens there'),
    });
  });

  it.each([
    ['hangs up', (socket: Socket) => socket.destroy()],
    ['speaks something else', (socket: Socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
    ['answers a page', (socket: Socket) => socket.end('<html>Sign in</html>')],
  ])('because it %s is named', async (_, misbehave) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {}).once('data', () => misbehave(socket));
    });
    const port = await listen(server);
    const http = clientOf({ proxy: toProxy(`http://127.0.0.1:${port}`) });
    const fault = await faultOf(http.fetchDocument('https://issuer.test/jwks', LIMITS));
    expect(fault.code).toBe('upstream_unreachable');
    expect(fault.message).toContain(`the proxy 127.0.0.1:${port}, on the way to issuer.test:443`);
  });

  it('in time is named, and its connections end', async () => {
    const { port, sockets } = await startProxy((_request, socket) => void socket.resume());
    const http = clientOf({ timeout: 300, proxy: toProxy(`http://127.0.0.1:${port}`) });
    expect(await faultOf(http.fetchDocument('https://issuer.test/jwks', LIMITS))).toMatchObject({
      code: 'upstream_timeout',
      message: `https://issuer.test/jwks could not be reached: the proxy 127.0.0.1:${port} opened no way to it within 0.3 seconds`,
    });
    await expect.poll(() => sockets.size, { timeout: 10_000 }).toBe(0);
  });

  it('whose name stands for nothing is named', async () => {
    const http = clientOf({ proxy: toProxy('http://proxy.invalid:3128') });
    const fault = await faultOf(http.fetchDocument('https://issuer.test/jwks', LIMITS));
    expect(fault.message).toMatch(/the proxy proxy\.invalid:3128, .*\((?:ENOTFOUND|EAI_AGAIN)\)$/);
  });
});

describe('which way', () => {
  it('a link-local address is not even asked of the proxy', async () => {
    const { port, asked } = await startProxy(answering('HTTP/1.1 403 No'));
    const http = clientOf({ proxy: toProxy(`http://127.0.0.1:${port}`) });
    for (const host of ['169.254.169.254', '[fd00:ec2::254]', '[::ffff:169.254.169.254]']) {
      const fault = await faultOf(http.fetchDocument(`https://${host}/`, LIMITS));
      expect(fault.code).toBe('upstream_invalid');
    }
    expect(asked).toHaveLength(0);
  });

  it('this machine and the exceptions are reached directly, all else through the proxy', async () => {
    const { port, asked } = await startProxy(answering('HTTP/1.1 403 No'));
    const http = clientOf({
      timeout: 1000,
      proxy: toProxy(`http://127.0.0.1:${port}`),
      noProxy: ['direct.invalid', '127.0.0.0/8'],
    });
    const messages: string[] = [];
    for (const url of [
      'https://localhost:1/',
      'https://127.0.0.1:1/',
      'https://[::1]:1/',
      'https://direct.invalid/',
      'https://a.direct.invalid/',
    ]) {
      messages.push((await faultOf(http.fetchDocument(url, LIMITS))).message);
    }
    expect(messages.filter((message) => message.includes('proxy'))).toEqual([]);
    expect(asked).toHaveLength(0);
    await faultOf(http.fetchDocument('https://issuer.test:8443/', LIMITS));
    await faultOf(http.fetchDocument('https://[2001:db8::1]/', LIMITS));
    expect(asked.map(({ url }) => url)).toEqual(['issuer.test:8443', '[2001:db8::1]:443']);
  });
});

describeWith(['openssl'], 'through a tunnel', () => {
  let folder: string;
  /** Of the upstream, of the proxy, and of nobody here. */
  let upstreams: Certificate;
  let proxies: Certificate;
  let issuer: Certificate;
  let proxyHere: Certificate;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-tunnel-'));
    upstreams = await certify(folder, 'upstreams', '');
    proxies = await certify(folder, 'proxies', '');
    issuer = await certify(folder, 'issuer', 'DNS:issuer.test', upstreams);
    proxyHere = await certify(folder, 'proxy', 'IP:127.0.0.1,DNS:localhost', proxies);
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** An upstream over TLS, with what it was asked. */
  async function startUpstream(answer = true) {
    const received: IncomingMessage[] = [];
    const server = createTlsServer(issuer, (request, response) => {
      received.push(request);
      if (answer) response.end('{}');
    });
    return { port: await listen(server), received };
  }

  it('a document comes, under the upstream’s own TLS, without the credentials in it', async () => {
    const { port: onward, received } = await startUpstream();
    const { port, asked } = await startProxy(tunnelling(() => onward));
    const proxy = toProxy(`http://teller:sesame@127.0.0.1:${port}`);
    const fetch = clientOf({ proxy, ca: upstreams.cert }).fetchDocument;
    expect(await fetch('https://issuer.test/jwks', LIMITS)).toMatchObject({ status: 200 });
    expect(await fetch('https://issuer.test/jwks', LIMITS)).toMatchObject({ status: 200 });
    expect([...new Set(asked.map(({ url }) => url))]).toEqual(['issuer.test:443']);
    expect(received.map(({ url }) => url)).toEqual(['/jwks', '/jwks']);
    const form = { method: 'POST', headers: {}, body: new URLSearchParams({ a: 'b' }) } as const;
    const cloud = clientOf({ proxy, ca: upstreams.cert }).cloud();
    expect(await cloud('https://issuer.test/sts', form)).toMatchObject({ status: 200 });
    expect(received.map(({ url }) => url)).toEqual(['/jwks', '/jwks', '/sts']);
    expect(JSON.stringify(received.map(({ rawHeaders }) => rawHeaders))).not.toMatch(/proxy/i);
  });

  it.each(['127.0.0.1', 'localhost'])('the way to a proxy over TLS at %s', async (host) => {
    const warnings: unknown[] = [];
    const note = (warning: unknown) => warnings.push(warning);
    process.on('warning', note);
    cleanUps.push(() => process.off('warning', note));
    const { port: onward } = await startUpstream();
    const { port } = await startProxy(
      tunnelling(() => onward),
      proxyHere,
    );
    const proxy = toProxy(`https://${host}:${port}`);
    const ca = `${upstreams.cert}\n${proxies.cert}`;
    const { status } = await clientOf({ proxy, ca }).fetchDocument('https://issuer.test/', LIMITS);
    expect([status, warnings]).toEqual([200, []]);
  });

  it('an authority of the upstream alone is trusted in the tunnel, not for the proxy', async () => {
    const { port: onward } = await startUpstream();
    const plain = await startProxy(tunnelling(() => onward));
    const secure = await startProxy(
      tunnelling(() => onward),
      proxyHere,
    );
    const inTunnel = clientOf({ proxy: toProxy(`http://127.0.0.1:${plain.port}`) });
    const { status } = await inTunnel.documents({ ca: upstreams.cert })(
      'https://issuer.test/',
      LIMITS,
    );
    expect(status).toBe(200);

    const untrusted = clientOf({
      proxy: toProxy(`https://127.0.0.1:${secure.port}`),
      ca: upstreams.cert,
    });
    const own = untrusted.documents({ ca: `${proxies.cert}\n${upstreams.cert}` });
    for (const fetch of [untrusted.fetchDocument, own]) {
      const fault = await faultOf(fetch('https://issuer.test/', LIMITS));
      expect(fault.message).toMatch(
        new RegExp(`the proxy 127.0.0.1:${secure.port}, on the way to issuer.test:443, .*LEAF_SIG`),
      );
      expect(fault.hint).toContain('outbound.caFile');
    }
    expect(secure.asked).toHaveLength(0);
  });

  it('the client’s authorities count for no upstream that has its own', async () => {
    const { port: onward } = await startUpstream();
    const { port } = await startProxy(tunnelling(() => onward));
    const http = clientOf({ proxy: toProxy(`http://127.0.0.1:${port}`), ca: upstreams.cert });
    const fault = await faultOf(
      http.documents({ ca: proxies.cert })('https://issuer.test/', LIMITS),
    );
    expect(fault.message).toBe(
      `https://issuer.test/ could not be reached through the proxy 127.0.0.1:${port} (UNABLE_TO_VERIFY_LEAF_SIGNATURE)`,
    );
    expect(fault.hint).toContain('a proxy that reads along');
  });

  it('a certificate for another name is refused, of the upstream and of the proxy', async () => {
    const { port: onward } = await startUpstream();
    const ca = `${upstreams.cert}\n${proxies.cert}`;
    const { port } = await startProxy(
      tunnelling(() => onward),
      proxyHere,
    );
    const http = clientOf({ proxy: toProxy(`https://127.0.0.1:${port}`), ca });
    const fault = await faultOf(http.fetchDocument('https://other.test/', LIMITS));
    expect(fault.message).toContain(`through the proxy 127.0.0.1:${port} (ERR_TLS_CERT_ALT`);

    const wrong = await startProxy(
      tunnelling(() => onward),
      issuer,
    );
    const other = clientOf({ proxy: toProxy(`https://127.0.0.1:${wrong.port}`), ca });
    const refused = await faultOf(other.fetchDocument('https://issuer.test/', LIMITS));
    expect(refused.message).toMatch(/the proxy .*, on the way .*\(ERR_TLS_CERT_ALTNAME_INVALID\)/);
  });

  it('an upstream that does not answer is told from a proxy that does not', async () => {
    const { port: onward } = await startUpstream(false);
    const { port } = await startProxy(tunnelling(() => onward));
    const proxy = toProxy(`http://127.0.0.1:${port}`);
    const http = clientOf({ timeout: 2000, proxy, ca: upstreams.cert });
    expect(await faultOf(http.fetchDocument('https://issuer.test/', LIMITS))).toMatchObject({
      code: 'upstream_timeout',
      message: `https://issuer.test/ did not answer within 2 seconds through the proxy 127.0.0.1:${port}`,
    });
  });

  it('1,000 attempts at an upstream that is down leave no connection', {
    timeout: 120_000,
  }, async () => {
    const { port, asked, sockets } = await startProxy(answering('HTTP/1.1 502 No'));
    const http = clientOf({ timeout: 60_000, proxy: toProxy(`http://127.0.0.1:${port}`) });
    for (let round = 0; round < 50; round++) {
      const attempts = Array.from({ length: 20 }, () =>
        http.fetchDocument('https://issuer.test/', LIMITS),
      );
      const ends = await Promise.allSettled(attempts);
      expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
    }
    // Attempts at the same time share what becomes of one tunnel, so there may be fewer.
    expect(asked.length).toBeGreaterThan(49);
    await expect.poll(() => sockets.size, { timeout: 10_000 }).toBe(0);
  });
});
