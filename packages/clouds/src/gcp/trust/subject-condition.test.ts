import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText } from '../../trust/hostile-text.fixture.ts';
import { compileCel } from '../../cel/index.ts';
import { subjectCondition } from './subject-condition.ts';

async function fits(condition: string, sub: unknown): Promise<boolean> {
  const program = await compileCel(condition, { variables: ['assertion'], dialect: 'gcp' });
  if ('fault' in program) throw new Error(program.fault);
  const outcome = program.evaluate({ assertion: sub === undefined ? {} : { sub } });
  if ('unknown' in outcome || 'costly' in outcome) throw new Error(JSON.stringify(outcome));
  return 'value' in outcome && outcome.value === true;
}

/** Pattern and text as lists of characters, compared one by one. */
function isLike(pattern: readonly string[], text: readonly string[]): boolean {
  const [mark, ...rest] = pattern;
  if (mark === undefined) return text.length === 0;
  if (mark === '*') {
    return isLike(rest, text) || (text.length > 0 && isLike(pattern, text.slice(1)));
  }
  return text.length > 0 && (mark === '?' || mark === text[0]) && isLike(rest, text.slice(1));
}

const like = (pattern: string, text: string) => isLike(Array.from(pattern), Array.from(text));

describe('subjectCondition', () => {
  it.each([
    [['a'], [], "assertion.sub == 'a'"],
    [['a', 'b'], [], "assertion.sub in ['a', 'b']"],
    [[], ['repo:acme/*'], "assertion.sub.startsWith('repo:acme/')"],
    [[], ['*:main'], "assertion.sub.endsWith(':main')"],
    [[], ['a*b?'], "assertion.sub.matches('^(?s:a.*b.)$')"],
    [[], ['v1.*.x'], String.raw`assertion.sub.matches('^(?s:v1\\..*\\.x)$')`],
    [["it's"], ['é*'], String.raw`assertion.sub == 'it\'s' || assertion.sub.startsWith('\u00e9')`],
  ])('of %j and %j', (subjects, patterns, condition) => {
    expect(subjectCondition(subjects, patterns)).toBe(condition);
  });

  it('is of plain characters alone', () => {
    expect(subjectCondition(['é😀'], ['日*本'])).toMatch(/^[\x20-\x7e]*$/);
  });

  it.each([[undefined], [null], [1], [true], [['a']], [{ a: 'a' }]])(
    'lets no sub of %j in',
    async (sub) => {
      expect(await fits(subjectCondition(['a', '1', 'true'], ['*a', 'a?*b']), sub)).toBe(false);
    },
  );

  it('is true of the subjects alone (property)', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, hostileText, hostileText, async (one, two, other) => {
        const condition = subjectCondition([one, two], []);
        expect(await fits(condition, one)).toBe(true);
        expect(await fits(condition, two)).toBe(true);
        expect(await fits(condition, other)).toBe(other === one || other === two);
        expect(await fits(condition, `${one}\n`)).toBe(false);
      }),
    );
  });

  it('is true of what a pattern fits alone (property)', async () => {
    const piece = fc.constantFrom(
      '*',
      '?',
      'a',
      'b',
      '.',
      '\\',
      "'",
      '😀',
      '(',
      '[a]',
      '$',
      '|',
      '{2}',
      '\\d',
    );
    const pattern = fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
    const text = fc
      .array(
        fc.constantFrom('a', 'b', '.', '\\', "'", '😀', '(', '[a]', '$', '|', '{2}', '\n', '1'),
        {
          maxLength: 6,
        },
      )
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(pattern, text, async (written, sub) => {
        expect(await fits(subjectCondition([], [written]), sub)).toBe(like(written, sub));
        const filled = written.replaceAll('*', sub).replaceAll('?', 'b');
        expect(await fits(subjectCondition([], [written]), filled)).toBe(like(written, filled));
      }),
      { numRuns: 500 },
    );
  });
});
