import { isCelError, run } from '@bufbuild/cel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runCel } from './run-cel.fixture.ts';

// The evaluator of Buf is a second reading of the language: of what both know, both must say the same.

const NAMES = ['a', 'b', 'n', 'l', 'm'] as const;

const scalar = fc.oneof(
  fc.constantFrom('x', 'y', 'xy', '', 'é'),
  fc.integer({ min: -2, max: 3 }),
  fc.boolean(),
);

const json = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'k'), scalar, { maxKeys: 2 }),
);

const claims = fc.dictionary(fc.constantFrom(...NAMES), json, { maxKeys: 4 });

const path = fc.oneof(
  fc.constantFrom(...NAMES).map((name) => `claims.${name}`),
  fc
    .tuple(fc.constantFrom(...NAMES), fc.constantFrom('.a', '["k"]', '[0]', '[1]'))
    .map(([name, rest]) => `claims.${name}${rest}`),
);

const literal = fc.constantFrom('"x"', '"y"', "'é'", '1', '-1', '2', 'true', 'false', '1.5');

const { condition } = fc.letrec<{ term: string; condition: string }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    path,
    literal,
    fc.tuple(tie('term'), tie('term')).map(([left, right]) => `(${left} + ${right})`),
    tie('term').map((term) => `size(${term})`),
    tie('term').map((term) => `string(${term})`),
    fc
      .tuple(tie('condition'), tie('term'), tie('term'))
      .map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
  ),
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc
      .tuple(tie('term'), fc.constantFrom('==', '!=', '<', '>=', 'in'), tie('term'))
      .map((parts) => parts.join(' ')),
    fc.tuple(path, literal).map(([text, part]) => `${text}.startsWith(${part})`),
    fc.tuple(path, literal).map(([text, part]) => `${text}.contains(${part})`),
    fc.constantFrom(...NAMES).map((name) => `has(claims.${name})`),
    fc.tuple(path, literal).map(([list, item]) => `${list}.exists(e, e == ${item})`),
    fc.tuple(path, tie('condition')).map(([list, test]) => `${list}.all(e, e != 1 || ${test})`),
    fc.tuple(path, literal).map(([list, item]) => `${list}.filter(e, e != ${item}).size() > 0`),
    fc.tuple(path, literal).map(([list, item]) => `${item} in ${list}.map(e, e)`),
    tie('condition').map((inner) => `!(${inner})`),
    fc
      .tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition'))
      .map(([left, joined, right]) => `(${left}) ${joined} (${right})`),
  ),
}));

/** As the package takes it: whole numbers of tokens are ints. */
function toCel(value: unknown): unknown {
  if (typeof value === 'number') return BigInt(value);
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([name, member]) => [name, toCel(member)]));
}

describe('what a condition comes to', () => {
  it('is what the package of Buf says (property)', async () => {
    let decided = 0;
    await fc.assert(
      fc.asyncProperty(condition, claims, async (expression, token) => {
        // Types are not checked before, as they are not in the package.
        const outcome = await runCel(expression, token, 'gcp');
        fc.pre(!('unknown' in outcome));
        const wanted = run(expression, { claims: toCel(token) } as never);
        decided++;
        if (isCelError(wanted)) expect(outcome).not.toHaveProperty('value', true);
        else if (wanted === true) expect(outcome).toEqual({ value: true });
        else expect(outcome).not.toHaveProperty('value', true);
      }),
      { numRuns: 2000 },
    );
    expect(decided).toBeGreaterThan(500);
  });
});
