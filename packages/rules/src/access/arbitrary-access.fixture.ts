import * as fc from 'fast-check';
import type { AccessPerson, AccessTarget } from './access.ts';
import type { AccessMatch, AccessRule } from './access-rule.ts';
import { saysWho } from './compile-access-rule.ts';

/** Few values, so that rules, requests and people meet. */
const some = (...texts: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 });

const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 1, arbitrary }, { weight: 2, arbitrary: fc.constant(undefined) });

const ofTarget = {
  hosts: maybe(some('a.test', 'b.test', '*.c.test', 'x.c.test', '*.x.c.test', 'a.test:81')),
  paths: maybe(some('/', '/x', '/x/**', '/x/y', '/x/*', '/**/y', '/z', '/**')),
  methods: maybe(some('GET', 'POST', 'HEAD')),
  networks: maybe(some('10.0.0.0/8', '10.0.0.1', '2001:db8::/32')),
};

const ofPerson = {
  providers: maybe(some('okta', 'gitlab')),
  users: maybe(some('a@d.test', 'B@d.test', '1', '2', 'a@e.d.test')),
  domains: maybe(some('d.test', '*.d.test', 'e.d.test')),
  groups: maybe(
    fc.oneof(
      some('g', 'h', 'team-a'),
      fc.constantFrom({ glob: 'team-*' }, { glob: '**' }, { regex: 'g|h' }),
    ),
  ),
  claims: maybe(
    fc.constantFrom({ c: 1 }, { c: [1, 2] }, { d: { glob: 'x*' } }, { 'o.p': { has: 'x' } }),
  ),
};

/** Any match without a fault of its own. */
const match: fc.Arbitrary<AccessMatch> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ ...ofTarget, ...ofPerson }) },
  { weight: 1, arbitrary: fc.record(ofTarget) },
);

/** Any rule without a fault of its own; its name is to be set. */
export const accessRule: fc.Arbitrary<AccessRule> = fc
  .tuple(match, fc.constantFrom<'deny' | 'anyone' | 'signed-in'>('deny', 'anyone', 'signed-in'))
  .map(([own, effect]) => ({
    name: '',
    match: own,
    ...(effect === 'deny' && { deny: true as const }),
    ...(effect !== 'deny' && !saysWho(own) && { allow: effect }),
  }));

/** Several rules. */
export const accessRules: fc.Arbitrary<readonly AccessRule[]> = fc
  .array(accessRule, { minLength: 1, maxLength: 14 })
  .map((list) => list.map((each, index) => ({ ...each, name: `r${index}` })));

/** The match of one of many rules of several kinds, which no one thing tells all apart. */
export function mixedMatch(index: number): AccessMatch {
  const n = Math.floor(index / 4);
  const kinds: readonly AccessMatch[] = [
    { hosts: `app${n}.a.test`, paths: '/admin/**', groups: 'admins' },
    { hosts: 'wiki.a.test', paths: `/space${n}/**`, groups: ['editors', `space${n}`] },
    { hosts: 'wiki.a.test', groups: { glob: `tenant${n}-*` } },
    { hosts: 'wiki.a.test', domains: ['partner.test', `*.p${n}.test`] },
  ];
  return kinds[index % kinds.length] ?? {};
}

/** Any request, among them such as nobody should ask about. */
export const accessTarget: fc.Arbitrary<AccessTarget> = fc.record({
  host: fc.constantFrom(
    'a.test',
    'a.test',
    'B.test',
    'x.c.test',
    'y.x.c.test.',
    'c.test',
    'evila.test',
    'a.test:81',
    'a.test.evil.test',
    'a..test',
    '',
  ),
  path: fc.constantFrom(
    '/',
    '/x',
    '/x/',
    '/x/y',
    '/X',
    '/z',
    '/x/../z',
    '//x',
    'x',
    '/a/b/y',
    '/x?',
    `/x/${'y'.repeat(5000)}`,
  ),
  method: fc.constantFrom(undefined, 'GET', 'POST', 'HEAD', 'get', ''),
  address: fc.constantFrom(
    undefined,
    '10.0.0.1',
    '::ffff:10.0.0.2',
    '192.0.2.1',
    '2001:db8::1',
    'x',
  ),
});

/** Any person. */
export const accessPerson: fc.Arbitrary<AccessPerson> = fc.record({
  provider: fc.constantFrom('okta', 'gitlab', 'OKTA'),
  user: fc.constantFrom('1', 'a@d.test', 'a'),
  subject: fc.constantFrom(undefined, '1', '2', 'a@d.test'),
  email: fc.constantFrom(
    undefined,
    'A@d.test',
    'b@d.test',
    'a@e.d.test',
    'a@evil.test@d.test',
    'a@d.test@evil.test',
    'a@evild.test',
    '@',
    '',
  ),
  groups: fc.oneof(
    fc.constant({ kind: 'unknown' as const, reason: 'the token has no claim "groups"' }),
    fc
      .uniqueArray(fc.constantFrom('g', 'h', 'team-a', 'G', 'x'), { maxLength: 3 })
      .map((groups) => ({ kind: 'known' as const, groups, claim: 'groups' })),
  ),
  claims: fc.constantFrom(
    {},
    { c: 1 },
    { c: 2, d: 'xy' },
    { o: { p: ['x'] } },
    { c: 1, _claim_names: { c: 'a' } },
    { d: 'x'.repeat(5000) },
  ),
});
