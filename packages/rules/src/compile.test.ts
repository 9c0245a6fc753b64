import {
  createVerifier,
  createDefaultEngine,
  RESERVED_CLAIMS,
  type VerifiedToken,
  type Verifier,
} from '@drawbridge/core';
import { createTestClock, createTestIssuer, type TestIssuer, trust } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { compileRules, type RuleSet } from './compile.ts';
import type { Preview } from './explain.ts';
import type { Grant } from './grant.ts';
import { DEFAULT_LIFETIME, MAX_LIFETIME } from './limits.ts';
import type { Rule, RuleGrant } from './rule.ts';
import type { TokenView } from './token-view.ts';

const clock = createTestClock();
let issuer: TestIssuer;
let other: TestIssuer;
let verify: Verifier['verify'];

beforeAll(async () => {
  issuer = await createTestIssuer({ clock, algorithms: ['EdDSA'] });
  other = await createTestIssuer({ clock, algorithms: ['EdDSA'], issuer: 'https://other.test' });
  verify = createVerifier({
    issuers: [trust(issuer), trust(other)],
    engine: createDefaultEngine(),
    clock,
  }).verify;
});

async function tokenWith(claims: Record<string, unknown> = {}, from = issuer) {
  return verify(await from.issue(claims));
}

/** What is handed out, or `undefined`. */
function granted(rules: RuleSet, token: VerifiedToken) {
  const decision = rules.decide(token);
  return 'granted' in decision ? decision.granted : undefined;
}

function rule(claims: Record<string, string>, grant: Partial<RuleGrant> = {}, name = 'r'): Rule {
  return {
    name,
    match: { issuer: 'https://issuer.test', claims },
    grant: { audience: 'cloud', ...grant },
  };
}

async function faultsOf(rules: readonly Rule[], path?: string): Promise<string> {
  try {
    await compileRules(rules, path);
  } catch (error) {
    expect(error).toMatchObject({ name: 'DrawbridgeError', code: 'config_invalid' });
    return (error as Error).message;
  }
  throw new Error('no fault was found');
}

describe('a rule set refuses to grant', () => {
  const badValues: Readonly<Record<string, unknown>> = {
    'is missing': undefined,
    'is null': null,
    'is a number': 1,
    'is true': true,
    'is the value in a list': ['x'],
    'is an object': { x: 'x' },
    'has another case': 'X',
    'has a space more': 'x ',
    'begins alike': 'xx',
    'is empty': '',
  };

  it.each(Object.entries(badValues))('when a claim %s', async (_, value) => {
    const rules = await compileRules([rule({ role: 'x' })]);
    expect(granted(rules, await tokenWith({ role: value }))).toBeUndefined();
  });

  it('when all conditions but one hold', async () => {
    const rules = await compileRules([rule({ a: '1', b: '2', c: '3' })]);
    expect(granted(rules, await tokenWith({ a: '1', b: '2' }))).toBeUndefined();
    expect(granted(rules, await tokenWith({ a: '1', b: '2', c: '4' }))).toBeUndefined();
    expect(granted(rules, await tokenWith({ a: '1', b: '2', c: '3' }))).toBeDefined();
  });

  it('when the token is of another issuer, whatever its claims', async () => {
    const rules = await compileRules([
      rule({}),
      rule({ iss: 'https://other.test' }, { audience: 'odd' }, 'odd'),
    ]);
    expect(granted(rules, await tokenWith({}, other))).toBeUndefined();
    expect(granted(rules, await tokenWith())).toBeDefined();
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'when a condition is on "%s" and the token only inherits it',
    async (name) => {
      const claims = Object.fromEntries([[name, 'x']]);
      const rules = await compileRules([rule(claims)]);
      expect(Object.keys(claims)).toEqual([name]);
      expect(granted(rules, await tokenWith())).toBeUndefined();
      expect(granted(rules, await tokenWith(claims))).toBeDefined();
    },
  );

  it('whenever any condition of every rule fails (property)', async () => {
    const name = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
    const value = fc.constantFrom('x', 'y', '');
    const claim = fc.oneof(value, fc.constantFrom<unknown>(null, 1, true, ['x'], { x: 'x' }));
    const entries = <T>(item: fc.Arbitrary<T>) =>
      fc.uniqueArray(fc.tuple(name, item), { selector: ([key]) => key, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(entries(value), { minLength: 1, maxLength: 4 }),
        entries(claim),
        async (conditions, claims) => {
          const token = await tokenWith(Object.fromEntries(claims));
          const expected = conditions.findIndex((list) =>
            list.every(([key, wanted]) => claims.some(([k, v]) => k === key && v === wanted)),
          );
          const rules = await compileRules(
            conditions.map((list, index) =>
              rule(Object.fromEntries(list), { audience: ['cloud', `${index}`] }, `r${index}`),
            ),
          );
          expect(granted(rules, token)?.rule).toBe(expected === -1 ? undefined : `r${expected}`);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a rule set grants', () => {
  it('by the first rule that matches', async () => {
    const rules = await compileRules([
      rule({ role: 'boss' }, { audience: 'one' }, 'first'),
      rule({}, { audience: 'two' }, 'second'),
      rule({}, { audience: ['two', 'three'] }, 'third'),
    ]);
    expect(granted(rules, await tokenWith({ role: 'boss' }))?.rule).toBe('first');
    expect(granted(rules, await tokenWith())).toEqual({
      rule: 'second',
      audiences: ['two'],
      lifetime: DEFAULT_LIFETIME,
      claims: new Map([['sub', 'alice']]),
    });
  });

  it('the claims to copy that are there, whatever their type, and no others', async () => {
    const rules = await compileRules([
      rule({}, { copy: ['groups', 'n', 'no', 'nil', 'zero', 'constructor', '__proto__'] }),
    ]);
    const token = await tokenWith({ groups: ['a'], n: { m: 1 }, nil: null, zero: 0, more: 1 });
    const claims: [string, unknown][] = [
      ['groups', ['a']],
      ['n', { m: 1 }],
      ['zero', 0],
    ];
    expect(granted(rules, token)?.claims).toEqual(new Map(claims));
  });

  it('nothing but the audience when the list to copy is empty', async () => {
    const rules = await compileRules([rule({}, { copy: [], lifetime: 7 })]);
    const grant = granted(rules, await tokenWith());
    expect(grant?.claims.size).toBe(0);
    expect(grant?.lifetime).toBe(7);
  });

  it('under its own audience, never the upstream one', async () => {
    const grant = granted(
      await compileRules([rule({})]),
      await tokenWith({ aud: ['drawbridge', 'b'] }),
    );
    expect(grant?.audiences).toEqual(['cloud']);
  });
});

describe('compileRules', () => {
  it('refuses an empty list: without a rule no token is handed out', async () => {
    expect(await faultsOf([], 'exchange.rules')).toContain('exchange.rules has no rule');
  });

  it('reports every fault of every rule at once, each with its path', async () => {
    const message = await faultsOf(
      [
        { name: '', match: { issuer: '' }, grant: { audience: '', lifetime: 0 } },
        rule({}, { copy: ['sub', 'exp', 'iss'] }, 'twice'),
        rule({}, {}, 'twice'),
      ],
      'at',
    );
    expect(message.split('\n')).toEqual([
      'the configuration has 7 faults:',
      '  at[0].name is empty',
      '  at[0].match.issuer is empty',
      '  at[0].grant.audience is empty',
      `  at[0].grant.lifetime is not a whole number of seconds from 1 to ${MAX_LIFETIME}`,
      '  at[1].grant.copy has "exp", which is set by minting alone',
      '  at[1].grant.copy has "iss", which is set by minting alone',
      '  at[2].name is "twice", as an earlier rule is named too',
    ]);
  });

  it.each(RESERVED_CLAIMS)('refuses to copy %s', async (name) => {
    expect(await faultsOf([rule({}, { copy: ['sub', name] })])).toContain('rules[0].grant.copy');
  });

  it.each([0, -1, 0.5, MAX_LIFETIME + 1, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses a lifetime of %d',
    async (lifetime) => {
      expect(await faultsOf([rule({}, { lifetime })])).toContain('rules[0].grant.lifetime');
    },
  );

  it.each([1, MAX_LIFETIME])('takes a lifetime of %d', async (lifetime) => {
    await expect(compileRules([rule({}, { lifetime })])).resolves.toBeDefined();
  });

  it('names every claim that some rule may copy, once and sorted', async () => {
    const rules = await compileRules([
      rule({}, { copy: ['z', 'a'] }, 'one'),
      rule({}, { copy: ['a', 'sub'], audience: 'two' }, 'two'),
      { name: 'three', match: { issuer: 'https://other.test' }, grant: { audience: 'x' } },
    ]);
    expect(rules.claimNames).toEqual(['a', 'sub', 'z']);
  });

  it('does not notice when its input is changed afterwards', async () => {
    const claims: Record<string, string> = { role: 'x' };
    const rules = await compileRules([rule(claims)]);
    delete claims['role'];
    expect(granted(rules, await tokenWith())).toBeUndefined();
  });

  it('does not notice either when lists and limits in it are changed', async () => {
    const list = ['cloud'];
    const copy = ['sub'];
    const client = ['c'];
    const maxBytes: Record<string, number> = { sub: 1 };
    const grant = { audience: list, copy, maxBytes };
    const compiling = compileRules([
      { name: 'r', match: { issuer: issuer.issuer, client }, grant },
      { name: 's', match: { issuer: issuer.issuer, claims: { x: 1 } }, grant: { audience: 'x' } },
    ]);
    // While it is at work, and afterwards.
    list.push('more');
    copy.push('email');
    await compiling.then(() => client.push('d'));
    delete maxBytes['sub'];
    const rules = await compiling;
    const token = await tokenWith({ sub: 'a', email: 'e' });
    expect(rules.decide(token, { audiences: ['more'], client: 'c' })).toMatchObject({
      refused: 'target',
    });
    expect(rules.decide(token, { audiences: [], client: 'd' })).toMatchObject({
      refused: 'client',
    });
    expect(rules.decide(token, { audiences: [], client: 'c' })).toMatchObject({
      granted: { claims: new Map([['sub', 'a']]) },
    });
    const long = await tokenWith({ sub: 'aa' });
    expect(() => rules.decide(long, { audiences: [], client: 'c' })).toThrow('limit is 1');
  });

  it('takes nothing but verified tokens to decide, by type', () => {
    expectTypeOf<RuleSet['decide']>().parameter(0).toEqualTypeOf<VerifiedToken>();
    expectTypeOf<TokenView>().not.toExtend<VerifiedToken>();
    // Not even what has all its public members.
    expectTypeOf<Pick<VerifiedToken, keyof VerifiedToken>>().not.toExtend<VerifiedToken>();
    // What explains cannot be minted from.
    expectTypeOf<Preview>().not.toExtend<Grant>();
  });

  it('cannot be handed a verified token that is home-made: core shows the type alone', async () => {
    expect(Object.keys(await import('@drawbridge/core'))).not.toContain('VerifiedToken');
  });
});
