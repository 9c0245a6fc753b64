import { DrawbridgeError, encodeUtf8 } from '@drawbridge/core';
import * as fc from 'fast-check';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { crc32 } from './crc32.ts';
import { RUNTIMES, standOn } from './runtimes.fixture.ts';
import { MAX_VALUE, packVouchValue, unpackVouchValue } from './vouch-value.ts';

const TEXT = 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl';
const padded = (bytes: Uint8Array) => {
  const text = Buffer.from(bytes).toString('base64url');
  return text + '='.repeat(-text.length & 3);
};
const zipped = (bytes: Uint8Array | string = TEXT) => new Uint8Array(gzipSync(bytes));

/** A member of gzip around any deflate stream, whose checksum and length are those of the text. */
function member(deflated: Uint8Array, text = encodeUtf8(TEXT)): Uint8Array {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(text), 0);
  trailer.writeUInt32LE(text.length, 4);
  return Buffer.concat([Buffer.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 255]), deflated, trailer]);
}

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const other = Uint8Array.from(bytes);
  other.set([value], at < 0 ? bytes.length + at : at);
  return other;
}

/** What `with` looks like in gzip: `FLG` and a field behind the header. */
function withFlag(flag: number, field: readonly number[]): Uint8Array {
  const [bytes] = [zipped()];
  return Buffer.concat([
    changed(bytes.subarray(0, 10), 3, flag),
    Buffer.from(field),
    bytes.subarray(10),
  ]);
}

describe.each(RUNTIMES)('a value that is refused, on %s', (runtime) => {
  let leave = () => {};
  beforeEach(() => {
    leave = standOn(runtime);
  });
  afterEach(() => {
    leave();
  });

  const deflated = deflateRawSync(TEXT);
  it.each<readonly [string, string]>([
    ['nothing', ''],
    ['no base64url', '!!!!'],
    ['no gzip', padded(encodeUtf8('no gzip, but long enough to be one'))],
    [
      'gzip in base64, not in base64url',
      Buffer.from(member(deflated, encodeUtf8('\u00fb\u00ff')))
        .toString('base64')
        .replace(/[-_]/g, '+') + '+/+/',
    ],
    ['without its padding', padded(zipped('a')).replace(/=+$/, '').slice(0, -1)],
    ['with too much padding', `${padded(zipped())}====`],
    ['with a line break', `${padded(zipped()).slice(0, 8)}\n${padded(zipped()).slice(8)}`],
    ['cut off in its header', padded(zipped().subarray(0, 9))],
    ['cut off in the deflate stream', padded(zipped().subarray(0, 30))],
    ['without its trailer', padded(zipped().subarray(0, -8))],
    ['another method', padded(changed(zipped(), 2, 7))],
    ['a reserved flag', padded(changed(zipped(), 3, 0x20))],
    ['a name in the header', padded(withFlag(8, [97, 0]))],
    ['a comment in the header', padded(withFlag(16, [97, 0]))],
    ['an extra field in the header', padded(withFlag(4, [1, 0, 97]))],
    ['a wrong checksum', padded(changed(zipped(), -8, (zipped().at(-8) ?? 0) ^ 1))],
    ['a wrong length', padded(changed(zipped(), -4, (zipped().at(-4) ?? 0) ^ 1))],
    ['two members', padded(Buffer.concat([zipped(), zipped('')]))],
    ['two members of one text', padded(Buffer.concat([zipped(), zipped()]))],
    ['zeros behind it', padded(Buffer.concat([zipped(), Buffer.alloc(8)]))],
    ['a byte behind it', padded(Buffer.concat([zipped(), Buffer.from([0])]))],
    [
      'a byte between stream and trailer',
      padded(member(Buffer.concat([deflated, Buffer.from([0])]))),
    ],
    ['a stream that does not end', padded(member(deflated.subarray(0, -1)))],
    ['no UTF-8', padded(zipped(Buffer.from([0xff, 0xfe])))],
  ])('%s', async (_, value) => {
    await expect(unpackVouchValue(value)).rejects.toMatchObject({ code: 'token_malformed' });
  });

  it.each([
    ['2.9 MiB in 4 KB', zipped(new Uint8Array(2_900_000))],
    ['64 KiB and a byte', zipped(new Uint8Array(65_537))],
  ])('a bomb: %s', async (_, bytes) => {
    const value = padded(bytes);
    expect(value.length).toBeLessThan(MAX_VALUE);
    await expect(unpackVouchValue(value)).rejects.toMatchObject({
      code: 'token_too_large',
      message: 'the cookie is gzip that grows beyond 65536 bytes',
    });
  });

  it('a bomb of 50 MiB in 68 KB, for its length alone', async () => {
    const value = padded(zipped(new Uint8Array(50 * 1024 * 1024)));
    expect(value.length).toBeGreaterThan(MAX_VALUE);
    await expect(unpackVouchValue(value)).rejects.toMatchObject({
      code: 'token_too_large',
      message: expect.stringMatching(/the limit is 32768/),
    });
  });

  it('takes exactly 64 KiB', async () => {
    const { jwt } = await unpackVouchValue(padded(zipped(new Uint8Array(65_536))));
    expect(jwt).toHaveLength(65_536);
  });

  it('gives any text back, and no text with a changed character (property)', async () => {
    const text = fc.string({ unit: anyCharacter, maxLength: 2000 });
    await fc.assert(
      fc.asyncProperty(text, fc.nat(), fc.nat(63), async (jwt, at, other) => {
        const value = await packVouchValue(jwt);
        expect(value).toMatch(/^H4sIAAAAAAAA_[\w-]+={0,2}$/);
        expect(await unpackVouchValue(value)).toMatchObject({
          jwt,
          gzip: { size: Buffer.byteLength(jwt) },
        });
        const place = at % value.length;
        const letter = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[other];
        const wrong = `${value.slice(0, place)}${letter}${value.slice(place + 1)}`;
        if (wrong === value) return;
        // Time, extra flags and operating system of the header say nothing of the content.
        const same = await unpackVouchValue(wrong).then(
          ({ jwt: found }) => found,
          (error: unknown) => {
            expect(error).toBeInstanceOf(DrawbridgeError);
            return jwt;
          },
        );
        expect(same).toBe(jwt);
      }),
      { numRuns: runtime === 'Node' ? 500 : 100 },
    );
  });

  it('throws nothing but its faults (property)', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.uint8Array({ maxLength: 100 }).map((body) => member(body)),
    );
    const value = fc.oneof(bytes.map(padded), fc.string({ maxLength: 50 }), fc.base64String());
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        await unpackVouchValue(text).catch((error: unknown) => {
          expect(error).toBeInstanceOf(DrawbridgeError);
          expect(['token_malformed', 'token_too_large']).toContain((error as DrawbridgeError).code);
        });
      }),
      { numRuns: runtime === 'Node' ? 500 : 100 },
    );
  });
});

describe('unpackVouchValue', () => {
  it('tells how a value is wrapped', async () => {
    expect(await unpackVouchValue(TEXT)).toEqual({ jwt: TEXT, gzip: undefined });
    const value = await packVouchValue(TEXT);
    const compressedSize = Buffer.from(value, 'base64url').length;
    expect(await unpackVouchValue(value)).toEqual({
      jwt: TEXT,
      gzip: { os: 255, compressedSize, size: TEXT.length },
    });
  });

  it('takes no bare JWT beyond the limit', async () => {
    const long = `${TEXT}${'A'.repeat(MAX_VALUE - TEXT.length)}`;
    expect(await unpackVouchValue(long)).toEqual({ jwt: long, gzip: undefined });
    await expect(unpackVouchValue(`${long}A`)).rejects.toMatchObject({ code: 'token_too_large' });
  });
});
