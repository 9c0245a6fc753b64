import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTimeOf } from '../../cpu-time.fixture.ts';
import { loadRegexCompiler } from '../../condition/regex.ts';
import type { AccessMatch, AccessRule } from '../access-rule.ts';
import {
  accessPerson,
  accessRules,
  accessTarget,
  mixedMatch,
} from '../arbitrary-access.fixture.ts';
import { compileAccessRule, judgeRule } from '../compile-access-rule.ts';
import { readPerson } from '../person-checks.ts';
import { readTarget } from '../target-checks.ts';
import { extentOf, isCovered } from './extent.ts';
import { findAccessRuleFaults } from './find-access-rule-faults.ts';
import { findShadowedAccessRules } from './shadowed-access-rules.ts';
import type { AccessSurroundings } from './surroundings-faults.ts';

async function faultsOf(
  rule: Partial<AccessRule>,
  surroundings?: AccessSurroundings,
): Promise<readonly string[]> {
  const full = { name: 'r', match: {}, ...rule };
  const faults = await findAccessRuleFaults([full], 'at', surroundings);
  return faults.map(({ path, message }) => `${path} ${message}`);
}

describe('findAccessRuleFaults finds', () => {
  it('the lack of any rule', async () => {
    expect(await findAccessRuleFaults([], 'gateway.rules')).toEqual([
      { path: 'gateway.rules', message: expect.stringContaining('nobody gets in') },
    ]);
  });

  it.each<[string, Partial<AccessRule>, RegExp]>([
    ['nobody who is meant', {}, /^at\[0\]\.match says nothing of a person/],
    ['nobody who is meant, of a host', { match: { hosts: 'a.test' } }, /\.match says nothing/],
    ['both effects', { allow: 'anyone', deny: true }, /\.deny stands beside allow/],
    ['both effects on somebody', { match: { users: '1' }, allow: 'anyone', deny: true }, /\.deny/],
    ['anyone who is somebody', { match: { groups: 'g' }, allow: 'anyone' }, /\.allow is "anyone"/],
    ['who is signed in twice', { match: { users: '1' }, allow: 'signed-in' }, /\.allow is "signed/],
    ['an empty name', { name: '', deny: true }, /\.name is empty/],
  ])('%s', async (_, rule, fault) => {
    expect(await faultsOf(rule)).toEqual([expect.stringMatching(fault)]);
  });

  it.each<[AccessMatch, string]>([
    [{ hosts: [] }, 'hosts is an empty list: leave it out'],
    [{ hosts: '' }, 'hosts is empty'],
    [{ hosts: ['a.test', ''] }, 'hosts[1] is empty'],
    [{ hosts: 'https://a.test' }, 'hosts is not a host'],
    [{ hosts: '*' }, 'hosts has a * in it'],
    [{ hosts: '*.test' }, 'hosts stands for a whole top-level domain'],
    [{ hosts: 'a.*.test' }, 'hosts has a * in it'],
    [{ hosts: 'a.test.' }, 'hosts is not a host'],
    [{ hosts: 'bücher.test' }, 'hosts is not a host'],
    [{ hosts: 'a.test/x' }, 'hosts is not a host'],
    [{ paths: [] }, 'paths is an empty list'],
    [{ paths: 'admin' }, 'paths does not begin with a slash'],
    [{ paths: '**' }, 'paths does not begin with a slash'],
    [{ paths: '/a?b=c' }, 'paths has a ? or #'],
    [{ paths: '/a#b' }, 'paths has a ? or #'],
    [{ paths: '/a%20b' }, 'paths is encoded'],
    [{ paths: '/a%2fb' }, 'paths is encoded'],
    [{ paths: '/%2e%2e/' }, 'paths is encoded'],
    [{ paths: '/a/../b' }, 'paths has a segment of dots'],
    [{ paths: '/.' }, 'paths has a segment of dots'],
    [{ paths: String.raw`/\.\./b` }, 'paths has a segment of dots'],
    [{ paths: String.raw`/a\\b` }, 'paths has a character that no path has'],
    [{ paths: '/a\n' }, 'paths has a character that no path has'],
    [{ paths: '/a\\' }, 'paths ends in a backslash'],
    [{ methods: [] }, 'methods is an empty list'],
    [{ methods: ['GET', 'get'] }, 'methods[1] is not a method'],
    [{ methods: '*' }, 'methods is not a method'],
    [{ networks: [] }, 'networks is an empty list'],
    [{ networks: 'localhost' }, 'networks is not an IP address or a range'],
    [{ networks: '10.0.0.1/8' }, 'networks has bits beyond its prefix'],
    [{ networks: '0.0.0.0/0' }, 'networks has every address in it: leave networks out'],
    [{ networks: '::ffff:0.0.0.0/96' }, 'networks has every address in it: leave networks out'],
    [{ providers: [] }, 'providers is an empty list'],
    [{ providers: '*' }, 'providers has a * in it'],
    [{ users: [] }, 'users is an empty list'],
    [{ users: [''] }, 'users[0] is empty'],
    [{ users: '*@a.test' }, 'users has a * in it'],
    [{ users: 'a@b.test@c.test' }, 'users is no email'],
    [{ users: '@b.test' }, 'users is no email'],
    [{ users: 'a@bücher.test' }, 'users is no email'],
    [{ domains: [] }, 'domains is an empty list'],
    [{ domains: '@a.test' }, 'domains has an @ in it'],
    [{ domains: '.a.test' }, 'domains is not a host'],
    [{ domains: '*.test' }, 'domains stands for a whole'],
    [{ domains: 'a.test:81' }, 'domains is not a domain'],
    [{ domains: '[::1]' }, 'domains is not a domain'],
    [{ domains: '*a.test' }, 'domains has a * in it'],
    [{ groups: [] }, 'groups is an empty list'],
    [{ groups: '' }, 'groups has an empty name'],
    [{ groups: ['a', ''] }, 'groups has an empty name'],
    [{ groups: 'team-*' }, 'groups has a "*" that would be compared as it stands'],
    [{ groups: { regex: '(' } }, 'groups has a regular expression'],
    [{ groups: { glob: '' } }, 'groups has a glob that is empty'],
    [{ claims: {} }, 'claims has no condition in it'],
    [{ claims: { '': 1 } }, 'claims. is a claim without a name'],
    [{ claims: { a: [] } }, 'claims.a is an empty list'],
    [{ claims: { a: 'x*' } }, 'claims.a has a "*"'],
    [{ claims: { a: { regex: '(' } } }, 'claims.a has a regular expression'],
  ])('what is wrong with %j', async (match, fault) => {
    // It is told alone: none is taken for something that was left out.
    const faults = await faultsOf({ match: { ...match }, ...(isOfTarget(match) && DENY) });
    expect(faults).toEqual([expect.stringContaining(`at[0].match.${fault}`)]);
  });

  it('names that are given twice, and all else of every rule, each with its path', async () => {
    const faulty: AccessRule = { name: 'r', match: { paths: 'x', users: [] } };
    const faults = await findAccessRuleFaults([undefined, faulty, undefined, faulty], 'at');
    expect(faults.map(({ path }) => path)).toEqual([
      'at[1].match.paths',
      'at[1].match.users',
      'at[3].match.paths',
      'at[3].match.users',
      'at[3].name',
    ]);
  });

  it('whose groups are meant, where there are several providers', async () => {
    const two = { providers: ['okta', 'gitlab'] };
    for (const match of [
      { groups: 'admins' },
      { claims: { a: 1 } },
      { users: ['a@b.test', '7'] },
    ]) {
      expect(await faultsOf({ match }, two)).toEqual([
        expect.stringMatching(
          /^at\[0\]\.match does not say whose (groups|claims|subjects) it means/,
        ),
      ]);
      expect(await faultsOf({ match: { ...match, providers: 'okta' } }, two)).toEqual([]);
      expect(await faultsOf({ match }, { providers: ['okta'] })).toEqual([]);
    }
    expect(await faultsOf({ match: { users: 'a@b.test', domains: 'b.test' } }, two)).toEqual([]);
    expect(await faultsOf({ match: { providers: ['okta', 'Okta'] } }, two)).toEqual([
      'at[0].match.providers has "Okta", which is none of the providers: okta, gitlab',
    ]);
  });

  it('claims that people do not have', async () => {
    const keepsClaim = (name: string) => ['hd', 'realm_access', 'a.b'].includes(name);
    const claims = {
      hd: 1,
      'realm_access.roles': 1,
      'a.b': 1,
      sub: '1',
      iss: 'x',
      a: 1,
      'x.hd': 1,
    };
    expect(await faultsOf({ match: { claims } }, { keepsClaim })).toEqual(
      ['iss', 'a', 'x.hd'].map(
        (name) =>
          `at[0].match.claims.${name} is a claim that is not kept of tokens, so that no rule can look at it`,
      ),
    );
  });

  it('claims that people of the providers that are meant do not have', async () => {
    const keepsClaim = (name: string, providers: readonly string[] = ['a', 'b']) =>
      name === 'roles' && providers.includes('b');
    const faults = (providers?: string | string[]) =>
      faultsOf({ match: { providers, claims: { roles: 'x' } } }, { keepsClaim });
    expect(await faults('a')).toHaveLength(1);
    expect([await faults('b'), await faults(['a', 'b']), await faults()]).toEqual([[], [], []]);
  });

  it.each<[string, readonly string[]]>([
    ['b.test', ['a.test']],
    ['a.test', ['a.test:8443']],
    ['a.test', ['*.a.test']],
    ['*.a.test', ['a.test', 'xa.test', '*.xa.test']],
    ['*.x.a.test', ['y.a.test']],
  ])('that %j is none of the hosts %j', async (host, hosts) => {
    expect(await faultsOf({ match: { hosts: host }, deny: true }, { hosts })).toEqual([
      `at[0].match.hosts has "${host}", which is none of the hosts`,
    ]);
  });

  it.each<[string, readonly string[]]>([
    ['A.test', ['b.test', 'a.test']],
    ['x.a.test', ['*.A.test']],
    ['*.a.test', ['x.y.a.test']],
    ['*.x.a.test', ['*.a.test']],
    ['*.a.test', ['*.x.a.test']],
    ['a.test', ['https://no host']],
  ])('nothing wrong with %j among the hosts %j', async (host, hosts) => {
    expect(await faultsOf({ match: { hosts: host }, deny: true }, { hosts })).toEqual([]);
  });
});

describe('findAccessRuleFaults finds nothing wrong', () => {
  it.each<Partial<AccessRule>>([
    { match: {}, allow: 'anyone' },
    { match: {}, allow: 'signed-in' },
    { match: {}, deny: true },
    { match: { hosts: ['*.a.test', 'a.test:8443', '[2001:db8::1]', 'localhost'] }, deny: true },
    { match: { paths: ['/', '/**', '/a%2Fb', '/.well-known/*', '/...'] }, deny: true },
    { match: { paths: [String.raw`/\?`, '/ä b', '/a;b', '//', '/100%'] }, deny: true },
    { match: { methods: ['GET', 'M-SEARCH'] }, deny: true },
    { match: { networks: ['10.0.0.0/8', '2001:db8::/32', '192.0.2.1'] }, deny: true },
    { match: { users: ['A@b.test', '00u1', 'auth0|7', 'a+b@xn--bcher-kva.test'] } },
    { match: { domains: ['b.test', '*.B.test', 'test'] } },
    { match: { groups: ['a', 'b c'] } },
    { match: { groups: { regex: 'a|b' }, claims: { hd: 'b.test' } } },
  ])('with %j', async (rule) => {
    expect(await faultsOf(rule)).toEqual([]);
  });
});

describe('a rule that can never decide', () => {
  const all: AccessRule = { name: 'wide', match: {}, allow: 'anyone' };

  it.each<[string, Partial<AccessRule>, Partial<AccessRule>]>([
    ['its like', { match: { users: 'A@b.test' } }, { match: { users: 'a@B.test' } }],
    ['anything', all, { match: { groups: 'g' } }],
    ['anything that is kept out', { match: {}, deny: true }, { match: { groups: 'g' } }],
    ['everybody', { match: {}, allow: 'signed-in' }, { match: { groups: { glob: '*' } } }],
    [
      'a host of those below',
      { match: { hosts: '*.a.test' }, deny: true },
      { match: { hosts: ['x.a.test', '*.y.a.test'], groups: 'g' } },
    ],
    [
      'a path of those below',
      { match: { paths: '/a/**' }, deny: true },
      { match: { paths: ['/a', '/a/b', '/a/*/c'], users: '1' } },
    ],
    [
      'who is let in to all that begins alike, however long the path is',
      { match: { paths: '/a/**' }, allow: 'anyone' },
      { match: { paths: ['/a/b', '/a/c/**', '/a/*/d'] }, deny: true },
    ],
    [
      'a long path of those below',
      { match: { paths: `/${'x'.repeat(300)}/**` }, deny: true },
      { match: { paths: `/${'x'.repeat(300)}/a`, users: '1' } },
    ],
    [
      'one of the groups',
      { match: { groups: ['g', 'h'] } },
      { match: { groups: 'h', domains: 'a.test' } },
    ],
    ['a group by its pattern', { match: { groups: { glob: 'g*' } } }, { match: { groups: 'gh' } }],
    ['a claim by its value', { match: { claims: { c: [1, 2] } } }, { match: { claims: { c: 2 } } }],
    [
      'a domain of those below',
      { match: { domains: '*.a.test' } },
      { match: { domains: 'b.a.test' } },
    ],
  ])('is found behind %s', async (_, wide, narrow) => {
    const rules = [wide, narrow].map((rule, index) => ({ match: {}, ...rule, name: `r${index}` }));
    expect(await findAccessRuleFaults(rules, 'at')).toEqual([
      { path: 'at[1]', message: expect.stringMatching(/^can never decide: "r0", which comes bef/) },
    ]);
  });

  it.each<[string, Partial<AccessRule>, Partial<AccessRule>]>([
    [
      'another host',
      { match: { hosts: 'a.test' }, deny: true },
      { match: { hosts: ['a.test', 'b.test'] }, deny: true },
    ],
    [
      'a host that only ends alike',
      { match: { hosts: '*.a.test' }, deny: true },
      { match: { hosts: 'xa.test' }, deny: true },
    ],
    [
      'a name above',
      { match: { hosts: '*.a.test' }, deny: true },
      { match: { hosts: 'a.test' }, deny: true },
    ],
    [
      'a path that begins alike',
      { match: { paths: '/a/**' }, deny: true },
      { match: { paths: '/ab/**' }, deny: true },
    ],
    ['one who is signed in', { match: {}, allow: 'signed-in' }, { match: {}, allow: 'anyone' }],
    [
      'who is kept out where it is not known',
      { match: { groups: 'g' } },
      { match: { groups: 'g' }, deny: true },
    ],
    [
      'who is kept out where the method is not told',
      { match: { methods: 'GET' }, allow: 'anyone' },
      { match: { methods: 'GET' }, deny: true },
    ],
    [
      'who is kept out where the path is too long for a pattern',
      { match: { paths: '/*/a' }, allow: 'anyone' },
      { match: { paths: '/*/a' }, deny: true },
    ],
    [
      'who is kept out by a star that is no wildcard',
      { match: { paths: String.raw`/a\**` }, allow: 'anyone' },
      { match: { paths: String.raw`/a\*/b` }, deny: true },
    ],
    ['nobody', { match: { users: '1' }, deny: true }, { match: {}, deny: true }],
  ])('is not %s', async (_, wide, narrow) => {
    const rules = [wide, narrow].map((rule, index) => ({ match: {}, ...rule, name: `r${index}` }));
    expect(await findAccessRuleFaults(rules, 'at')).toEqual([]);
  });

  it('decides nothing, whatever is asked (property)', async () => {
    const regex = await loadRegexCompiler();
    fc.assert(
      fc.property(
        accessRules,
        accessTarget,
        fc.option(accessPerson, { nil: undefined }),
        (list, what, who) => {
          const compiled = list.map((rule) => compileAccessRule(rule, regex));
          const target = readTarget(what);
          if (typeof target === 'string') return;
          const person = who && readPerson(who);
          const first = compiled.find((rule) => judgeRule(rule, target, person).kind === 'holds');
          for (const { rule, by } of findShadowedAccessRules(compiled)) {
            expect(rule).not.toBe(first);
            expect(compiled.indexOf(by)).toBeLessThan(compiled.indexOf(rule));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is what a look at each pair finds (property)', async () => {
    const regex = await loadRegexCompiler();
    fc.assert(
      fc.property(fc.array(accessRules, { minLength: 1, maxLength: 4 }), (lists) => {
        const compiled = lists.flat().map((rule) => compileAccessRule(rule, regex));
        const extents = compiled.map(extentOf);
        const each = compiled.flatMap((rule, at) => {
          const narrow = extentOf(rule);
          const by = extents.findIndex((wide, earlier) => earlier < at && isCovered(narrow, wide));
          return by === -1 ? [] : [{ rule, by: compiled[by] }];
        });
        expect(findShadowedAccessRules(compiled)).toEqual(each);
      }),
      { numRuns: 300 },
    );
  });

  it('is looked for among many in little time', async () => {
    const of = (count: number) =>
      Array.from({ length: count }, (__, index) =>
        compileAccessRule({ name: `r${index}`, match: mixedMatch(index) }, undefined),
      );
    const [few, many] = [of(200), of(2000)];
    findShadowedAccessRules(few);
    const ratios = Array.from({ length: 5 }, () => {
      const base = cpuTimeOf(() => findShadowedAccessRules(few));
      return cpuTimeOf(() => findShadowedAccessRules(many)) / base;
    });
    // The middle one: ten times as many, each held against each, would be a hundred times as long.
    expect(ratios.sort((a, b) => a - b)[2]).toBeLessThan(50);
  });
});

const DENY = { deny: true } as const;

function isOfTarget(match: AccessMatch): boolean {
  return Object.keys(match).every((name) => /^(hosts|paths|methods|networks)$/.test(name));
}
