import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, type WebSocket as Peer, WebSocketServer } from 'ws';
import { allOf, until } from '../listener/listener.fixture.ts';
import { createProxyStage, passAll } from './proxy.fixture.ts';

const stage = createProxyStage();
afterEach(() => stage.clear());

/** A WebSocket upstream behind a proxy. */
async function start(take: (peer: Peer) => void) {
  const server = createServer((_request, response) => response.writeHead(426).end('upgrade!'));
  const sockets = new WebSocketServer({
    server,
    perMessageDeflate: true,
    handleProtocols: (offered) => (offered.has('chat') ? 'chat' : false),
  });
  sockets.on('connection', take);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stage.cleanUps.push(() => {
    for (const client of sockets.clients) client.terminate();
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { url, listener, calls } = await stage.proxy(origin);
  return { url: url.replace('http:', 'ws:'), listener, calls, sockets, origin };
}

describe('a WebSocket', () => {
  it('carries text, bytes, pings, a subprotocol and an extension', async () => {
    const { url, calls } = await start((peer) => {
      peer.on('message', (data, isBinary) => peer.send(data, { binary: isBinary }));
    });
    const socket = new WebSocket(url, ['chat'], { perMessageDeflate: true });
    await once(socket, 'open');
    expect(socket.protocol).toBe('chat');
    expect(socket.extensions).toContain('permessage-deflate');
    expect(calls.map(({ upgrade }) => upgrade)).toEqual([true]);
    socket.send('é');
    expect(String((await once(socket, 'message'))[0])).toBe('é');
    const large = Buffer.alloc(10 * 1024 * 1024, 'abc\xff', 'latin1');
    socket.send(large);
    const [data, isBinary] = await once(socket, 'message');
    expect([isBinary, large.equals(data as Buffer)]).toEqual([true, true]);
    socket.ping('p');
    expect(String((await once(socket, 'pong'))[0])).toBe('p');
    socket.close(4001, 'enough');
    expect((await once(socket, 'close'))[0]).toBe(4001);
  });

  it.each(['caller', 'upstream'] as const)('ends for both when the %s is gone', async (side) => {
    let upstream: Peer | undefined;
    const { url } = await start((peer) => {
      upstream = peer;
    });
    const caller = new WebSocket(url);
    await once(caller, 'open');
    await until(() => upstream !== undefined);
    const [gone, left] = side === 'caller' ? [caller, upstream] : [upstream, caller];
    gone?.terminate();
    expect((await once(left as Peer, 'close'))[0]).toBe(1006);
  });

  it('ends when the listener closes', async () => {
    const { url, listener } = await start(() => {});
    const caller = new WebSocket(url);
    await once(caller, 'open');
    const closed = once(caller, 'close');
    await listener.close({ patience: 5000, grace: 20 });
    await closed;
  });
});

const UPGRADE = 'GET / HTTP/1.1\r\nhost: a\r\nconnection: x, Upgrade\r\nupgrade: Other/1\r\n\r\n';

describe('another protocol', () => {
  it('is raw bytes both ways, those too that come early; each half ends for itself', async () => {
    let heard = '';
    const origin = await stage.tcp((socket) => {
      socket.on('data', (chunk: Buffer) => {
        heard += chunk.toString('latin1');
        if (heard.endsWith('\r\n\r\n')) {
          socket.write(
            'HTTP/1.1 101 Y\r\nconnection: upgrade\r\nupgrade: Other/1\r\nx-a: b\r\n\r\nearly',
          );
        }
      });
      socket.on('end', () => socket.end('late'));
    });
    const { listener } = await stage.proxy(origin);
    const socket = connect({
      port: listener.address?.port ?? 0,
      host: '127.0.0.1',
      allowHalfOpen: true,
    });
    const text = allOf(socket);
    socket.write(UPGRADE);
    await until(() => heard.includes('\r\n\r\n'));
    socket.end('bytes');
    expect(await text).toMatch(
      /^HTTP\/1.1 101 Switching Protocols\r\nx-a: b\r\nconnection: Upgrade\r\nupgrade: Other\/1\r\n(Date: [^\r]*\r\n)?\r\nearlylate$/i,
    );
    expect(heard).toMatch(/\r\nconnection: upgrade\r\nupgrade: Other\/1\r\n\r\nbytes$/);
  });

  it('that the upstream does not want is an ordinary answer', async () => {
    const { listener } = await start(() => {});
    const text = await allOf(stage.open(listener, UPGRADE.replace('Other/1', 'other')));
    expect(text).toMatch(/^HTTP\/1.1 (400|426) [^]*Connection: close/i);
  });

  it('that the policy does not want is a reply', async () => {
    const { listener } = await stage.proxy('http://127.0.0.1:9', {
      policy: { admit: () => ({ status: 403, headers: [], body: 'no' }) },
    });
    const text = await allOf(stage.open(listener, UPGRADE));
    expect(text).toMatch(/^HTTP\/1.1 403 [^]*\r\n\r\nno$/);
  });

  it('waits for the replies before it', async () => {
    const { origin } = await start(() => {});
    const { listener } = await stage.proxy(origin, { policy: passAll(origin) });
    const first = 'GET /first HTTP/1.1\r\nhost: a\r\n\r\n';
    const text = await allOf(stage.open(listener, `${first}${UPGRADE}`));
    expect(text).toMatch(/^HTTP\/1.1 426 [^]*upgrade!\r\n0\r\n\r\nHTTP\/1.1 (400|426) /);
  });

  it('of an upstream that is down is a fault', async () => {
    const origin = await stage.tcp((socket: Socket) => socket.destroy());
    const { listener } = await stage.proxy(origin);
    expect(await allOf(stage.open(listener, UPGRADE))).toMatch(/^HTTP\/1.1 502 [^]*remote_unreach/);
  });
});
