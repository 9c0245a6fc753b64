import { createTestClock } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { GO_SESSION_DATE, GO_SESSION_KEY, GO_SESSIONS } from './go-sessions.fixture.ts';
import { readGobMap } from './read-gob-map.ts';
import { readGorillaSession } from './read-gorilla-session.ts';

const OPTIONS = {
  name: 'VouchSession',
  key: GO_SESSION_KEY,
  maxAge: 300,
  clock: createTestClock(GO_SESSION_DATE),
};
const [GOOD = ''] = GO_SESSIONS.map(({ value }) => value);
const read = (value: string, options = {}) => readGorillaSession(value, { ...OPTIONS, ...options });

const padded = (bytes: Uint8Array | string) =>
  Buffer.from(bytes).toString('base64').replaceAll('+', '-').replaceAll('/', '_');

/** What whoever has the key could sign. */
function sign(content: string, name = 'VouchSession'): string {
  const mac = createHmac('sha256', GO_SESSION_KEY).update(`${name}|${content}`).digest();
  return padded(Buffer.concat([Buffer.from(`${content}|`), mac]));
}

/** The gob within a cookie. */
function gobOf(value: string): Uint8Array {
  const [, gob = ''] = Buffer.from(value, 'base64url').toString('latin1').split('|');
  return Buffer.from(gob, 'base64url');
}
const GOB = gobOf(GOOD);
const dated = (gob: Uint8Array) => sign(`${GO_SESSION_DATE}|${padded(gob)}`);

describe('a session that is refused', () => {
  it.each<readonly [string, string]>([
    ['nothing', ''],
    ['no base64url', '!'],
    ['without padding', padded('1|2').replace(/=+$/, '')],
    ['a MAC alone', padded(Buffer.alloc(32))],
    ['a MAC that is cut off', padded(Buffer.from(GOOD, 'base64url').subarray(0, -1))],
    [
      'a byte behind the MAC',
      padded(Buffer.concat([Buffer.from(GOOD, 'base64url'), Buffer.alloc(1)])),
    ],
    ['without a date', sign(padded(GOB))],
    ['with a date that is none', sign(`1e9|${padded(GOB)}`)],
    ['with a date in the past', sign(`-1|${padded(GOB)}`)],
    ['with a part too many', sign(`${GO_SESSION_DATE}|${padded(GOB)}|x`)],
    ['signed under another name', sign(`${GO_SESSION_DATE}|${padded(GOB)}`, 'VouchCookie')],
    ['of an hour ahead', sign(`${GO_SESSION_DATE + 3600}|${padded(GOB)}`)],
    ['with a byte behind the gob', dated(Buffer.concat([GOB, Buffer.alloc(1)]))],
    ['with a gob that is cut off', dated(GOB.subarray(0, -1))],
    ['with an empty gob', dated(new Uint8Array())],
    ['of more characters than any session has', `${GOOD}${'A'.repeat(32_768)}`],
  ])('%s', async (_, value) => {
    expect(await read(value)).toBeUndefined();
  });

  it('signed with another key, or none, or read under another name, or too late', async () => {
    expect(await read(GOOD)).toBeDefined();
    expect(await read(GOOD, { key: `${GO_SESSION_KEY}x` })).toBeUndefined();
    expect(await read(GOOD, { key: '' })).toBeUndefined();
    expect(await read(GOOD, { name: 'VouchSessio' })).toBeUndefined();
    const at = (seconds: number) => ({ clock: createTestClock(GO_SESSION_DATE + seconds) });
    expect(await read(GOOD, at(300))).toBeDefined();
    expect(await read(GOOD, at(301))).toBeUndefined();
    expect(await read(GOOD, at(-60))).toBeDefined();
    expect(await read(GOOD, at(-61))).toBeUndefined();
  });

  it('of any changed character (property)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(GOOD.length - 1),
        fc.base64String({ minLength: 4 }),
        async (at, text) => {
          const letter = text[0] ?? 'A';
          if (GOOD[at] === letter) return;
          expect(await read(`${GOOD.slice(0, at)}${letter}${GOOD.slice(at + 1)}`)).toBeUndefined();
        },
      ),
    );
  });
});

describe('readGorillaSession', () => {
  it.each(GO_SESSIONS)('reads what Go wrote: $name', async ({ value, session }) => {
    expect(await read(value)).toEqual(session);
  });

  it('throws for nothing (property)', async () => {
    const content = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.uint8Array({ maxLength: 60 }).map((gob) => `${GO_SESSION_DATE}|${padded(gob)}`),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          content.map((text) => sign(text)),
        ),
        async (value) => {
          expect(await read(value)).toBeUndefined();
        },
      ),
    );
  });
});

describe('readGobMap', () => {
  const bytesOf = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
  /** A message, with the count of its bytes in front. */
  const message = (text: string) => {
    const bytes = bytesOf(text);
    return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  };
  const stream = (...messages: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(messages));
  const TYPE = message('ff81 04 01 02 ff82 00 01 10 01 10 00 00');
  const EMPTY = message('ff82 00 00');
  const KEY = '06 737472696e67 0c 03 00 01 61';
  const INT = '03 696e74 04 02 00 03';
  /** A map of these entries. */
  const mapOf = (count: string, entries: string) =>
    stream(TYPE, message(`ff82 00 ${count} ${entries}`));

  it('reads the map that those below are changes of', () => {
    expect(readGobMap(mapOf('01', `${KEY} ${INT}`))).toEqual(new Map([['a', -2]]));
    expect(readGobMap(mapOf('01', `${KEY} ${KEY}`))).toEqual(new Map([['a', 'a']]));
    expect(readGobMap(stream(TYPE, EMPTY))).toEqual(new Map());
  });

  it.each([
    ['nothing', stream()],
    ['a type alone', stream(TYPE)],
    ['a map without its type', stream(EMPTY)],
    ['a map of another type', stream(TYPE, message('ff84 00 00'))],
    ['two maps', stream(TYPE, EMPTY, EMPTY)],
    [
      'a type whose numbers differ',
      stream(message('ff81 04 01 02 ff84 00 01 10 01 10 00 00'), EMPTY),
    ],
    ['texts by texts', stream(message('ff81 04 01 02 ff82 00 01 0c 01 0c 00 00'), EMPTY)],
    ['a list', stream(message('ff81 02 01 02 ff82 00 01 10 00 00'), EMPTY)],
    ['fewer entries than it counts', mapOf('02', `${KEY} ${INT}`)],
    ['more entries than it counts', mapOf('01', `${KEY} ${INT} ${KEY} ${INT}`)],
    ['thousands of millions of entries', mapOf('fc ffffffff', '')],
    ['more entries than any session has', mapOf('41', `${KEY} ${INT}`.repeat(3))],
    ['a count that no number holds', mapOf('f8 ffffffffffffffff', '')],
    ['a count of nine bytes', mapOf('f7 000000000000000000', '')],
    ['a message longer than the rest', stream(TYPE, bytesOf('fc 7fffffff ff82 00 00'))],
    ['a key twice', mapOf('02', `${KEY} ${INT} ${KEY} ${INT}`)],
    ['an int as a key', mapOf('01', `${INT} ${KEY}`)],
    ['a bool', mapOf('01', `${KEY} 04 626f6f6c 02 02 00 01`)],
    ['a nil', mapOf('01', `${KEY} 00`)],
    ['a text by the number of an int', mapOf('01', `${KEY} 06 737472696e67 04 03 00 01 61`)],
    ['a text that is no UTF-8', mapOf('01', `${KEY} 06 737472696e67 0c 03 00 01 ff`)],
    ['an int with a byte behind it', mapOf('01', `${KEY} 03 696e74 04 03 00 02 00`)],
  ])('reads no map of %s', (_, bytes) => {
    expect(readGobMap(bytes)).toBeUndefined();
  });

  it('throws for no bytes, and for no change of good ones (property)', () => {
    const change = fc.tuple(fc.nat(GOB.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = Uint8Array.from(GOB);
        for (const [at, byte] of changes) bytes[at] = byte;
        const map = readGobMap(bytes);
        for (const value of map?.values() ?? []) {
          expect(['string', 'number']).toContain(typeof value);
        }
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readGobMap(bytes)).toBeUndefined();
      }),
    );
  });
});
