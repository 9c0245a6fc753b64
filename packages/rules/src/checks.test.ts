import { describe, expect, it } from 'vitest';
import { listChecks, matchesCaller, matchesTargets, matchesToken } from './checks.ts';
import { compileRule } from './compile-rule.ts';
import type { Rule } from './rule.ts';
import { type Ask, ASK_NOTHING } from './token-view.ts';

const ISSUER = 'https://issuer.test';

function compiled(match: Partial<Rule['match']> = {}, grant: Partial<Rule['grant']> = {}) {
  const rule = {
    name: 'r',
    match: { issuer: ISSUER, ...match },
    grant: { audience: ['a', 'b'], ...grant },
  };
  return compileRule(rule, undefined);
}

const view = (claims: Readonly<Record<string, unknown>> = {}) => ({ issuer: ISSUER, claims });
const asking = (...audiences: readonly string[]): Ask => ({ audiences });

describe('matchesCaller', () => {
  it.each([undefined, '', 'X', 'x ', 'constructor', '__proto__'])(
    'does not take %j for x',
    (client) => {
      expect(matchesCaller(compiled({ client: 'x' }), { audiences: [], client })).toBe(false);
      expect(matchesCaller(compiled({ client: ['y', 'x'] }), { audiences: [], client })).toBe(
        false,
      );
    },
  );

  it('takes each of the list, and anybody where nobody is named', () => {
    for (const client of ['x', 'y']) {
      expect(matchesCaller(compiled({ client: ['x', 'y'] }), { audiences: [], client })).toBe(true);
    }
    expect(matchesCaller(compiled(), ASK_NOTHING)).toBe(true);
    expect(matchesCaller(compiled(), { audiences: [], client: 'z' })).toBe(true);
  });
});

describe('matchesTargets', () => {
  it.each([[['c']], [['a', 'c']], [['A']], [['a ']], [['']], [['length']], [['a', 'b', '0']]])(
    'does not allow %j of [a, b]',
    (asked) => {
      expect(matchesTargets(compiled(), view(), asking(...asked))).toBe(false);
    },
  );

  it.each([[[]], [['a']], [['b', 'a']], [['a', 'a']]])('allows %j of [a, b]', (asked) => {
    expect(matchesTargets(compiled(), view(), asking(...asked))).toBe(true);
  });

  it('does not take a name for a list of letters', () => {
    expect(matchesTargets(compiled({}, { audience: 'ab' }), view(), asking('a'))).toBe(false);
  });

  it('allows what the upstream token is for where that is passed on, and no more', () => {
    const rule = compiled({}, { audience: undefined, passUpstreamAudience: true });
    expect(matchesTargets(rule, view({ aud: ['u', 'v'] }), asking('v'))).toBe(true);
    expect(matchesTargets(rule, view({ aud: 'u' }), asking('u'))).toBe(true);
    for (const aud of [['v'], 'uu', { u: 'u' }, null, [['u']], undefined]) {
      expect(matchesTargets(rule, view({ aud }), asking('u'))).toBe(false);
    }
  });
});

describe('matchesToken', () => {
  it('wants every claim that a template needs', () => {
    const rule = compiled({}, { claims: { x: '{a}', y: 'p:{b.c}' } });
    expect(matchesToken(rule, view({ a: ['l'], b: { c: 1 } }))).toBe(true);
    for (const claims of [
      { a: 1 },
      { a: 1, b: { c: ['x'] } },
      { a: null, b: { c: 1 } },
      { b: { c: 1 } },
    ]) {
      expect(matchesToken(rule, view(claims))).toBe(false);
    }
  });

  it('wants text where a condition on the same claim is content with a list', () => {
    const rule = compiled({ claims: { a: { has: 'x' } } }, { claims: { t: 'p:{a}' } });
    expect(matchesToken(rule, view({ a: ['x'] }))).toBe(false);
    expect(matchesToken(compiled({ claims: { a: { has: 'x' } } }), view({ a: ['x'] }))).toBe(true);
  });
});

describe('listChecks', () => {
  it('says of everything that a rule looks at what came of it, in order', () => {
    const rule = compiled(
      { claims: { ref: 'main', groups: { has: 'x' } }, client: ['c', 'd'] },
      { claims: { t: 'p:{who}', u: '{ref}' } },
    );
    const checks = listChecks(rule, view({ ref: 'dev', groups: ['x'] }), {
      audiences: ['a', 'z'],
      client: 'e',
    });
    expect(checks).toEqual([
      { what: `iss = "${ISSUER}"`, met: true, seen: `"${ISSUER}"` },
      { what: 'ref = "main"', met: false, seen: '"dev"' },
      { what: 'groups has an element that is "x"', met: true, seen: '["x"]' },
      { what: 'who is there, as text or number, for a template', met: false },
      { what: 'the caller is c or d', met: false, seen: '"e"' },
      { what: 'it may be for a, b', met: false, seen: '"a", "z"' },
    ]);
  });

  it('cuts long values', () => {
    const [, check] = listChecks(
      compiled({ claims: { a: 'x' } }),
      view({ a: 'y'.repeat(5000) }),
      ASK_NOTHING,
    );
    expect(check?.seen?.length).toBeLessThan(130);
  });

  it('tells a claim that is null from one that is not there', () => {
    const rule = compiled({ claims: { a: 'x' } });
    expect(listChecks(rule, view({ a: null }), ASK_NOTHING)[1]).toMatchObject({ seen: 'null' });
    expect(listChecks(rule, view(), ASK_NOTHING)[1]).not.toHaveProperty('seen');
  });
});
