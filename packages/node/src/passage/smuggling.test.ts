import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { allOf } from '../listener/listener.fixture.ts';
import {
  BROKEN_CHUNKS,
  HIDDEN,
  LAST,
  POST,
  statusesOf,
  TWO_READINGS,
} from '../listener/smuggled-requests.fixture.ts';
import { createProxyStage } from './proxy.fixture.ts';

const stage = createProxyStage();
afterEach(() => stage.clear());

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
    statuses: statusesOf(text),
  };
}

describe('a request with two readings reaches no upstream', () => {
  it.each<(typeof TWO_READINGS)[number]>([
    ...TWO_READINGS,
    ['an encoding around chunks', `${POST}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ['a tunnel', 'CONNECT a:443 HTTP/1.1\r\nhost: a:443\r\n\r\n'],
    [
      'another protocol with content',
      `POST / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\ncontent-length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
    ],
  ])('%s', async (_, raw) => {
    expect(await carry(raw)).toEqual({ upstream: '', calls: [], statuses: [400] });
  });
});

describe('content that breaks its framing never looks whole to the upstream', () => {
  it.each(BROKEN_CHUNKS)('%s', async (_, raw) => {
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
    [
      'an upgrade to HTTP/2, twice and with a version',
      'GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: ,H2C/1 ,\r\nupgrade: h2\r\n\r\n',
      'GET / HTTP/1.1\r\nhost: UPSTREAM\r\nconnection: keep-alive\r\n\r\n',
    ],
    [
      'an upgrade to HTTP/2 among others',
      'GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: h2c, h2cx, Other/1\r\n\r\n',
      'GET / HTTP/1.1\r\nhost: UPSTREAM\r\nconnection: upgrade\r\nupgrade: h2cx, Other/1\r\n\r\n',
    ],
  ])('%s', async (_, raw, upstream) => {
    const carried = await carry(raw);
    expect(carried.upstream).toBe(upstream);
    expect(carried.calls).toHaveLength(1);
    expect(carried.statuses).toEqual([200]);
  });
});
