import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { allOf } from '../listener/listener.fixture.ts';
import { createProxyStage } from './proxy.fixture.ts';

const stage = createProxyStage();
afterEach(() => stage.clear());

const POST = 'POST / HTTP/1.1\r\nhost: a\r\n';
const CHUNKED = `${POST}transfer-encoding: chunked\r\n\r\n`;
const LAST = `${POST}connection: close\r\n`;
/** What an attacker wants the upstream to take for a request of its own. */
const HIDDEN = 'GET /hidden HTTP/1.1\r\nhost: a\r\n\r\n';

/** What the upstream was sent, byte for byte, what came back, and what was let through. */
async function carry(raw: string) {
  const connections: string[] = [];
  const origin = await stage.tcp((socket: Socket) => {
    const index = connections.push('') - 1;
    socket.on('data', (chunk: Buffer) => {
      connections[index] += chunk.toString('latin1');
      // An answer to whatever has a whole head.
      if (connections[index]?.includes('\r\n\r\n')) {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      }
    });
  });
  const { listener, calls } = await stage.proxy(origin, {
    listen: { limits: { head: 500, check: 50 } },
  });
  const text = await allOf(stage.open(listener, raw));
  return {
    upstream: connections.join('').replaceAll(origin.slice(7), 'UPSTREAM'),
    calls: calls.map(({ method, target }) => `${method} ${target}`),
    statuses: [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => Number(code)),
  };
}

describe('a request with two readings reaches no upstream', () => {
  it.each([
    ['CL.TE', `${POST}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['TE.CL', `${POST}transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['two equal lengths', `${POST}content-length: 1\r\ncontent-length: 1\r\n\r\nx${HIDDEN}`],
    ['two lengths', `${POST}content-length: 1\r\ncontent-length: 2\r\n\r\nx${HIDDEN}`],
    ['a list of lengths', `${POST}content-length: 1, 1\r\n\r\nx${HIDDEN}`],
    ['a length in hex', `${POST}content-length: 0x1\r\n\r\nx${HIDDEN}`],
    ['a length with a sign', `${POST}content-length: +1\r\n\r\nx${HIDDEN}`],
    ['a length with a space in it', `${POST}content-length: 1 0\r\n\r\nx${HIDDEN}`],
    ['a length past all numbers', `${POST}content-length: 18446744073709551617\r\n\r\nx${HIDDEN}`],
    ['an empty length', `${POST}content-length: \r\n\r\n${HIDDEN}`],
    ['an unknown encoding', `${POST}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['an encoding and none', `${POST}transfer-encoding: identity\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['an encoding around chunks', `${POST}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ['an encoding in quotes', `${POST}transfer-encoding: "chunked"\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['chunked twice', `${POST}transfer-encoding: chunked, chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    [
      'two fields of encodings',
      `${POST}transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n${HIDDEN}`,
    ],
    [
      'an encoding that the connection lists',
      `${POST}connection: transfer-encoding\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
    ],
    ['a tab before the colon', `${POST}transfer-encoding\t: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['a space before the colon', `${POST}content-length : 3\r\n\r\nabc${HIDDEN}`],
    ['a folded encoding', `${POST}transfer-encoding:\r\n chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['a folded field', `${POST}x: a\r\n b\r\n\r\n`],
    ['bare line feeds', 'GET / HTTP/1.1\nhost: a\n\n'],
    ['a bare line feed after a field', `${POST}x: a\ny: b\r\n\r\n`],
    ['a bare carriage return in a field', `${POST}x: a\ry: b\r\n\r\n`],
    ['a zero byte in a field', `${POST}x: a\0b\r\n\r\n`],
    ['an empty field name', `${POST}: a\r\n\r\n`],
    ['two hosts', `${POST}host: b\r\n\r\n`],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['a host with a path', 'GET / HTTP/1.1\r\nhost: a/b\r\n\r\n'],
    ['a version that is none', 'GET / HTTP/1.2\r\nhost: a\r\n\r\n'],
    ['HTTP/2 without TLS', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a tunnel', 'CONNECT a:443 HTTP/1.1\r\nhost: a:443\r\n\r\n'],
    [
      'another protocol with content',
      `POST / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\ncontent-length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
    ],
    [
      'chunks of HTTP/1.0',
      `POST / HTTP/1.0\r\nconnection: keep-alive\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n${HIDDEN}`,
    ],
  ])('%s', async (_, raw) => {
    expect(await carry(raw)).toEqual({ upstream: '', calls: [], statuses: [400] });
  });
});

describe('content that breaks its framing never looks whole to the upstream', () => {
  it.each([
    ['a chunk of a negative size', `${CHUNKED}-1\r\nx\r\n0\r\n\r\n${HIDDEN}`],
    ['a chunk size with 0x', `${CHUNKED}0x1\r\nx\r\n0\r\n\r\n${HIDDEN}`],
    ['a chunk size with a space before it', `${CHUNKED} 1\r\nx\r\n0\r\n\r\n${HIDDEN}`],
    ['a chunk size past all numbers', `${CHUNKED}10000000000000001\r\nx\r\n0\r\n\r\n${HIDDEN}`],
    ['a chunk size that ends in a line feed', `${CHUNKED}1\nx\r\n0\r\n\r\n${HIDDEN}`],
    ['a chunk that is longer than it says', `${CHUNKED}1\r\nxx\r\n0\r\n\r\n${HIDDEN}`],
    ['a chunk that ends in a line feed', `${CHUNKED}1\r\nx\n0\r\n\r\n${HIDDEN}`],
    ['an extension with a line feed in it', `${CHUNKED}1;a\nb\r\nx\r\n0\r\n\r\n${HIDDEN}`],
    ['a bare carriage return in an extension', `${CHUNKED}1;a\rb\r\nx\r\n0\r\n\r\n${HIDDEN}`],
    [
      'a trailer that claims a length',
      `${CHUNKED}1\r\nx\r\n0\r\ncontent-length: 9\r\n\r\n${HIDDEN}`,
    ],
  ])('%s', async (_, raw) => {
    const { upstream, calls, statuses } = await carry(raw);
    expect(upstream).not.toContain('hidden');
    expect(upstream).not.toContain('0\r\n\r\n');
    expect(calls.length).toBeLessThanOrEqual(1);
    expect(statuses.every((status) => status === 400)).toBe(true);
  });
});

const HEAD = 'POST / HTTP/1.1\r\nhost: UPSTREAM\r\nconnection: keep-alive\r\n';

describe('what may look like two requests reaches the upstream as one', () => {
  it.each([
    [
      'a GET with content',
      `GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
      `GET / HTTP/1.1\r\nhost: UPSTREAM\r\nconnection: close\r\ncontent-length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
    ],
    [
      'a length',
      `${LAST}content-length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
      `${HEAD}content-length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
    ],
    [
      'a chunk',
      `${LAST}transfer-encoding: chunked\r\n\r\n${HIDDEN.length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`,
      `${HEAD}transfer-encoding: chunked\r\n\r\n${HIDDEN.length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`,
    ],
    [
      'an extension of a chunk',
      `${LAST}transfer-encoding: chunked\r\n\r\n1;a=b\r\nx\r\n0\r\n\r\n`,
      `${HEAD}transfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
    ],
    [
      'a length with leading zeros',
      `${LAST}content-length: 0001\r\n\r\nx`,
      `${HEAD}content-length: 1\r\n\r\nx`,
    ],
    [
      'a length that the connection lists',
      `${POST}connection: content-length, close\r\ncontent-length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
      `${HEAD}content-length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
    ],
    [
      'a request after the last one',
      `${LAST}content-length: 1\r\n\r\nx${HIDDEN}`,
      `${HEAD}content-length: 1\r\n\r\nx`,
    ],
    [
      'an expectation that nobody knows',
      `${LAST}expect: 200-maybe\r\ncontent-length: 1\r\n\r\nx`,
      `${HEAD}content-length: 1\r\n\r\nx`,
    ],
    [
      'a caller who reads trailers: that cannot be said over HTTP/1.1',
      'GET / HTTP/1.1\r\nhost: a\r\nconnection: te, close\r\nte: trailers\r\n\r\n',
      'GET / HTTP/1.1\r\nhost: UPSTREAM\r\nconnection: keep-alive\r\n\r\n',
    ],
    [
      'an upgrade to HTTP/2',
      'GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\n\r\n',
      'GET / HTTP/1.1\r\nhost: UPSTREAM\r\nconnection: keep-alive\r\n\r\n',
    ],
  ])('%s', async (_, raw, upstream) => {
    const carried = await carry(raw);
    expect(carried.upstream).toBe(upstream);
    expect(carried.calls).toHaveLength(1);
    expect(carried.statuses).toEqual([200]);
  });
});
