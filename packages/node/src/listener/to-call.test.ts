import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Call } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { toCall } from './to-call.ts';

/** What a request, sent byte by byte, is as a call. */
async function received(raw: string): Promise<{ call: Call; body: string }> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const seen = new Promise<{ call: Call; body: string }>((resolve) => {
    server.once('request', (request, response) => {
      const call = toCall(request, response);
      void readAll(call).then((body) => {
        response.end();
        resolve({ call, body });
      });
    });
  });
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(raw);
  const result = await seen;
  socket.destroy();
  await new Promise((done) => server.close(done));
  return result;
}

async function readAll(call: Call): Promise<string> {
  let body = '';
  for await (const chunk of call.body ?? []) body += Buffer.from(chunk).toString();
  return body;
}

describe('toCall', () => {
  it('keeps the order, case and repetition of header fields', async () => {
    const { call } = await received(
      'GET / HTTP/1.1\r\nHost: a\r\nX-One: 1\r\nx-ONE:  2 \r\nCookie: a=1\r\ncookie: b=2\r\n' +
        'Content-Type: a/b\r\ncontent-type: c/d\r\n\r\n',
    );
    expect(call.headers).toEqual([
      ['Host', 'a'],
      ['X-One', '1'],
      ['x-ONE', '2'],
      ['Cookie', 'a=1'],
      ['cookie', 'b=2'],
      ['Content-Type', 'a/b'],
      ['content-type', 'c/d'],
    ]);
  });

  it.each([
    '/a/../b',
    '//x',
    '/./token',
    '/%74oken',
    '/a?b=%2e#c',
    '/a\\b',
    '*',
    'http://other.test/token',
    '/a//b/',
  ])('keeps the target %s as it is', async (target) => {
    const { call } = await received(`GET ${target} HTTP/1.1\r\nhost: a\r\n\r\n`);
    expect(call.target).toBe(target);
  });

  it.each(['GET', 'TRACE', 'DELETE', 'PROPFIND'])('keeps the method %s', async (method) => {
    const { call } = await received(`${method} / HTTP/1.1\r\nhost: a\r\n\r\n`);
    expect(call.method).toBe(method);
  });

  it('has no body unless one is announced', async () => {
    const { call } = await received('POST / HTTP/1.1\r\nhost: a\r\n\r\n');
    expect(call.body).toBeNull();
  });

  it.each([
    ['by length', 'content-length: 5\r\n\r\nhello', 'hello'],
    ['by length, and empty', 'content-length: 0\r\n\r\n', ''],
    ['in chunks', 'transfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n', 'hello'],
  ])('has the body announced %s', async (_, rest, expected) => {
    const { call, body } = await received(`POST / HTTP/1.1\r\nhost: a\r\n${rest}`);
    expect(call.body).not.toBeNull();
    expect(body).toBe(expected);
  });

  it('names the peer', async () => {
    const { call } = await received('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    expect(call.peer).toEqual({ address: '127.0.0.1' });
  });
});
