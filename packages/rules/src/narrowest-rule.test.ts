import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, claims, rules, value } from './arbitrary-rules.fixture.ts';
import { findClaim } from './claims/find-claim.ts';
import { compileRule } from './compile-rule.ts';
import { compileRules } from './compile.ts';
import { loadRegexCompiler, type RegexCompiler } from './condition/regex.ts';
import { narrowestRuleAmong } from './narrowest-rule.ts';
import type { Condition, Rule } from './rule.ts';
import { ASK_NOTHING } from './token-view.ts';
import { createTokens, ISSUER, type Tokens } from './verified-token.fixture.ts';

let regex: RegexCompiler;
let tokenWith: Tokens;
beforeAll(async () => {
  regex = await loadRegexCompiler();
  tokenWith = await createTokens();
});

const among = (list: readonly Rule[]) =>
  narrowestRuleAmong(list.map((rule) => compileRule(rule, regex)));

const rule = (given: Record<string, Condition>, audience: string | string[] = 'a'): Rule => ({
  name: 'r',
  match: { issuer: ISSUER, claims: given },
  grant: { audience },
});

describe('the narrowest rule', () => {
  it('is exact on issuer, sub, what the rules look at, the caller and what was asked for', () => {
    const narrowest = among([rule({ ref: 'x', n: 2, 'o.p': 'y' }), rule({ groups: { has: 'g' } })]);
    const token = {
      issuer: ISSUER,
      claims: { sub: 'alice', ref: 'main', n: 1, o: { p: true }, groups: [null, 'dev'], more: 1 },
    };
    expect(narrowest(token, { audiences: ['b', 'c', 'b'], client: 'me' })).toEqual({
      name: 'narrowest',
      match: {
        issuer: ISSUER,
        claims: { sub: 'alice', ref: 'main', n: 1, 'o.p': true, groups: { has: 'dev' } },
        client: 'me',
      },
      grant: { audience: ['b', 'c'] },
    });
  });

  it('takes a token once where another rule of the issuer does', () => {
    const once = rule({ ref: 'x' });
    const narrowest = among([
      rule({ ref: 'y' }),
      { ...once, grant: { ...once.grant, once: true } },
    ]);
    const grantFor = (given: Record<string, unknown>) =>
      narrowest({ issuer: ISSUER, claims: given }, ASK_NOTHING).grant;
    expect(grantFor({ jti: 'j' })).toEqual({ audience: 'AUDIENCE', once: true });
    // It would not allow what it is asked about.
    expect(grantFor({ jti: 7 })).toEqual({ audience: 'AUDIENCE' });
  });

  it('is for nobody yet when nothing is asked for, whatever other rules are for', () => {
    const token = { issuer: ISSUER, claims: {} };
    expect(among([rule({}, ['x', 'y'])])(token, ASK_NOTHING).grant).toEqual({
      audience: 'AUDIENCE',
    });
    expect(among([])(token, ASK_NOTHING).grant).toEqual({ audience: 'AUDIENCE' });
  });

  it.each([null, {}, [], [null], [['x']], 2 ** 53, Number.POSITIVE_INFINITY, [2 ** 53]])(
    'names no claim whose value no rule can ask for: %j',
    (given) => {
      const token = { issuer: ISSUER, claims: { ref: given } };
      expect(among([rule({ ref: 'x' })])(token, ASK_NOTHING).match.claims).toEqual({});
    },
  );

  it('alone always grants the token that was refused, and no token with another value (property)', async () => {
    await fc.assert(
      fc.asyncProperty(rules, claims, ask, value, async (list, given, asked, other) => {
        const token = await tokenWith(given);
        const narrowest = among(list)(token, asked);
        const alone = await compileRules([narrowest]);
        expect(alone.decide(token, asked)).toMatchObject({ granted: { rule: 'narrowest' } });

        for (const [path, condition] of Object.entries(narrowest.match.claims ?? {})) {
          const before = findClaim(token.claims, path);
          const changed = { issuer: ISSUER, claims: { ...token.claims, ...own(path, other) } };
          const wanted =
            typeof condition === 'object' && 'has' in condition ? condition.has : undefined;
          const stillThere = Array.isArray(other) && other.includes(wanted);
          if (other === before || stillThere) continue;
          expect(alone.explain(changed, asked).outcome).toMatchObject({ refused: 'rule' });
          const missing = Object.fromEntries(
            Object.entries(token.claims).filter(
              ([name]) => name !== path.split('.')[0] && name !== path,
            ),
          );
          expect(alone.explain({ issuer: ISSUER, claims: missing }, asked).outcome).toMatchObject({
            refused: 'rule',
          });
        }
        const elsewhere = { issuer: 'https://other.test', claims: token.claims };
        expect(alone.explain(elsewhere, asked).outcome).toMatchObject({ refused: 'rule' });
        if (asked.client !== undefined) {
          expect(alone.explain(token, { ...asked, client: undefined }).outcome).toMatchObject({
            refused: 'client',
          });
        }
        expect(alone.explain(token, { ...asked, audiences: ['elsewhere'] }).outcome).toMatchObject({
          refused: 'target',
        });
      }),
      { numRuns: 300 },
    );
  });
});

/** An own member, whatever its name. */
function own(name: string, member: unknown): Record<string, unknown> {
  return Object.fromEntries([[name, member]]);
}
