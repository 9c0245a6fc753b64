import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOCUMENTED } from './documented-statements.fixture.ts';
import { examine } from './examine.ts';
import type { Scene } from './scene.ts';
import { arbitraryScene, CLAIMS, scene, sceneToken } from './scene.fixture.ts';
import { trustingParties } from './trusts.fixture.ts';

// The requirements of each relying party and the rules that look at them are one list.

/** Rules that pass with some configuration whatever the token and the issuer are, and why that is so. */
const HANGS_ON_TRUST: Readonly<Record<string, readonly (readonly [why: string, ...string[]])[]>> = {
  aws: [['the statements of the policy are all that it looks at', 'trust-narrow']],
  gcp: [
    [
      'with uploaded keys nothing is fetched, so that nothing is asked of the issuer',
      'discovery-issuer',
      'discovery-jwks-uri',
      'discovery-members',
      'discovery-served',
      'issuer-public',
      'jwks-served',
      'tls-lasts',
      'tls-trusted',
    ],
    ['a provider says whether it has keys', 'keys-uploaded', 'keys-uploaded-curve'],
    ['a provider with a condition has one', 'provider-tenant'],
  ],
  vault: [
    ['the configuration is all that it looks at', 'asked-by-https', 'configuration'],
    [
      'with given keys, or a provider of them, nothing is fetched',
      'discovery-issuer',
      'discovery-jwks-uri',
      'discovery-served',
      'issuer-reached',
      'jwks-served',
      'keys-readable',
      'keys-remembered',
      'keys-some',
      'tls-lasts',
      'tls-trusted',
    ],
  ],
};

const described = (await trustingParties()).map(
  (each) => [each.party.name, each.party, each.trusts] as const,
);

/** Tokens of all kinds, beside what arbitrary scenes have. */
const TOKENS = [
  {},
  { sub: 'repo:acme/*' },
  { sub: undefined },
  { sub: 'x'.repeat(700) },
  { iss: 'https://sts.windows.net/a/' },
  { aud: ['a', 'b'] },
  { aud: undefined },
  { email: 'ada@example.com', email_verified: false },
  { exp: 1 },
  { exp: '1' },
  { nbf: 4e9 },
  { jti: 7 },
  { 'https://aws.amazon.com/tags': { principal_tags: { team: ['web'] } } },
  { 'https://aws.amazon.com/source_identity': 'ada' },
  { 'https://aws.amazon.com/roles': ['arn:aws:iam::123456789012:role/other'] },
].map((own) => scene({ token: sceneToken({ claims: { ...CLAIMS, ...own } }) }));

describe.each(described)('%s', (name, party, trusts) => {
  const { requirements, rules } = party;
  const ids = rules.map(({ id }) => id);
  const looked = new Set(rules.flatMap(({ of }) => of));

  it('has a rule for each thing that is asked for', () => {
    expect(Object.keys(requirements).filter((each) => !looked.has(each))).toEqual([]);
  });

  it('says every statement that is documented, and nothing beside', () => {
    const stated = (DOCUMENTED[name] ?? []).flatMap(([, ...own]) => own);
    expect(new Set(stated)).toEqual(new Set(Object.keys(requirements)));
  });

  it.each(DOCUMENTED[name] ?? [])('has a rule for what is documented: %s', (_, ...own) => {
    expect(own).not.toEqual([]);
    expect(own.filter((each) => !looked.has(each))).toEqual([]);
  });

  it('has no rule for what nobody asks for, and none twice', () => {
    expect([...looked].filter((each) => !Object.hasOwn(requirements, each))).toEqual([]);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids.filter((id) => !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it.each(Object.entries(requirements))(
    'says where %s is from',
    (_, { says, sources, answers }) => {
      expect(says).toMatch(/^[A-Z].*\.$/);
      for (const words of answers ?? []) expect(words).toMatch(/^\S.*[^.\s]$/);
      for (const { title, place, read } of sources) {
        expect(title).not.toBe('');
        expect(read).toMatch(/^20\d\d-(?:0[1-9]|1[0-2])$/);
        if (place !== undefined) expect(place).toMatch(/^[a-z0-9.-]+\.[a-z]+\/\S+$/);
      }
    },
  );

  it('refuses nothing for what nobody promises', () => {
    const measured = Object.entries(requirements)
      .filter(([, { sources }]) => sources.every(({ kind }) => kind === 'third-party'))
      .map(([each]) => each);
    const strict = rules.filter(
      ({ of, level }) => level === 'error' && of.some((each) => measured.includes(each)),
    );
    expect(strict.map(({ id }) => id)).toEqual([]);
  });

  it.each<readonly [what: string, trust: unknown]>([['nothing', undefined], ...trusts])(
    'judges in words what it meets: %s',
    (_, trust) => {
      fc.assert(
        fc.property(arbitraryScene, (met) => {
          for (const { id, level, wanted, judge } of rules) {
            const outcome = judge({ ...met, trust } as unknown as Scene<never>);
            expect(wanted, id).toMatch(/\S/);
            if (outcome === undefined) {
              expect(trust, id).toBeDefined();
              continue;
            }
            expect(outcome.seen, id).toMatch(/\S/);
            expect(outcome.seen.length, id).toBeLessThan(1500);
            if (outcome.state !== 'passed') expect(outcome.fix, id).toMatch(/^[A-Z"].*[.?]$/s);
            if (level === 'asked') expect(outcome.state, id).not.toBe('failed');
          }
        }),
        { numRuns: trust === undefined ? 200 : 30 },
      );
    },
  );

  it.each(trusts)('passes nothing that this does not meet: %s', async (_, trust) => {
    const one = async (met: Scene<undefined>) => {
      const answers = await examine(party, { ...met, trust });
      const [told] = answers.filter(({ id }) => id === 'trust');
      const missed = answers.filter(({ id, state }) => id === 'trust' && state !== 'passed');
      if (told?.state === 'failed') {
        for (const { seen, requirements: named } of missed) expect(named, seen).not.toEqual([]);
      }
      const says = new Set(missed.flatMap(({ requirements: own }) => own.map((each) => each.says)));
      const passed = answers.filter(({ state }) => state === 'passed');
      const odd = passed.filter(({ requirements: own }) => own.some((each) => says.has(each.says)));
      expect(odd.map(({ id, seen }) => `${id}: ${seen}; ${[...says].join(' ')}`)).toEqual([]);
    };
    for (const met of TOKENS) await one(met);
    await fc.assert(fc.asyncProperty(arbitraryScene, one), { numRuns: 30 });
  });

  it('asks for the configuration where a rule is left to it', () => {
    const open = TOKENS.flatMap((met) =>
      rules.flatMap(({ id, judge }) => {
        const isLeft = trusts.some(([, trust]) => judge({ ...met, trust }) === undefined);
        const outcome = judge(met as unknown as Scene<never>);
        return isLeft && outcome?.state === 'unknown' ? [[id, outcome.fix] as const] : [];
      }),
    );
    expect(open).not.toEqual([]);
    for (const [id, fix] of open) expect(fix, id).toContain('--trust');
  });

  it('has no rule that passes whatever the token is', () => {
    const scenes = [...TOKENS, ...fc.sample(arbitraryScene, { numRuns: 300, seed: 12 })];
    const always = new Set<string>();
    for (const [, trust] of trusts) {
      for (const { id, judge } of rules) {
        const states = scenes.map((met) => judge({ ...met, trust })?.state);
        if (states.every((state) => state === 'passed')) always.add(id);
      }
    }
    expect([...always].toSorted()).toEqual(
      (HANGS_ON_TRUST[name] ?? []).flatMap(([, ...own]) => own).toSorted(),
    );
  });
});
