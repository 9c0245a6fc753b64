import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { cpuTimeOf } from '../cpu-time.fixture.ts';
import { ask, claims, rules } from '../arbitrary-rules.fixture.ts';
import { matchesCaller, matchesTargets, matchesToken } from '../checks.ts';
import { compileRule } from '../compile-rule.ts';
import { loadRegexCompiler, type RegexCompiler } from '../condition/regex.ts';
import type { Condition, RuleGrant } from '../rule.ts';
import { ISSUER } from '../verified-token.fixture.ts';
import { findShadowedRules } from './shadowed-rules.ts';
import { widerCandidates } from './wider-candidates.ts';

let regex: RegexCompiler;
beforeAll(async () => {
  regex = await loadRegexCompiler();
});

interface Short {
  readonly claims?: Readonly<Record<string, Condition>>;
  readonly client?: string | readonly string[];
  readonly grant?: RuleGrant;
  readonly issuer?: string;
}

function compileAll(list: readonly Short[]) {
  return list.map(({ claims: given = {}, client, grant = {}, issuer = ISSUER }, index) => {
    const audience = grant.passUpstreamAudience === true ? {} : { audience: 'a' };
    const match = { issuer, claims: given, ...(client !== undefined && { client }) };
    return compileRule({ name: `r${index}`, match, grant: { ...audience, ...grant } }, regex);
  });
}

const shadowed = (...list: readonly Short[]) =>
  findShadowedRules(compileAll(list)).map(({ rule, by }) => `${rule.rule.name} by ${by.rule.name}`);

describe('findShadowedRules finds', () => {
  it.each<[string, Short, Short]>([
    ['an equal rule', { claims: { p: 'x' } }, { claims: { p: 'x' } }],
    ['a rule with a further condition', { claims: { p: 'x' } }, { claims: { p: 'x', q: 'y' } }],
    ['anything after a rule without conditions', {}, { claims: { p: { regex: 'x' } } }],
    ['a value of the list', { claims: { p: ['x', 'y'] } }, { claims: { p: 'y' } }],
    ['a part of the list', { claims: { p: ['x', 'y', 'z'] } }, { claims: { p: ['z', 'x'] } }],
    [
      'a value that a pattern takes',
      { claims: { p: { glob: 'x*' } } },
      { claims: { p: ['x', 'xy'] } },
    ],
    [
      'a value that an expression takes',
      { claims: { p: { regex: 'x|y' } } },
      { claims: { p: 'y' } },
    ],
    [
      'the same pattern',
      { claims: { p: { glob: 'x*' } } },
      { claims: { p: { glob: 'x*' }, q: 1 } },
    ],
    ['any pattern after **', { claims: { p: { glob: '**' } } }, { claims: { p: { regex: 'x+' } } }],
    [
      'an element of the list',
      { claims: { p: { has: ['x', 'y'] } } },
      { claims: { p: { has: 'x' } } },
    ],
    [
      'an element that a pattern takes',
      { claims: { p: { has: { glob: '*' } } } },
      { claims: { p: { has: 'x' } } },
    ],
    ['one of the clients', { client: ['c', 'd'] }, { client: 'd' }],
    ['a client after anybody', {}, { client: 'd' }],
    ['one of the audiences', { grant: { audience: ['a', 'b'] } }, { grant: { audience: 'b' } }],
    [
      'some of the audiences',
      { grant: { audience: ['a', 'b', 'c'] } },
      { grant: { audience: ['c', 'a'] } },
    ],
    [
      'a pass-through after its like',
      { grant: { passUpstreamAudience: true } },
      { grant: { passUpstreamAudience: true } },
    ],
    [
      'a template that needs more',
      { grant: { claims: { t: '{p}' } } },
      { grant: { claims: { t: 'x:{p}{q}' } } },
    ],
    [
      'a condition on what a template needs',
      { grant: { claims: { t: 'x:{p}' } } },
      { claims: { p: 'x' } },
    ],
  ])('%s', (_, wide, narrow) => {
    expect(shadowed(wide, narrow)).toEqual(['r1 by r0']);
  });

  it('every one of several, by the first that covers it', () => {
    expect(
      shadowed({ claims: { p: 'x' } }, { claims: { q: 1 } }, { claims: { q: 1, p: 'x' } }, {}, {}),
    ).toEqual(['r2 by r0', 'r4 by r3']);
  });
});

describe('findShadowedRules makes no claim about', () => {
  it.each<[string, Short, Short]>([
    ['a wider rule', { claims: { p: 'x', q: 'y' } }, { claims: { p: 'x' } }],
    ['another issuer', { issuer: 'https://other.test' }, {}],
    ['another claim', { claims: { p: 'x' } }, { claims: { q: 'x' } }],
    ['a value of another type', { claims: { p: '1' } }, { claims: { p: 1 } }],
    ['a list that goes further', { claims: { p: ['x', 'y'] } }, { claims: { p: ['x', 'z'] } }],
    [
      'patterns that cannot be compared',
      { claims: { p: { glob: '*' } } },
      { claims: { p: { glob: 'x*' } } },
    ],
    [
      'a glob and the like expression',
      { claims: { p: { glob: 'x' } } },
      { claims: { p: { regex: 'x' } } },
    ],
    ['a value after a list', { claims: { p: { has: 'x' } } }, { claims: { p: 'x' } }],
    ['a list after a value', { claims: { p: { glob: '**' } } }, { claims: { p: { has: 'x' } } }],
    ['a number after **', { claims: { p: { glob: '**' } } }, { claims: { p: 1 } }],
    ['anybody after a client', { client: 'c' }, {}],
    ['another client', { client: 'c' }, { client: ['c', 'd'] }],
    ['a further audience', { grant: { audience: 'a' } }, { grant: { audience: ['a', 'b'] } }],
    ['an audience after a pass-through', { grant: { passUpstreamAudience: true } }, {}],
    ['a pass-through after an audience', {}, { grant: { passUpstreamAudience: true } }],
    ['what lacks a needed claim', { grant: { claims: { t: '{p}' } } }, {}],
    [
      'what needs a claim of any type',
      { grant: { claims: { t: 'x:{p}' } } },
      { grant: { claims: { t: '{p}' } } },
    ],
    [
      'a list where text is needed',
      { grant: { claims: { t: 'x:{p}' } } },
      { claims: { p: { has: 'x' } } },
    ],
  ])('%s', (_, wide, narrow) => {
    expect(shadowed(wide, narrow)).toEqual([]);
  });
});

describe('findShadowedRules', () => {
  it('names no rule that ever decides (property)', () => {
    fc.assert(
      fc.property(rules, fc.array(fc.tuple(claims, ask), { maxLength: 30 }), (list, samples) => {
        const compiled = list.map((rule) => compileRule(rule, regex));
        const never = new Set(findShadowedRules(compiled).map(({ rule }) => rule));
        for (const [given, asked] of samples) {
          const token = { issuer: ISSUER, claims: { aud: 'drawbridge', ...given } };
          const decides = compiled.find(
            (rule) =>
              matchesToken(rule, token) &&
              matchesCaller(rule, asked) &&
              matchesTargets(rule, token, asked),
          );
          if (decides !== undefined) expect(never).not.toContain(decides);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('looks past no earlier rule, though it is held against few (property)', () => {
    fc.assert(
      fc.property(rules, (list) => {
        const compiled = list.map((rule) => compileRule(rule, regex));
        // Alone, a pair of rules has nobody else to be told apart from.
        const expected = compiled.flatMap((narrow, index) => {
          const by = compiled
            .slice(0, index)
            .find((wide) => findShadowedRules([wide, narrow]).length > 0);
          return by === undefined ? [] : [`${narrow.rule.name} by ${by.rule.name}`];
        });
        const found = findShadowedRules(compiled).map(
          ({ rule, by }) => `${rule.rule.name} by ${by.rule.name}`,
        );
        expect(found).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, (n: number) => Short]>([
    ['values', (n) => ({ claims: { p: `x${n}` } })],
    ['globs', (n) => ({ claims: { p: { glob: `x${n}/**` }, q: 'same' } })],
    ['values and globs', (n) => ({ claims: { p: n % 2 === 0 ? `x${n}` : { glob: `x${n}/**` } } })],
    ['elements', (n) => ({ claims: { p: { has: `x${n}` }, q: 'same' } })],
    ['clients', (n) => ({ client: `c${n}` })],
    ['audiences', (n) => ({ grant: { audience: `a${n}` } })],
  ])('goes through 5,000 rules told apart by %s in no time', (_, ruleOf) => {
    const compiled = compileAll(Array.from({ length: 5000 }, (__, n) => ruleOf(n)));
    const time = cpuTimeOf(() => expect(findShadowedRules(compiled)).toEqual([]));
    // All against all took ten times as long, and more.
    expect(time).toBeLessThan(2_500_000);
  });
});

describe('widerCandidates', () => {
  it('answers each position once and in order', () => {
    const compiled = compileAll([
      { claims: { p: ['x', 'x', 'y'] } },
      { claims: { p: { glob: 'x*' } } },
      { claims: { p: 'x' }, client: ['c', 'c'] },
    ]);
    expect(compiled.map(widerCandidates(compiled)).at(2)).toEqual([0, 1, 2]);
  });
});
