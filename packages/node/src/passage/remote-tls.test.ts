import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createProxyServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type Certificate, certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { toProxy } from '../http/proxy/proxy.ts';
import type { RemoteOptions } from '../http/remote.ts';
import { ask, createProxyStage } from './proxy.fixture.ts';

const stage = createProxyStage();
afterEach(() => stage.clear());

describeWith(['openssl'], 'a remote service of TLS', () => {
  let folder: string;
  let authority: Certificate;
  let there: Certificate;
  let teller: Certificate;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-remote-tls-'));
    authority = await certify(folder, 'authority', '');
    there = await certify(folder, 'there', 'DNS:remote.test,IP:127.0.0.1', authority);
    teller = await certify(folder, 'teller', '', authority);
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function port(server: Server | ReturnType<typeof createProxyServer>): Promise<number> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    stage.cleanUps.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  }

  /** Answers with the name in the certificate that it was shown, what it was sent, and by WebSocket the same. */
  async function serve(): Promise<number> {
    const needs = { ...there, ca: authority.cert, requestCert: true, rejectUnauthorized: true };
    const nameOf = (socket: Socket) =>
      (socket as TLSSocket).getPeerX509Certificate()?.subject ?? 'nobody';
    const server = createServer(needs, (request, response) => {
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      response.write(`${nameOf(request.socket)} ${String(request.headers['x-two'])} `);
      request.pipe(response);
    });
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (peer, request) => {
      peer.on('message', (text: Buffer) => {
        peer.send(`${nameOf(request.socket)} ${text.toString()}`);
      });
    });
    stage.cleanUps.push(() => {
      for (const client of sockets.clients) client.terminate();
    });
    return port(server);
  }

  /** A proxy that knows one name, and opens tunnels to this machine. */
  async function tunneling(status = 200) {
    const asked: string[] = [];
    const server = createProxyServer((_request, response) => response.writeHead(500).end());
    server.on('connect', ({ url = '', headers }, socket: Socket) => {
      asked.push(`${url} ${String(headers['proxy-authorization'])}`);
      if (status !== 200) {
        socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
        return;
      }
      const onward = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      for (const one of [socket, onward]) one.on('error', () => {});
      stage.cleanUps.push(() => [socket, onward].forEach((one) => one.destroy()));
    });
    return { proxy: toProxy(`http://u:p@127.0.0.1:${await port(server)}`), asked };
  }

  const shown = (): RemoteOptions => ({
    ca: authority.cert,
    certificate: { certificate: teller.cert, key: teller.key },
  });

  async function proxyTo(ways: 'directly' | 'through a tunnel', remote = shown(), status = 200) {
    const own = await serve();
    if (ways === 'directly') {
      const { url } = await stage.proxy(`https://127.0.0.1:${own}`, { remote });
      return { url, asked: [], own };
    }
    const { proxy, asked } = await tunneling(status);
    const { url } = await stage.proxy(`https://remote.test:${own}`, { remote, http: { proxy } });
    return { url, asked, own };
  }

  it.each(['directly', 'through a tunnel'] as const)(
    'is reached %s, and shown the certificate of this side',
    async (ways) => {
      const { url, asked, own } = await proxyTo(ways);
      const two = { headers: { 'X-Two': ['1', '2'] } };
      expect((await ask(url, two)).body).toBe('CN=teller 1, 2 ');
      const seen = await ask(url, { ...two, method: 'POST' }, 'hello');
      expect(seen).toMatchObject({ status: 200, body: 'CN=teller 1, 2 hello' });
      expect(seen.headers['set-cookie']).toEqual(['a=1', 'b=2']);
      const authorized = `remote.test:${own} Basic ${Buffer.from('u:p').toString('base64')}`;
      expect(asked.every((one) => one === authorized)).toBe(true);
      expect(asked.length > 0).toBe(ways === 'through a tunnel');
    },
  );

  it.each(['directly', 'through a tunnel'] as const)('speaks WebSocket %s', async (ways) => {
    const { url } = await proxyTo(ways);
    const socket = new WebSocket(url.replace('http:', 'ws:'));
    await once(socket, 'open');
    socket.send('hello');
    expect(String((await once(socket, 'message'))[0])).toBe('CN=teller hello');
    socket.close(4001);
    expect((await once(socket, 'close'))[0]).toBe(4001);
  });

  it.each(['directly', 'through a tunnel'] as const)(
    'that is shown no certificate is a fault %s',
    async (ways) => {
      const { url } = await proxyTo(ways, { ca: authority.cert });
      expect((await ask(url)).status).toBe(502);
    },
  );

  it.each(['directly', 'through a tunnel'] as const)(
    'without its authority is not trusted %s',
    async (ways) => {
      const { url } = await proxyTo(ways, { ...shown(), ca: teller.cert });
      const { status, body } = await ask(url);
      expect([status, body]).toEqual([502, expect.stringContaining('remote_untrusted')]);
    },
  );

  it('that the proxy does not lead to is a fault', async () => {
    const { url } = await proxyTo('through a tunnel', shown(), 407);
    const { status, body } = await ask(url, { method: 'POST' }, 'x');
    expect([status, body]).toEqual([502, expect.stringContaining('remote_unreachable')]);
  });
});
