import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileWildcards, matchesWildcard, parseWildcards } from './wildcard.ts';

describe('matchesWildcard', () => {
  it.each([
    ['', 'a'],
    ['a', ''],
    ['?', ''],
    ['a?', 'a'],
    ['a*b', 'abc'],
    ['*a', 'ab'],
    ['A*', 'ab'],
    ['a.c', 'abc'],
    ['[ab]', 'a'],
    ['ab*ba', 'aba'],
    ['*a?b*', 'ab'.repeat(40)],
    ['a*a?*a', 'aaa'],
  ])('does not match %j with %j', (pattern, text) => {
    expect(matchesWildcard(pattern, text)).toBe(false);
  });

  it.each([
    ['', ''],
    ['*', ''],
    ['**', 'a'],
    ['a*', 'a'],
    ['*?', 'a'],
    ['a*b*c', 'axbxbxc'],
    ['repo:acme/*', 'repo:acme/a/b:c'],
    ['*', 'a\nb'],
    ['?', '*'],
    ['*a?c*', `${'ab'.repeat(40)}abc`],
  ])('matches %j with %j', (pattern, text) => {
    expect(matchesWildcard(pattern, text)).toBe(true);
  });

  it('agrees with a table of all places (property)', () => {
    const of = (alphabet: string, maxLength: number) =>
      fc.string({ unit: fc.constantFrom(...alphabet), maxLength });
    fc.assert(
      fc.property(of('ab*?', 9), of('ab*?', 12), (pattern, text) => {
        expect(matchesWildcard(pattern, text)).toBe(byTable(pattern, text));
      }),
      { numRuns: 4000 },
    );
  });

  it('finds pieces with gaps that words of 32 places cut (property)', () => {
    const unit = fc.constantFrom(...'aaaaaaab', ...'aaaaaaac');
    const long = fc.string({ unit, minLength: 40, maxLength: 150 });
    const piece = fc.tuple(fc.nat(110), fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(39)));
    const seen = { true: 0, false: 0 };
    fc.assert(
      fc.property(long, fc.array(piece, { minLength: 1, maxLength: 3 }), (text, cuts) => {
        const pieces = cuts
          .toSorted(([one], [other]) => one - other)
          .map(([from, length, gaps]) =>
            Array.from(text.slice(from, from + length), (letter, at) =>
              gaps.includes(at) ? '?' : letter,
            ).join(''),
          );
        const pattern = `*${pieces.join('*')}*`;
        const answer = matchesWildcard(pattern, text);
        seen[`${answer}`] += 1;
        expect(answer).toBe(byTable(pattern, text));
      }),
      { numRuns: 400 },
    );
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(20);
  });

  it.each([
    ['stars', `${'a*'.repeat(5000)}b`],
    ['a long piece', `*${'a'.repeat(5000)}b${'a'.repeat(3000)}*`],
    ['gaps', `*${'a?'.repeat(4000)}b*`],
    ['gaps between stars', `${'*a?'.repeat(2600)}*bb*`],
    ['gaps alone', '?*'.repeat(4000) + 'bb'],
    ['many characters', `*?${spelled(8000, 0x4e00)}*`],
  ])('matches ten patterns of 8 kB with 20 kB at once: %s', (_title, pattern) => {
    const texts = ['a'.repeat(20_000), spelled(20_000, 0x4e01)];
    const { user: before } = process.cpuUsage();
    for (let round = 0; round < 10; round++) {
      for (const text of texts) expect(matchesWildcard(pattern, text)).toBe(false);
    }
    expect(process.cpuUsage().user - before).toBeLessThan(2_000_000);
  });
});

describe('compileWildcards', () => {
  it.each<[string, string, boolean, boolean]>([
    ['?', '😀', false, true],
    ['??', '😀', true, false],
    ['*\ud83d*?', '😀', true, false],
    ['*?\ude00*', '😀', true, false],
    ['*😀?*', 'a😀b', true, true],
  ])(
    'counts what %j takes of %j by units (%s) or by code points (%s)',
    (pattern, text, byUnits, byPoints) => {
      const parts = parseWildcards(pattern);
      expect(compileWildcards(parts)(text)).toBe(byUnits);
      expect(compileWildcards(parts, 'points')(text)).toBe(byPoints);
    },
  );

  it('takes a star in a text for itself', () => {
    const match = compileWildcards(['a*', { wild: '*' }, '?b', { wild: '*' }]);
    expect(match('a*x?b')).toBe(true);
    expect(match('ax?b')).toBe(false);
    expect(match('a*xxb')).toBe(false);
  });
});

function spelled(length: number, first: number): string {
  return Array.from({ length }, (_, at) => String.fromCharCode(first + (at % 20_000))).join('');
}

/** Which beginnings of the text each beginning of the pattern takes: slow, and plain to see. */
function byTable(pattern: string, text: string): boolean {
  let ends = new Set([0]);
  for (const character of pattern) {
    const next = new Set<number>();
    for (const end of ends) {
      if (character === '*') for (let to = end; to <= text.length; to++) next.add(to);
      else if (end < text.length && (character === '?' || text[end] === character))
        next.add(end + 1);
    }
    ends = next;
  }
  return ends.has(text.length);
}
