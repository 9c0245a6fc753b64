import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { cpuTimeOf } from '../cpu-time.fixture.ts';
import { loadRegexCompiler, type RegexCompiler } from '../condition/regex.ts';
import { person, target } from './access.fixture.ts';
import type { AccessPerson, AccessTarget } from './access.ts';
import { createAccessIndex } from './access-index.ts';
import type { AccessMatch, AccessRule } from './access-rule.ts';
import { accessPerson, accessRules, accessTarget } from './arbitrary-access.fixture.ts';
import { compileAccessRule } from './compile-access-rule.ts';
import { decideAmong } from './decide-among.ts';
import { type PersonFacts, readPerson } from './person-checks.ts';
import { readTarget, type TargetFacts } from './target-checks.ts';

let regex: RegexCompiler;
beforeAll(async () => {
  regex = await loadRegexCompiler();
});

/** Decides by a walk over all rules, and by the index. */
function bothWays(list: readonly AccessRule[], what: AccessTarget, who: AccessPerson | undefined) {
  const compiled = list.map((rule) => compileAccessRule(rule, regex));
  const facts = readTarget(what);
  if (typeof facts === 'string') return undefined;
  const asked = who && readPerson(who);
  const candidates = createAccessIndex(compiled).candidates(facts, asked);
  return {
    candidates,
    walked: decideAmong(compiled, compiled.keys(), facts, asked),
    indexed: decideAmong(compiled, candidates, facts, asked),
  };
}

describe('a decision by the index of access rules', () => {
  it('is that of a walk over all of them (property)', () => {
    const somebody = fc.option(accessPerson, { nil: undefined });
    // A dozen rules that differ in one thing, so that rules are told apart by it.
    const padding = fc.constantFrom<(n: number) => AccessMatch>(
      (n) => ({ hosts: `*.pad${n}.test`, users: '1' }),
      (n) => ({ providers: `pad${n}` }),
      (n) => ({ users: `pad${n}@d.test` }),
      (n) => ({ users: `pad${n}` }),
      (n) => ({ users: [`pad${n}`, `pad${n}@d.test`] }),
      (n) => ({ domains: `*.pad${n}.test` }),
      (n) => ({ groups: `pad${n}` }),
      (n) => ({ claims: { c: [n + 10] } }),
      (n) => ({ claims: { 'o.p': { has: `pad${n}` } } }),
      (n) => ({ claims: { sub: `pad${n}` } }),
    );
    fc.assert(
      fc.property(
        fc.array(accessRules, { maxLength: 3 }),
        padding,
        accessTarget,
        somebody,
        (lists, matchOf, what, who) => {
          const pads = Array.from({ length: 12 }, (_, n) => ({ name: '', match: matchOf(n) }));
          const list = [...lists.flat(), ...pads, ...lists.flat()].map((rule, at) => ({
            ...rule,
            name: `r${at}`,
          }));
          const both = bothWays(list, what, who);
          if (both === undefined) return;
          expect(both.indexed).toEqual(both.walked);
          expect(both.candidates).toEqual([...both.candidates].sort((a, b) => a - b));
        },
      ),
      { numRuns: 800 },
    );
  });

  it.each<[string, (n: number) => AccessMatch]>([
    ['names below which hosts are', (n) => ({ hosts: `*.team${n}.test`, users: 'x@y.test' })],
    ['users', (n) => ({ users: [`user${n}@company.test`, `other${n}@company.test`] })],
    ['subjects', (n) => ({ users: `00u${n}` })],
    ['domains', (n) => ({ domains: `*.company${n}.test` })],
    ['groups', (n) => ({ groups: [`team${n}`, `ops${n}`] })],
    ['a claim', (n) => ({ claims: { 'ns.department': `${n}` } })],
    ['an element of a claim', (n) => ({ claims: { roles: { has: [`role${n}`] } } })],
    ['hosts and users', (n) => ({ hosts: `app${n}.test`, users: `user${n}@company.test` })],
  ])('looks at a few of 2,000 rules that differ in %s', (_, matchOf) => {
    const list = Array.from({ length: 2000 }, (__, n) => ({ name: `r${n}`, match: matchOf(n) }));
    const who = person({
      email: 'user7@a.company7.test',
      subject: '00u7',
      groups: ['team7', 'x'],
      claims: { ns: { department: '7' }, roles: ['role7'] },
    });
    const what = target({ host: 'a.b.team7.test' });
    for (const asking of [who, undefined]) {
      const both = bothWays(list, what, asking);
      expect(both?.candidates.length).toBeLessThan(4);
      expect(both?.indexed).toEqual(both?.walked);
    }
  });

  it('looks at each of those of which it is not known whether they hold', () => {
    const list = Array.from({ length: 20 }, (_, n) => ({
      name: `r${n}`,
      match: { groups: `${n}` },
    }));
    const both = bothWays(list, target(), person({ groups: 'the token has no groups' }));
    expect(both?.candidates).toHaveLength(20);
    expect(both?.indexed).toMatchObject({ why: expect.stringMatching(/and 17 more$/) });
  });

  it('costs among 10,000 rules what it does among 10', () => {
    const of = (count: number) => {
      const rules = Array.from({ length: count }, (_, n) => ({
        name: `r${n}`,
        match:
          n % 2 === 0
            ? { hosts: `*.team${n}.test`, groups: 'staff' }
            : { users: `user${n}@company.test` },
      })).map((rule) => compileAccessRule(rule, regex));
      const index = createAccessIndex(rules);
      return (what: TargetFacts, who: PersonFacts | undefined) =>
        decideAmong(rules, index.candidates(what, who), what, who);
    };
    const [few, many] = [of(10), of(10_000)];
    const what = readTarget(target({ host: 'a.team8.test' })) as TargetFacts;
    for (const who of [person({ groups: ['staff'] }), person(), undefined]) {
      const facts = who && readPerson(who);
      expect(many(what, facts)).toEqual(few(what, facts));
      const timeOf = (decide: typeof few) =>
        cpuTimeOf(() => {
          for (let round = 0; round < 300; round++) decide(what, facts);
        });
      const ratios = Array.from({ length: 7 }, () => timeOf(many) / timeOf(few));
      // The middle one: a walk over all would be hundreds of times as long.
      expect(ratios.sort((a, b) => a - b)[3]).toBeLessThan(5);
    }
  });
});
