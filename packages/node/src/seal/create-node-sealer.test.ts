import { createSealer } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { createNodeSealer } from './create-node-sealer.ts';

const SECRET = 'a-secret-of-tests-that-is-long-enough';
const OTHER = new Uint8Array(32).fill(7);
const sealer = createNodeSealer([SECRET]);
const anyText = fc.string({ unit: anyCharacter });

describe('secrets', () => {
  it.each([
    ['none', []],
    ['no list', SECRET],
    ['text of 31 bytes', ['x'.repeat(31)]],
    ['a short one among good ones', [SECRET, 'short']],
    ['no text and no bytes', [undefined]],
  ])('that are %s are refused, and not shown', (_, secrets) => {
    const make = () => createNodeSealer(secrets as string[]);
    expect(make).toThrow(/of 32 bytes or more/);
    expect(make).not.toThrow(/short\b|a-secret/);
  });

  it('are copied', () => {
    const bytes = new Uint8Array(32).fill(1);
    const own = createNodeSealer([bytes]);
    const sealed = own.seal('x', '');
    bytes.fill(2);
    expect(own.open(sealed, '')).toBe('x');
  });
});

describe('what is opened', () => {
  it('is nothing that another key sealed, or that was sealed for another place or purpose', () => {
    const sealed = sealer.seal('secret', 'one/place');
    expect(createNodeSealer([OTHER]).open(sealed, 'one/place')).toBeUndefined();
    expect(createNodeSealer([SECRET], { purpose: 'x' }).open(sealed, 'one/place')).toBe(undefined);
    expect(sealer.open(sealed, 'one/other')).toBeUndefined();
    expect(sealer.open(sealed, 'one/place')).toBe('secret');
  });

  it('tells contexts apart that UTF-8 does not', () => {
    expect(sealer.open(sealer.seal('x', '\ud800'), '\ud801')).toBeUndefined();
  });

  it('is nothing that was changed in any character (property)', () => {
    const change = fc.record({ at: fc.nat(), to: anyCharacter });
    fc.assert(
      fc.property(anyText, anyText, change, (text, context, { at, to }) => {
        const sealed = sealer.seal(text, context);
        const place = at % sealed.length;
        const changed = sealed.slice(0, place) + to + sealed.slice(place + 1);
        fc.pre(changed !== sealed);
        expect(sealer.open(changed, context)).toBeUndefined();
        expect(sealer.open(sealed.slice(0, place), context)).toBeUndefined();
      }),
    );
  });

  it('is nothing made up, and nothing is thrown (property)', () => {
    const id = sealer.seal('', '').split('.')[1] ?? '';
    const base64Url = fc
      .uint8Array({ maxLength: 80 })
      .map((bytes) => Buffer.from(bytes).toString('base64url'));
    const near = fc.tuple(
      fc.constantFrom('v1', 'v2', ''),
      fc.constantFrom(id, '', `${id}A`),
      base64Url,
    );
    const made = fc.oneof(
      anyText,
      near.map((parts) => parts.join('.')),
    );
    fc.assert(
      fc.property(made, (text) => {
        expect(sealer.open(text, '')).toBeUndefined();
      }),
    );
  });
});

describe('what is sealed', () => {
  it('is opened by the sealer of core, and the other way round (property)', async () => {
    const purpose = fc.constantFrom('tokens', 'cookies', 'ä');
    await fc.assert(
      fc.asyncProperty(anyText, anyText, purpose, async (text, context, named) => {
        for (const secret of [SECRET, OTHER]) {
          const mine = createNodeSealer([secret], { purpose: named });
          const theirs = createSealer([secret], { purpose: named });
          const [one, two] = [mine.seal(text, context), await theirs.seal(text, context)];
          expect(await theirs.open(one, context)).toBe(text);
          expect(mine.open(two, context)).toBe(text);
          expect(await theirs.open(one, `${context}x`)).toBeUndefined();
          expect(mine.open(two, `${context}x`)).toBeUndefined();
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is never half a character', () => {
    expect(() => sealer.seal('x\ud800', '')).toThrow(TypeError);
  });

  it('is opened by every secret while it is there, and another each time', () => {
    const old = sealer.seal('x', 'place');
    expect(sealer.seal('x', 'place')).not.toBe(old);
    const both = createNodeSealer([OTHER, SECRET]);
    expect(both.open(old, 'place')).toBe('x');
    const sealed = both.seal('y', 'place');
    expect(createNodeSealer([OTHER]).open(sealed, 'place')).toBe('y');
    expect(sealer.open(sealed, 'place')).toBeUndefined();
  });
});
