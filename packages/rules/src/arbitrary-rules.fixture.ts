import * as fc from 'fast-check';
import type { Condition, Rule, Scalar, ValueCondition } from './rule.ts';
import type { Ask } from './token-view.ts';
import { ISSUER } from './verified-token.fixture.ts';

/** Few values, so that rules and tokens meet. */
const scalar: fc.Arbitrary<Scalar> = fc.constantFrom<Scalar>('x', 'y', 'x/y', '1', '', 1, 0, true);

const valueCondition: fc.Arbitrary<ValueCondition> = fc.oneof(
  scalar,
  fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }),
  fc.constantFrom('*', '**', 'x*', 'x/*', '?', '1').map((glob) => ({ glob })),
  fc.constantFrom('x|y', '.*', '[0-9]+', 'x.*').map((regex) => ({ regex })),
);

/** Any condition. */
export const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 4, arbitrary: valueCondition },
  { weight: 1, arbitrary: valueCondition.map((has) => ({ has })) },
);

/** Any value of a claim. */
export const value: fc.Arbitrary<unknown> = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.constantFrom<unknown>(null, {}, { a: 'x' }, [['x']], [null], 2 ** 53, 'z'),
);

const path = fc.constantFrom('p', 'q', 'o.p', 'o', '__proto__', 'constructor');

const conditions = fc
  .uniqueArray(fc.tuple(path, condition), { selector: ([name]) => name, maxLength: 3 })
  .map((entries): Record<string, Condition> => Object.fromEntries(entries));

const some = (...names: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 2 });

/** Any rule without a fault of its own; its name is to be set. */
const rule: fc.Arbitrary<Rule> = fc
  .record({
    claims: conditions,
    client: fc.option(some('c1', 'c2', 'c3'), { nil: undefined, freq: 2 }),
    audience: fc.option(some('a1', 'a2', 'a3'), { nil: undefined, freq: 5 }),
    template: fc.constantFrom(undefined, '{p}', 'p:{q}', '{o.p}'),
  })
  .map(({ claims, client, audience, template }) => ({
    name: '',
    match: { issuer: ISSUER, claims, ...(client !== undefined && { client }) },
    grant: {
      ...(audience === undefined ? { passUpstreamAudience: true } : { audience }),
      copy: [],
      ...(template !== undefined && { claims: { made: template } }),
    },
  }));

/** Several rules. */
export const rules: fc.Arbitrary<readonly Rule[]> = fc
  .array(rule, { minLength: 1, maxLength: 14 })
  .map((list) => list.map((each, index) => ({ ...each, name: `r${index}` })));

/** Claims of a token, beside the usual. */
export const claims: fc.Arbitrary<Record<string, unknown>> = fc
  .uniqueArray(fc.tuple(fc.constantFrom('p', 'q', 'o', 'o.p', '__proto__', 'constructor'), value), {
    selector: ([name]) => name,
    maxLength: 5,
  })
  .chain((entries) =>
    fc
      .option(value, { nil: undefined })
      .map((inner) =>
        Object.fromEntries([
          ...entries,
          ...(inner === undefined ? [] : [['o', { p: inner }] as const]),
        ]),
      ),
  );

/** What a caller asks for. */
export const ask: fc.Arbitrary<Ask> = fc.record({
  audiences: fc.oneof(
    fc.constant([]),
    fc.array(fc.constantFrom('a1', 'a2', 'a3', 'drawbridge', 'nobody'), { maxLength: 3 }),
  ),
  client: fc.constantFrom(undefined, 'c1', 'c2', 'c3', 'c4'),
});
