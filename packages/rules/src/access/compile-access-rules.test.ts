import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTimeOf } from '../cpu-time.fixture.ts';
import { person, target } from './access.fixture.ts';
import type { AccessDecision, AccessPerson, AccessTarget } from './access.ts';
import type { AccessRule } from './access-rule.ts';
import { accessPerson, accessRule, accessRules, accessTarget } from './arbitrary-access.fixture.ts';
import { type AccessRules, compileAccessRules } from './compile-access-rules.ts';
import { findAccessRuleFaults } from './faults/find-access-rule-faults.ts';

/** Rules, but for those that can never decide. */
async function compiled(rules: readonly AccessRule[]): Promise<AccessRules> {
  const faults = await findAccessRuleFaults(rules, '');
  for (const { message } of faults) expect(message).toContain('can never decide');
  const unreachable = new Set(faults.map(({ path }) => path));
  return compileAccessRules(rules.filter((_, index) => !unreachable.has(`[${index}]`)));
}

async function decide(
  rules: readonly AccessRule[],
  what: Partial<AccessTarget> = {},
  who?: AccessPerson,
): Promise<AccessDecision> {
  return (await compileAccessRules(rules)).decide(target(what), who);
}

const STAFF: AccessRule = { name: 'staff', match: { groups: 'staff' } };
const HEALTH: AccessRule = { name: 'health', match: { paths: '/health' }, allow: 'anyone' };
const NO_ADMIN: AccessRule = { name: 'no-admin', match: { paths: '/admin/**' }, deny: true };
const staff = person({ groups: ['staff'] });

describe('decide', () => {
  it('lets nobody in without a rule that holds', async () => {
    const denied = { kind: 'denied', why: 'no rule lets it in' };
    expect(await decide([HEALTH])).toEqual(denied);
    expect(await decide([HEALTH], {}, staff)).toEqual(denied);
    expect(await decide([STAFF], {}, person())).toEqual(denied);
    expect(await decide([NO_ADMIN, HEALTH], { path: '/' }, staff)).toEqual(denied);
  });

  it('has the first rule that holds decide', async () => {
    const rules = [HEALTH, NO_ADMIN, STAFF];
    expect(await decide(rules, { path: '/health' })).toEqual({
      kind: 'allowed',
      rule: 'health',
      isPublic: true,
    });
    expect(await decide(rules, { path: '/admin/x' }, staff)).toEqual({
      kind: 'denied',
      why: 'the rule "no-admin" keeps it out',
      rule: 'no-admin',
    });
    expect(await decide(rules, {}, staff)).toEqual({
      kind: 'allowed',
      rule: 'staff',
      isPublic: false,
    });
  });

  it('has somebody sign in where that may help, and nobody where it cannot', async () => {
    expect(await decide([STAFF])).toEqual({ kind: 'signIn' });
    expect(await decide([NO_ADMIN, STAFF], { path: '/admin/' })).toMatchObject({ kind: 'denied' });
    expect(await decide([STAFF, NO_ADMIN], { path: '/admin/' })).toEqual({ kind: 'signIn' });
    const elsewhere = { ...STAFF, match: { groups: 'staff', hosts: 'other.test' } };
    expect(await decide([elsewhere])).toMatchObject({ kind: 'denied' });
    const inside = { ...STAFF, match: { groups: 'staff', networks: '192.0.2.0/24' } };
    expect(await decide([inside])).toEqual({ kind: 'signIn' });
    expect(await decide([inside], { address: undefined })).toEqual({
      kind: 'denied',
      why: 'no rule lets it in: "staff" might, but the address of the client is not known',
    });
  });

  it('does not keep nobody out by a rule that says who is meant', async () => {
    const bob: AccessRule = { name: 'bob', match: { users: 'bob@company.test' }, deny: true };
    expect(await decide([bob, HEALTH], { path: '/health' })).toMatchObject({ rule: 'health' });
    expect(await decide([bob, STAFF])).toEqual({ kind: 'signIn' });
    const he = person({ email: 'Bob@company.test', groups: ['staff'] });
    expect(await decide([bob, STAFF], {}, he)).toMatchObject({ kind: 'denied', rule: 'bob' });
  });

  it('lets everybody in who is signed in, where a rule says so', async () => {
    const signedIn: AccessRule = { name: 's', match: {}, allow: 'signed-in' };
    expect(await decide([signedIn])).toEqual({ kind: 'signIn' });
    expect(await decide([signedIn], {}, person())).toEqual({
      kind: 'allowed',
      rule: 's',
      isPublic: false,
    });
  });

  it('says what is not known, by which rules, and why', async () => {
    const overage = person({ groups: 'the token has no claim "groups"' });
    expect(await decide([HEALTH, STAFF], {}, overage)).toEqual({
      kind: 'denied',
      why: 'no rule lets it in: "staff" might, but the groups are not known: the token has no claim "groups"',
    });
    const guests: AccessRule = { name: 'no-guests', match: { groups: 'guests' }, deny: true };
    expect(await decide([guests, STAFF], {}, overage)).toEqual({
      kind: 'denied',
      rule: 'no-guests',
      why: 'the rule "no-guests" keeps it out, for it is not known that it means somebody else: the groups are not known: the token has no claim "groups"',
    });
    const many = Array.from({ length: 5 }, (_, index) => ({
      name: `s${index}`,
      match: { groups: `g${index}` },
    }));
    expect(await decide(many, {}, overage)).toMatchObject({
      why: expect.stringMatching(/^no rule lets it in: "s0" .*"s1" .*"s2" .*; and 2 more$/),
    });
  });

  it('does not notice when its rules are changed afterwards', async () => {
    const groups = ['staff'];
    const compiling = compileAccessRules([{ name: 'r', match: { groups } }]);
    groups.push('guests');
    const rules = await compiling;
    expect(rules.decide(target(), person({ groups: ['guests'] })).kind).toBe('denied');
  });

  it('reports every fault of every rule at once, each with its path', async () => {
    const faulty: AccessRule = { name: 'r', match: { paths: 'x', users: [] } };
    await expect(compileAccessRules([faulty, faulty], 'gateway.rules')).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringMatching(/5 faults:[^]*gateway\.rules\[1\]\.name is "r"/),
    });
  });
});

describe('decide, whatever is asked (property)', () => {
  const somebody = fc.option(accessPerson, { nil: undefined });

  it('lets in by the first rule that holds alone, which lets in', async () => {
    await fc.assert(
      fc.asyncProperty(accessRules, accessTarget, somebody, async (list, what, who) => {
        const rules = await compiled(list);
        const decision = rules.decide(what, who);
        const { rules: explained, decision: same } = rules.explain(what, who);
        expect(same).toEqual(decision);
        const first = explained.find(({ holds }) => holds);
        if (decision.kind === 'allowed') {
          expect(first).toMatchObject({ rule: decision.rule, effect: 'allow' });
          for (const { standing } of first?.checks ?? []) expect(standing).toBe('met');
          const own = list.find(({ name }) => name === decision.rule);
          expect(decision.isPublic).toBe(own?.allow === 'anyone');
          expect(who !== undefined || decision.isPublic).toBe(true);
        } else {
          expect(first?.effect).not.toBe('allow');
          if (decision.kind === 'signIn') expect(who).toBeUndefined();
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has each rule decide alone as it does among others', async () => {
    await fc.assert(
      fc.asyncProperty(accessRules, accessTarget, somebody, async (list, what, who) => {
        const { rules } = (await compiled(list)).explain(what, who);
        for (const { rule, holds, effect } of rules) {
          const own = list.find(({ name }) => name === rule) as AccessRule;
          const decision = (await compileAccessRules([own])).decide(what, who);
          const decides = 'rule' in decision && decision.rule === rule;
          expect([holds, effect]).toEqual([decides, own.deny === true ? 'deny' : 'allow']);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('never allows more for a rule in front that keeps out', async () => {
    await fc.assert(
      fc.asyncProperty(
        accessRules,
        accessRule,
        accessTarget,
        somebody,
        async (list, one, what, who) => {
          const { name: _, allow: __, ...rest } = one;
          const front: AccessRule = { ...rest, name: 'front', deny: true };
          const [without, with_] = await Promise.all([compiled(list), compiled([front, ...list])]);
          const before = without.decide(what, who);
          const after = with_.decide(what, who);
          // Which other rules might have let it in is told of those that were looked at, and these are fewer or more by the index.
          const decided = ({ kind, ...more }: AccessDecision) => ({
            kind,
            rule: 'rule' in more ? more.rule : undefined,
          });
          if (after.kind !== 'denied') expect(after).toEqual(before);
          else if (after.rule !== 'front') expect(decided(before)).toEqual(decided(after));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never lets in who does not sign in with what signing in would not', async () => {
    await fc.assert(
      fc.asyncProperty(accessRules, accessTarget, accessPerson, async (list, what, who) => {
        const rules = await compiled(list);
        // Where nobody can be let in by signing in, nobody is.
        if (rules.decide(what).kind === 'denied') {
          expect(rules.decide(what, who).kind).toBe('denied');
        }
      }),
      { numRuns: 200 },
    );
  });

  it('Authelia GHSA-hjj4: knows a person by one email, however it and the rule are spelled', async () => {
    for (const match of [{ users: 'Alice@Corp.Example' }, { domains: 'CORP.example' }]) {
      const rules = await compiled([{ name: 'x', match }]);
      for (const email of ['alice@corp.example', 'ALICE@CORP.EXAMPLE', 'aLiCe@cOrP.ExAmPlE']) {
        const { kind } = rules.decide(target(), person({ email }));
        expect(kind, `${JSON.stringify(match)} ${email}`).toBe('allowed');
      }
    }
  });

  it('decides alike in whatever case a host and an email are written', async () => {
    await fc.assert(
      fc.asyncProperty(accessRules, accessTarget, accessPerson, async (list, what, who) => {
        const rules = await compiled(list);
        const loud = { ...what, host: what.host.toUpperCase() };
        const shouted = { ...who, email: who.email?.toUpperCase() };
        expect(rules.decide(loud, shouted)).toMatchObject({ kind: rules.decide(what, who).kind });
      }),
      { numRuns: 100 },
    );
  });
});

describe('a decision', () => {
  it('among 2,000 rules, each of its host, costs what one among 10 does', async () => {
    const of = (count: number) =>
      compileAccessRules(
        Array.from({ length: count }, (_, index) => ({
          name: `r${index}`,
          match: { hosts: `app${index}.test`, paths: ['/a/**', '/b/**'], groups: `g${index}` },
        })),
      );
    const [few, many] = await Promise.all([of(10), of(2000)]);
    const who = person({ groups: ['g9'] });
    for (const host of ['app9.test', 'other.test']) {
      const timeOf = ({ decide: ask }: AccessRules) =>
        cpuTimeOf(() => {
          for (let round = 0; round < 500; round++) ask({ ...target(), host, path: '/b/c' }, who);
        });
      const ratios = Array.from({ length: 7 }, () => timeOf(many) / timeOf(few));
      // The middle one: a walk over all would be hundreds of times as long.
      expect(ratios.sort((a, b) => a - b)[3]).toBeLessThan(5);
    }
  });
});
