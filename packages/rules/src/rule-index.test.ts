import type { VerifiedToken } from '@drawbridge/core';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, claims, rules } from './arbitrary-rules.fixture.ts';
import { matchesCaller, matchesTargets, matchesToken } from './checks.ts';
import { findClaim } from './claims/find-claim.ts';
import { compileRule } from './compile-rule.ts';
import { compileRules } from './compile.ts';
import { loadRegexCompiler, type RegexCompiler } from './condition/regex.ts';
import { createRuleIndex, type Indexable } from './rule-index.ts';
import type { Condition, Rule, Scalar } from './rule.ts';
import { createTokens, ISSUER, type Tokens } from './verified-token.fixture.ts';

let regex: RegexCompiler;
let tokenWith: Tokens;
beforeAll(async () => {
  regex = await loadRegexCompiler();
  tokenWith = await createTokens();
});

function indexable(finite: Readonly<Record<string, readonly Scalar[]>>): Indexable {
  return { finite: new Map(Object.entries(finite)) };
}

function candidates(list: readonly Indexable[], token: Readonly<Record<string, unknown>>) {
  return [...createRuleIndex(list).candidates((path) => token[path])];
}

describe('createRuleIndex', () => {
  const many = Array.from({ length: 20 }, (_, n) => indexable({ p: [`${n}`] }));

  it('finds one of many by its value and type', () => {
    expect(candidates(many, { p: '7' })).toEqual([7]);
    expect(candidates(many, { p: 7 })).toEqual([]);
    expect(candidates(many, { p: ['7'] })).toEqual([]);
    expect(candidates(many, {})).toEqual([]);
  });

  it('never leaves out a rule without a countable condition, and keeps the order', () => {
    const list = [indexable({}), ...many, indexable({}), indexable({ p: ['7', '8'] })];
    expect(candidates(list, { p: '7' })).toEqual([0, 8, 21, 22]);
    expect(candidates(list, {})).toEqual([0, 21]);
  });

  it('tells rules apart by several claims, each rule by one', () => {
    const others = Array.from({ length: 20 }, (_, n) => indexable({ q: [n] }));
    expect(candidates([...many, ...others], { p: '3', q: 4 })).toEqual([3, 24]);
  });

  it('names a rule once, though it lists a value twice', () => {
    const list = [...many, indexable({ p: ['x', 'x'] })];
    expect(candidates(list, { p: 'x' })).toEqual([20]);
  });

  it('has no use for a claim on which all rules agree', () => {
    const list = Array.from({ length: 20 }, () => indexable({ p: ['x'] }));
    expect(candidates(list, { p: 'y' })).toHaveLength(20);
  });

  it('leaves out no rule that matches (property)', () => {
    fc.assert(
      fc.property(rules, claims, fc.nat(3), (list, given, copies) => {
        // Many like rules, so that an index is worth while.
        const compiled = Array.from({ length: copies * 4 + 1 }, () => list)
          .flat()
          .map((rule) => compileRule(rule, regex));
        const token = { issuer: ISSUER, claims: given };
        const index = createRuleIndex(compiled);
        const found = [...index.candidates((path) => findClaim(given, path))];
        expect(found).toEqual([...found].sort((a, b) => a - b));
        expect(new Set(found).size).toBe(found.length);
        const matching = compiled.flatMap((rule, at) => (matchesToken(rule, token) ? [at] : []));
        expect(matching.filter((at) => !found.includes(at))).toEqual([]);
      }),
      { numRuns: 250 },
    );
  });
});

describe('a decision by the index', () => {
  it('is the one of a plain walk over the rules (property)', async () => {
    const padding = Array.from(
      { length: 12 },
      (_, n): Rule => ({
        name: `pad${n}`,
        match: { issuer: ISSUER, claims: { p: ['x', `pad${n}`], q: { has: `${n}` } } },
        grant: { audience: `pad${n}` },
      }),
    );
    await fc.assert(
      fc.asyncProperty(rules, claims, ask, async (random, given, asked) => {
        const list = [...padding, ...random];
        const set = await compileRules(list).catch(() => undefined);
        // Some of the rules can never decide; that is refused.
        fc.pre(set !== undefined);
        const token = await tokenWith(given);
        const expected = list
          .map((rule) => compileRule(rule, regex))
          .find(
            (rule) =>
              matchesToken(rule, token) &&
              matchesCaller(rule, asked) &&
              matchesTargets(rule, token, asked),
          )?.rule.name;
        const { outcome } = set.explain(token, asked);
        const decided =
          'allowed' in outcome
            ? outcome.allowed.rule
            : 'unfit' in outcome
              ? outcome.rule
              : undefined;
        expect(decided).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, (n: number) => Condition]>([
    ['values', (n) => `project-${n}`],
    ['lists', (n) => [`project-${n}`, `other-${n}`]],
  ])('among 10,000 rules with %s costs what one among 10 does', async (_, conditionOf) => {
    const set = (count: number) =>
      compileRules(
        Array.from({ length: count }, (__, n) => ({
          name: `r${n}`,
          match: { issuer: ISSUER, claims: { 'ns.project': conditionOf(n), ref: { glob: 'v*' } } },
          grant: { audience: 'a' },
        })),
      );
    const [few, many] = await Promise.all([set(10), set(10_000)]);
    const good = await tokenWith({ ns: { project: 'project-9' }, ref: 'v1' });
    const bad = await tokenWith({ ns: { project: 'project-x' }, ref: 'v1' });
    for (const token of [good, bad]) {
      // The least of several: others may be busy.
      const costOf = (decide: (token: VerifiedToken) => unknown) =>
        Math.min(
          ...Array.from({ length: 15 }, () => {
            const started = performance.now();
            for (let round = 0; round < 2000; round++) decide(token);
            return performance.now() - started;
          }),
        );
      // A walk over all would be hundreds of times as long.
      expect(costOf(many.decide) / costOf(few.decide)).toBeLessThan(5);
    }
  });
});
