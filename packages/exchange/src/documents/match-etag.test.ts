import { testCall } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesEtag } from './match-etag.ts';

const ETAG = '"abc-_1"';

function matches(...values: readonly string[]): boolean {
  const headers = values.map((value) => ['If-None-Match', value] as const);
  return matchesEtag(testCall({ headers }), ETAG);
}

describe('RFC 9110 section 13.1.2: If-None-Match', () => {
  it.each([
    [],
    [''],
    ['"other"'],
    ['abc-_1'],
    ['"abc-_1'],
    ['w/"abc-_1"'],
    ['W/ "abc-_1"'],
    ['"abc-_1" "x"'],
    ['x, "abc-_1"'],
    ['*, "abc-_1"'],
    ['**'],
    ['"a"b"abc-_1"'],
    [',,,'],
    ['"ABC-_1"'],
  ])('%j does not name it', (...values) => {
    expect(matches(...values)).toBe(false);
  });

  it.each([
    ['*'],
    [' * '],
    [ETAG],
    [`W/${ETAG}`],
    [`"x", ${ETAG}`],
    [`"x",W/"y" , , ${ETAG}`],
    [`, ${ETAG},`],
    [`"a,b", ${ETAG}`],
  ])('%j names it', (value) => {
    expect(matches(value)).toBe(true);
  });

  it('may be there several times', () => {
    expect(matches('"x"', ETAG)).toBe(true);
  });

  it('names it in no text without it, and answers any text at once (property)', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', ',', ' ', 'W', '/', 'a', '*') }),
        (text) => {
          expect(matches(text)).toBe(text.trim() === '*');
        },
      ),
    );
    const started = performance.now();
    matches(`${'"a" '.repeat(16_000)}x`);
    matches(`${', '.repeat(32_000)}x`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
