import { generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DER, readDer } from './der.ts';

/** An element as X.690 sections 8.1 and 10.1 spell it: the shortest length. */
function element(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  const digits = length < 0x80 ? [] : Buffer.from(evenHex(length), 'hex');
  const head = length < 0x80 ? [length] : [0x80 + digits.length, ...digits];
  return Uint8Array.of(tag, ...head, ...content);
}

function evenHex(value: number): string {
  const hex = value.toString(16);
  return hex.padStart(hex.length + (hex.length % 2), '0');
}

const bytesOf = (...bytes: number[]) => Uint8Array.from(bytes);
const zeros = (length: number) => new Uint8Array(length);

describe('readDer', () => {
  it('finds no element in nothing', () => {
    expect(readDer(bytesOf())).toEqual([]);
  });

  it('finds one element after the other, and takes none for the content of another', () => {
    expect(readDer(bytesOf(2, 1, 7, 0x30, 2, 4, 0, 4, 0))).toEqual([
      { tag: DER.integer, content: bytesOf(7), whole: bytesOf(2, 1, 7) },
      { tag: DER.sequence, content: bytesOf(4, 0), whole: bytesOf(0x30, 2, 4, 0) },
      { tag: DER.octetString, content: bytesOf(), whole: bytesOf(4, 0) },
    ]);
  });

  it.each([0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000])('reads a length of %i', (length) => {
    const whole = element(DER.octetString, zeros(length));
    const [found, ...more] = readDer(whole) ?? [];
    expect([found?.tag, found?.content.length, found?.whole.length, more]).toEqual([
      DER.octetString,
      length,
      whole.length,
      [],
    ]);
  });

  it.each([
    ['a tag alone', bytesOf(2)],
    ['less than its length', bytesOf(2, 2, 7)],
    ['a byte after the last', bytesOf(2, 1, 7, 0)],
    ['an indefinite length (8.1.3.6)', bytesOf(0x30, 0x80, 2, 1, 7, 0, 0)],
    ['a length in the long form that the short one has room for (10.1)', bytesOf(4, 0x81, 1, 0)],
    ['the longest of these', bytesOf(4, 0x81, 0x7f, ...zeros(0x7f))],
    ['a length of none in the long form', bytesOf(4, 0x81, 0)],
    ['zeros before a length', bytesOf(4, 0x82, 0, 0x80, ...zeros(0x80))],
    ['a length that is cut off', bytesOf(4, 0x82, 1)],
    ['a length of four bytes', bytesOf(4, 0x84, 1, 0, 0, 0)],
    ['the length that is reserved (8.1.3.5)', bytesOf(4, 0xff)],
  ])('knows no DER in %s', (_, bytes) => {
    expect(readDer(bytes)).toBeUndefined();
  });

  it('shares the bytes that it is given, wherever they are in a buffer', () => {
    const bytes = bytesOf(9, 9, 4, 1, 7, 9).subarray(2, 5);
    const [found] = readDer(bytes) ?? [];
    expect(found?.content).toEqual(bytesOf(7));
    expect(found?.content.buffer).toBe(bytes.buffer);
  });

  it('reads what was written (property)', () => {
    const one = fc.record({
      tag: fc.integer({ min: 0, max: 255 }),
      content: fc.uint8Array({ maxLength: 300 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 5 }), (elements) => {
        const wholes = elements.map(({ tag, content }) => element(tag, content));
        const found = readDer(Uint8Array.from(wholes.flatMap((whole) => [...whole])));
        expect(found).toEqual(elements.map((each, index) => ({ ...each, whole: wholes[index] })));
      }),
    );
  });

  it('takes no bytes but those that it would write itself, and loses none (property)', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .tuple(
          fc.constantFrom(0x7f, 0x80, 0x81, 0x82, 0x83, 0x84),
          fc.uint8Array({ maxLength: 300 }),
        )
        .map(([length, rest]) => bytesOf(0x30, length, ...rest)),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        const found = readDer(given);
        if (found === undefined) return;
        const again = found.flatMap(({ tag, content }) => [...element(tag, content)]);
        expect(again).toEqual([...given]);
        expect(found.flatMap(({ whole }) => [...whole])).toEqual([...given]);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads the keys that OpenSSL writes', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const [outer] = readDer(privateKey.export({ format: 'der', type: 'pkcs1' })) ?? [];
    const members = readDer(outer?.content ?? bytesOf()) ?? [];
    expect(members.map(({ tag }) => tag)).toEqual(Array(9).fill(DER.integer));
    expect(members[2]?.content).toEqual(Buffer.from([1, 0, 1]));
  });
});
