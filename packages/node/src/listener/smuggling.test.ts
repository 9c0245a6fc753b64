import { readBody } from '@drawbridge/core';
import { afterEach, describe, expect, it } from 'vitest';
import { createListenerStage, ok } from './listener.fixture.ts';

const stage = createListenerStage();
afterEach(() => stage.clear());

const POST = 'POST / HTTP/1.1\r\nhost: a\r\n';
const CHUNKED = `${POST}transfer-encoding: chunked\r\n\r\n`;
const LAST = `${POST}connection: close\r\n`;
/** What an attacker wants us to take for a request of its own. */
const HIDDEN = 'GET /hidden HTTP/1.1\r\nhost: a\r\n\r\n';

/** What a service saw, and what came back, when the caller had nothing more to say. */
async function send(raw: string) {
  const seen: string[] = [];
  const { listener } = await stage.start(
    async (call) => {
      const body = call.body === null ? '' : new TextDecoder().decode(await readBody(call, 10_000));
      seen.push(`${call.method} ${call.target} ${body}`);
      return ok();
    },
    { limits: { head: 500, whole: 500, check: 50 } },
  );
  const text = await stage.send(listener, raw);
  return {
    seen,
    statuses: [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => Number(code)),
  };
}

describe('a request with two readings is refused', () => {
  it.each([
    ['CL.TE', `${POST}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['TE.CL', `${POST}transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['two equal lengths', `${POST}content-length: 1\r\ncontent-length: 1\r\n\r\nx${HIDDEN}`],
    ['a list of lengths', `${POST}content-length: 1, 1\r\n\r\nx${HIDDEN}`],
    ['a length in hex', `${POST}content-length: 0x1\r\n\r\nx${HIDDEN}`],
    ['a length with a space in it', `${POST}content-length: 1 0\r\n\r\nx${HIDDEN}`],
    ['a length past all numbers', `${POST}content-length: 18446744073709551617\r\n\r\nx${HIDDEN}`],
    ['an empty length', `${POST}content-length: \r\n\r\n${HIDDEN}`],
    ['an unknown encoding', `${POST}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['an encoding and none', `${POST}transfer-encoding: identity\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['an encoding in quotes', `${POST}transfer-encoding: "chunked"\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['chunked twice', `${POST}transfer-encoding: chunked, chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    [
      'two fields of encodings',
      `${POST}transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n${HIDDEN}`,
    ],
    ['a tab before the colon', `${POST}transfer-encoding\t: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['a folded encoding', `${POST}transfer-encoding:\r\n chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['a folded field', `${POST}x: a\r\n b\r\n\r\n`],
    ['bare line feeds', 'GET / HTTP/1.1\nhost: a\n\n'],
    ['a bare line feed after a field', `${POST}x: a\ny: b\r\n\r\n`],
    ['a bare carriage return in a field', `${POST}x: a\ry: b\r\n\r\n`],
    ['an empty field name', `${POST}: a\r\n\r\n`],
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
    [
      'chunks of HTTP/1.0',
      `POST / HTTP/1.0\r\nconnection: keep-alive\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n${HIDDEN}`,
    ],
  ])('%s', async (_, raw) => {
    const { seen, statuses } = await send(raw);
    expect(seen).toEqual([]);
    expect(statuses).toEqual([400]);
  });
});

describe('what may look like two requests is one', () => {
  it.each([
    [
      'a GET with content',
      `GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
      `GET / ${HIDDEN}`,
    ],
    [
      'a chunk',
      `${LAST}transfer-encoding: chunked\r\n\r\n${HIDDEN.length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`,
      `POST / ${HIDDEN}`,
    ],
    [
      'an extension of a chunk',
      `${LAST}transfer-encoding: chunked\r\n\r\n1;a=b\r\nx\r\n0\r\n\r\n`,
      'POST / x',
    ],
    ['a length with leading zeros', `${LAST}content-length: 0001\r\n\r\nx`, 'POST / x'],
  ])('%s', async (_, raw, seen) => {
    expect((await send(raw)).seen).toEqual([seen]);
  });
});
