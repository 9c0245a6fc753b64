import { DrawbridgeError } from '@drawbridge/core';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, claims, rules } from './arbitrary-rules.fixture.ts';
import { compileRules, type RuleSet } from './compile.ts';
import type { Outcome } from './explain.ts';
import type { Ask } from './token-view.ts';
import { createTokens, ISSUER, type Tokens } from './verified-token.fixture.ts';

let tokenWith: Tokens;
beforeAll(async () => {
  tokenWith = await createTokens();
});

/** What `decide` says, in the words of `explain`. */
function decided(set: RuleSet, token: Parameters<RuleSet['decide']>[0], asked: Ask): Outcome {
  try {
    const decision = set.decide(token, asked);
    if (!('granted' in decision)) return decision;
    const { claims: made, once, ...grant } = decision.granted;
    const shown = { ...grant, claims: Object.fromEntries(made) };
    return { allowed: once === undefined ? shown : { ...shown, once: true } };
  } catch (thrown) {
    if (!(thrown instanceof DrawbridgeError)) throw thrown;
    expect(thrown.code).toBe('claim_unfit');
    const rule = /^the rule (\S+) /.exec(thrown.message)?.[1] ?? '';
    return { unfit: thrown.message, rule };
  }
}

describe('explain', () => {
  it('says what decide decides, and which of the rules that match is first (property)', async () => {
    await fc.assert(
      fc.asyncProperty(rules, claims, ask, async (list, given, asked) => {
        const set = await compileRules(list).catch(() => undefined);
        fc.pre(set !== undefined);
        const token = await tokenWith(given);
        const { outcome, rules: explained } = set.explain(token, asked);
        expect(outcome).toEqual(decided(set, token, asked));
        expect(explained.map(({ rule }) => rule)).toEqual(list.map(({ name }) => name));
        const first = explained.find(({ matches }) => matches)?.rule;
        const named =
          'allowed' in outcome
            ? outcome.allowed.rule
            : 'unfit' in outcome
              ? outcome.rule
              : undefined;
        expect(named).toBe(first);
        for (const { matches, checks } of explained) {
          expect(matches).toBe(checks.every(({ met }) => met));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('says that a claim is unfit, and by which rule', async () => {
    const set = await compileRules([
      { name: 'r', match: { issuer: ISSUER }, grant: { audience: 'a', copy: ['n'] } },
    ]);
    expect(set.explain({ issuer: ISSUER, claims: { n: 2 ** 60 } }).outcome).toEqual({
      rule: 'r',
      unfit: expect.stringContaining('claim n holds a number'),
    });
  });

  it('says that a token without a jti cannot be taken once, and that another is', async () => {
    const rule = { name: 'r', match: { issuer: ISSUER }, grant: { audience: 'a', once: true } };
    const set = await compileRules([rule]);
    const outcomeOf = (more: object) =>
      set.explain({ issuer: ISSUER, claims: { iss: ISSUER, ...more } }).outcome;
    expect(outcomeOf({})).toEqual({
      unfit: expect.stringMatching(/^the rule r .* no jti/),
      rule: 'r',
    });
    expect(outcomeOf({ jti: 'j' })).toMatchObject({ allowed: { rule: 'r', once: true } });
  });

  it('explains rules of other issuers too', async () => {
    const set = await compileRules([
      { name: 'r', match: { issuer: 'https://other.test' }, grant: { audience: 'a' } },
    ]);
    const { outcome, rules: explained } = set.explain({ issuer: ISSUER, claims: {} });
    expect(outcome).toMatchObject({ refused: 'rule' });
    expect(explained).toMatchObject([{ rule: 'r', matches: false, checks: [{ met: false }] }]);
  });

  it.each<[string, Ask, string]>([
    ['target', { audiences: ['z'] }, 'target'],
    ['target, though the caller is wrong as well', { audiences: ['z'], client: 'x' }, 'target'],
    ['client', { audiences: ['a'] }, 'client'],
    ['client', { audiences: [] }, 'client'],
    [
      'client, when one rule wants one and another has other targets',
      { audiences: ['b'] },
      'client',
    ],
  ])('gives the reason %s', async (_, asked, refused) => {
    const set = await compileRules([
      { name: 'r', match: { issuer: ISSUER, client: 'c' }, grant: { audience: 'a' } },
      { name: 's', match: { issuer: ISSUER, client: 'c' }, grant: { audience: 'b' } },
    ]);
    expect(set.explain({ issuer: ISSUER, claims: {} }, asked).outcome).toMatchObject({ refused });
    expect(set.decide(await tokenWith(), asked)).toMatchObject({ refused });
  });
});
