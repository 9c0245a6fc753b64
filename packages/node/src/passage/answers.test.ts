import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as send } from 'node:http';
import { connect } from 'node:net';
import type { AnswerHead, Passage } from '@drawbridge/core';
import { afterEach, describe, expect, it } from 'vitest';
import { allOf, until } from '../listener/listener.fixture.ts';
import { ask, createProxyStage, passAll } from './proxy.fixture.ts';

const stage = createProxyStage();
afterEach(() => stage.clear());

const GET = 'GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n';

/** An upstream that answers each request with bytes, and hangs up where it is told to. */
function canned(answer: string, end = false): Promise<string> {
  return stage.tcp((socket) => {
    socket.on('data', () => {
      socket.write(answer, 'latin1');
      if (end) socket.end();
    });
  });
}

describe('an answer', () => {
  it.each([
    ['of a length', 'content-length: 2\r\n\r\nok', /content-length: 2\r\n[^]*\r\n\r\nok$/],
    [
      'in chunks',
      'transfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
      /chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n$/,
    ],
    [
      'with fields behind it',
      'trailer: x-sum\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nx-sum: 7\r\nset-cookie: a=b\r\nconnection: x\r\n\r\n',
      /trailer: x-sum\r\n[^]*chunked\r\n\r\n2\r\nok\r\n0\r\nx-sum: 7\r\n\r\n$/,
    ],
    [
      'with fields of its connection',
      'connection: close, x-own\r\nkeep-alive: timeout=9\r\nx-own: 1\r\nx-kept: 2\r\ncontent-length: 0\r\n\r\n',
      /^HTTP\/1.1 200 OK\r\nx-kept: 2\r\ncontent-length: 0\r\nDate: [^\r]*\r\nConnection: close\r\n\r\n$/i,
    ],
  ])('%s is passed on', async (_, answer, expected) => {
    const origin = await canned(`HTTP/1.1 200 OK\r\n${answer}`);
    const { listener } = await stage.proxy(origin);
    expect(await allOf(stage.open(listener, GET))).toMatch(expected);
  });

  it.each(['gzip, chunked', 'gzip', 'chunked\r\ntransfer-encoding: gzip, chunked'])(
    'that is coded for the way alone, as %j, is not passed on as if it were not',
    async (coding) => {
      const fields = `transfer-encoding: ${coding}\r\n\r\n`;
      const origin = await canned(`HTTP/1.1 200 OK\r\n${fields}2\r\n\x1f\x8b\r\n0\r\n\r\n`, true);
      const { listener } = await stage.proxy(origin);
      expect(await allOf(stage.open(listener, GET))).toMatch(
        /^HTTP\/1\.1 502 [^]*cannot be passed on/,
      );
    },
  );

  it('that ends with its connection is passed on in chunks', async () => {
    const { listener } = await stage.proxy(await canned('HTTP/1.1 200 OK\r\n\r\nok', true));
    expect(await allOf(stage.open(listener, GET))).toMatch(/chunked\r\n[^]*2\r\nok\r\n0\r\n\r\n$/);
  });

  it.each([
    ['HEAD', 200, 'content-length: 5\r\n', { 'content-length': '5' }],
    ['GET', 204, '', {}],
    ['GET', 304, 'etag: "a"\r\n', { etag: '"a"' }],
  ])('to %s of %i has no content', async (method, status, fields, headers) => {
    const origin = await canned(`HTTP/1.1 ${status} X\r\n${fields}\r\n`);
    const { url } = await stage.proxy(origin);
    const seen = await ask(url, { method });
    expect(seen).toMatchObject({ status, headers, body: '' });
    expect(seen.headers).not.toHaveProperty('transfer-encoding');
  });

  it('is not the interim one before it', async () => {
    const early = 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n';
    const origin = await canned(`${early}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok`);
    const { listener } = await stage.proxy(origin);
    expect(await allOf(stage.open(listener, GET))).toMatch(/^HTTP\/1.1 200 OK\r\n(?![^]*103)/);
  });

  it('passes at once, chunk by chunk', async () => {
    let more = (_text: string) => {};
    const origin = await stage.upstream((_request, response) => {
      response.setHeader('content-type', 'text/event-stream');
      response.flushHeaders();
      more = (text) => void response.write(text);
    });
    const { url } = await stage.proxy(origin);
    const [response] = await once(send(url).end(), 'response');
    for (const text of ['data: 1\n\n', 'data: 2\n\n']) {
      more(text);
      expect(String((await once(response, 'data'))[0])).toBe(text);
    }
    response.destroy();
  });

  it.each([
    ['of a length', 'content-length: 9\r\n\r\nhalf'],
    ['in chunks', 'transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
  ])('%s that breaks off never looks whole', async (_, answer) => {
    const { url, log } = await stage.proxy(await canned(`HTTP/1.1 200 OK\r\n${answer}`, true));
    await expect(ask(url)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
    expect(log.entries.map(({ event }) => event)).toContain('an answer broke off');
  });

  it('that breaks off looks broken to a caller of HTTP/1.0 too', async () => {
    const answer = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n';
    const { listener } = await stage.proxy(await canned(answer, true));
    const socket = connect(listener.address?.port ?? 0, '127.0.0.1');
    socket.write('GET / HTTP/1.0\r\n\r\n');
    socket.resume();
    const [error] = await once(socket, 'error');
    expect(error).toMatchObject({ code: 'ECONNRESET' });
  });

  it('that nobody waits for is given up', async () => {
    let gone = false;
    const origin = await stage.upstream((_request, response) => {
      response.write('x');
      response.on('close', () => {
        gone = true;
      });
    });
    const { url } = await stage.proxy(origin);
    const [response] = await once(send(url).end(), 'response');
    response.destroy();
    await until(() => gone);
  });
});

describe('an answer of 401', () => {
  /** Lets those in who say the second secret. */
  const guarded = () =>
    stage.upstream((request, response) => {
      request.resume();
      if (request.headers.authorization === 'second') response.end('in');
      else response.writeHead(401, { 'x-realm': 'r' }).end('x'.repeat(200_000));
    });
  const second = (origin: string): Passage => {
    const passage = passAll(origin).admit({
      method: 'GET',
      target: '/',
      headers: [],
      peer: { address: '' },
      upgrade: false,
      signal: AbortSignal.abort(),
    }) as Passage;
    return { ...passage, headers: [...passage.headers, ['authorization', 'second']] };
  };

  it('is asked about, and the call sent once more', async () => {
    const origin = await guarded();
    const asked: AnswerHead[] = [];
    const { url } = await stage.proxy(origin, {
      again: async (answer) => {
        asked.push(answer);
        return second(origin);
      },
    });
    expect(await ask(url)).toMatchObject({ status: 200, body: 'in' });
    expect(asked.map(({ status }) => status)).toEqual([401]);
  });

  it('stands where the policy says so, whole', async () => {
    const { url } = await stage.proxy(await guarded(), {
      again: () => Promise.resolve(undefined),
    });
    const { status, body, headers } = await ask(url);
    expect([status, body.length, headers['x-realm']]).toEqual([401, 200_000, 'r']);
  });

  it('stands the second time', async () => {
    const origin = await guarded();
    let asked = 0;
    const { url } = await stage.proxy(origin, {
      again: () => {
        asked++;
        return { ...second(origin), headers: [['host', 'a']] };
      },
    });
    expect((await ask(url)).status).toBe(401);
    expect(asked).toBe(1);
  });

  it('stands where content was sent, and the policy is told for the calls to come', async () => {
    const origin = await guarded();
    let asked = 0;
    const { url } = await stage.proxy(origin, {
      again: () => {
        asked++;
        return second(origin);
      },
    });
    const { status, body } = await ask(url, { method: 'POST' }, 'x');
    expect([status, body.length, asked]).toEqual([401, 200_000, 1]);
  });

  it.each([
    ['throws', () => assert.fail('at once')],
    ['rejects', () => Promise.reject(new Error('later'))],
  ])('stands where content was sent and the policy %s', async (_, again) => {
    const { url, log } = await stage.proxy(await guarded(), { again });
    const { status, body } = await ask(url, { method: 'POST' }, 'x');
    expect([status, body.length]).toEqual([401, 200_000]);
    await until(() => log.entries.some(({ level }) => level === 'error'));
  });
});
