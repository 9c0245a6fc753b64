import type { HeaderField, Passage } from '@drawbridge/core';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { allOf } from '../listener/listener.fixture.ts';
import { readAnswer } from './answer-head.ts';
import { contentFault, contentOf } from './content-of.ts';
import { isOfOneConnection, unframed } from './framing.ts';
import { createProxyStage, passAll } from './proxy.fixture.ts';
import { trailerFields } from './trailer-fields.ts';

const stage = createProxyStage();

const name = fc.oneof(
  fc.constantFrom(
    'Connection',
    'content-length',
    'Content-Length',
    'Transfer-Encoding',
    'transfer-encoding',
    'Upgrade',
    'TE',
    'Trailer',
    'Keep-Alive',
    'Proxy-Connection',
    'HTTP2-Settings',
    'Expect',
    'Cookie',
    'Set-Cookie',
    'Date',
    'Content-Type',
    'X-A',
    'x-a',
    'constructor',
    '__proto__',
    'content-length ',
    'x:y',
    'a\r\nb',
    '',
  ),
  fc.string({ maxLength: 8 }),
);
const value = fc.oneof(
  fc.constantFrom(
    'chunked',
    '0',
    '5',
    'close',
    'close, x-a',
    'a\r\nx-injected: 1',
    'a\nb',
    'a\rb',
    'a\0b',
    '\r\n\r\nGET / HTTP/1.1\r\n\r\n',
    'é',
    '€',
    '',
    ' a ',
  ),
  fc.string({ maxLength: 12, unit: anyCharacter }),
);
const fields = fc.array(fc.tuple(name, value), { maxLength: 6 });

/** A field line of RFC 9112 section 5. */
const LINE = /^([!#$%&'*+.^_`|~\w-]+): ?([\t\x20-\x7e\x80-\xff]*)$/;

/** What must hold of any head that goes out. */
function checkHead(text: string, given: readonly HeaderField[], own: readonly string[]): void {
  const [, ...lines] = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n');
  const names: string[] = [];
  for (const line of lines) {
    const [, field = ''] = LINE.exec(line) ?? [];
    expect(field, line).not.toBe('');
    names.push(field.toLowerCase());
  }
  const count = (field: string) => names.filter((one) => one === field).length;
  expect(count('content-length') + count('transfer-encoding')).toBeLessThanOrEqual(1);
  const passed = new Set(given.map(([field]) => field.toLowerCase()));
  for (const field of names) {
    if (own.includes(field)) continue;
    expect(passed).toContain(field);
    expect(isOfOneConnection(field), field).toBe(false);
  }
  for (const field of ['connection', 'upgrade', 'te', 'trailer']) {
    expect(count(field), field).toBeLessThanOrEqual(1);
  }
}

describe('whatever fields there are', () => {
  let headers: readonly HeaderField[] = [];
  let shown: { status: number; headers: readonly HeaderField[] } | undefined;
  let upstream = '';
  let listener: Awaited<ReturnType<typeof stage.proxy>>['listener'];
  beforeAll(async () => {
    const origin = await stage.tcp((socket) => {
      let isAnswered = false;
      socket.on('data', (chunk: Buffer) => {
        upstream += chunk.toString('latin1');
        if (isAnswered || !upstream.includes('\r\n\r\n')) return;
        isAnswered = true;
        socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok');
      });
    });
    ({ listener } = await stage.proxy(origin, {
      policy: {
        async admit(call) {
          const passage = (await passAll(origin).admit(call)) as Passage;
          return {
            ...passage,
            headers: [['host', 'upstream'], ...headers],
            toReply: (answer) => shown ?? answer,
          };
        },
      },
    }));
  });
  afterAll(() => stage.clear());

  const contents = fc.constantFrom(
    'GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 1\r\n\r\nx',
    'POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 1\r\n\r\nx',
    'POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n',
    'HEAD / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
    'POST / HTTP/1.0\r\ncontent-length: 1\r\n\r\nx',
  );

  async function carry(raw: string): Promise<{ status: string; text: string }> {
    upstream = '';
    const text = await allOf(stage.open(listener, raw));
    return { status: /^HTTP\/1\.1 (\d+) /.exec(text)?.[1] ?? text, text };
  }

  it('a request that goes out has one framing, and no line but those (property)', async () => {
    shown = undefined;
    await fc.assert(
      fc.asyncProperty(fields, contents, async (given, raw) => {
        headers = given;
        const { status } = await carry(raw);
        // An upstream that hangs up before it has the content may be a fault.
        expect(['200', '400', '502']).toContain(status);
        if (upstream === '') return;
        expect(upstream.match(/HTTP\/1\.1\r\n/g)).toHaveLength(1);
        checkHead(upstream, given, ['host', 'connection', 'content-length', 'transfer-encoding']);
      }),
      { numRuns: 150 },
    );
  });

  it('an answer that goes out has one framing, and no line but those (property)', async () => {
    headers = [];
    await fc.assert(
      fc.asyncProperty(
        fields,
        contents,
        fc.constantFrom(200, 201, 204, 304, 404, 503),
        async (given, raw, status) => {
          shown = { status, headers: given };
          const { text, status: seen } = await carry(raw);
          expect([String(status), '502']).toContain(seen);
          expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
          const own = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'];
          const fault = [
            'cache-control',
            'content-type',
            'x-content-type-options',
            'pragma',
            'retry-after',
          ];
          checkHead(text, given, seen === '502' ? [...own, ...fault] : own);
        },
      ),
      { numRuns: 150 },
    );
  });

  const raw = fc.array(
    fc.oneof(
      name,
      value,
      value.map((text) => Buffer.from(text)),
    ),
    { maxLength: 9 },
  );

  it('the readers never throw, and let nothing through that is about a connection (property)', () => {
    fc.assert(
      fc.property(raw, fc.dictionary(name, fc.oneof(value, fc.array(value))), (list, object) => {
        const answer = readAnswer(200, list);
        for (const read of [answer.headers, trailerFields(list), trailerFields(object)]) {
          expect(read.filter(([field]) => isOfOneConnection(field))).toEqual([]);
        }
        const sent = unframed(list.map((one) => [String(one), 'x']));
        expect(sent.filter((one) => isOfOneConnection(one))).toEqual([]);
      }),
    );
  });

  it('content is told by what node:http read, or refused by a fault of ours (property)', () => {
    const optional = fc.option(value, { nil: undefined });
    fc.assert(
      fc.property(optional, optional, (length, coding) => {
        const request = {
          headers: {
            ...(length !== undefined && { 'content-length': length }),
            ...(coding !== undefined && { 'transfer-encoding': coding }),
          },
        };
        const fault = contentFault(request);
        if (fault !== undefined) expect(fault.code).toBe('request_malformed');
        else if (coding !== undefined) expect(contentOf(request)).toEqual({ length: undefined });
      }),
    );
  });
});
