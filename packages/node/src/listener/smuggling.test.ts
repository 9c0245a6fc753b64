import { readBody } from '@drawbridge/core';
import { afterEach, describe, expect, it } from 'vitest';
import { createListenerStage, ok } from './listener.fixture.ts';
import {
  BROKEN_CHUNKS,
  HIDDEN,
  LAST,
  statusesOf,
  TWO_READINGS,
} from './smuggled-requests.fixture.ts';

const stage = createListenerStage();
afterEach(() => stage.clear());

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
    statuses: statusesOf(text),
  };
}

describe('a request with two readings is refused', () => {
  it.each([...TWO_READINGS, ...BROKEN_CHUNKS])('%s', async (_, raw) => {
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
