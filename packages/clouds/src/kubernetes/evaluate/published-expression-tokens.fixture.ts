import { ISSUER, type TokenCase, VALID } from './published-tokens.fixture.ts';

/** The cases of the same source as those of claims that are about expressions. */

const BASE = { iss: ISSUER.url, aud: 'my-client', exp: VALID };
const JANE = { ...BASE, username: 'jane' };
const TEAMS = ['team1', 'team2'];
const PLAIN = { username: { claim: 'username', prefix: '' } };
const NAME = { username: { expression: 'claims.username' } };
const NAME_GROUPS = { ...NAME, groups: { expression: 'claims.groups' } };
const ALL = { ...NAME_GROUPS, uid: { expression: 'claims.uid' } };

const mapped = (claimMappings: object, more: object = {}) => ({
  issuer: ISSUER,
  claimMappings,
  ...more,
});
const ruled = (...claimValidationRules: readonly unknown[]) =>
  mapped(PLAIN, { claimValidationRules });
const rules = (...expressions: readonly string[]) =>
  expressions.map((expression) => ({ expression }));
const extra = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, valueExpression]) => ({ key, valueExpression }));

const FOO_BAR = extra({ 'example.org/foo': 'claims.foo', 'example.org/bar': 'claims.bar' });
const FULL = { ...JANE, groups: TEAMS, uid: '1234', foo: 'bar', bar: ['baz', 'qux'] };
const HD = { expression: 'claims.hd == "example.com"', message: 'another hd' };
const NESTED = { expression: 'claims.foo.bar == "baz"', message: 'another foo.bar' };
const WITH_NESTED = { ...JANE, hd: 'example.com', foo: { bar: 'baz' } };

const EMPTY_USER = (username: string) =>
  rules(
    `user.username == "${username}"`,
    'user.uid == ""',
    "!('bar' in user.groups)",
    "!('bar' in user.extra)",
  );
const CREDENTIAL = 'authentication.kubernetes.io/credential-id';

export const EXPRESSION_CASES: readonly TokenCase[] = [
  {
    name: 'user validation rule fails for user.username',
    authenticator: mapped(
      { username: { claim: 'username', prefix: 'system:' } },
      { userValidationRules: rules("!user.username.startsWith('system:')") },
    ),
    claims: JANE,
    wanted: { refusedAt: 'userValidationRules[0].expression' },
  },
  {
    name: 'user validation rule fails for user.groups',
    authenticator: mapped(
      { ...NAME, groups: { claim: 'groups', prefix: 'system:' } },
      { userValidationRules: rules("user.groups.all(group, !group.startsWith('system:'))") },
    ),
    claims: { ...JANE, groups: TEAMS },
    wanted: { refusedAt: 'userValidationRules[0].expression' },
  },
  {
    name: 'claim validation rule with expression fails',
    authenticator: ruled(HD),
    claims: JANE,
    wanted: { refusedAt: 'claimValidationRules[0].expression' },
  },
  {
    name: 'claim validation rule with expression',
    authenticator: ruled(HD),
    claims: { ...JANE, hd: 'example.com' },
    wanted: { username: 'jane' },
  },
  {
    name: 'claim validation rule with expression and nested claims',
    authenticator: ruled(NESTED),
    claims: WITH_NESTED,
    wanted: { username: 'jane' },
  },
  {
    name: 'claim validation rule with mix of expression and claim',
    authenticator: ruled(NESTED, { claim: 'hd', requiredValue: 'example.com' }),
    claims: WITH_NESTED,
    wanted: { username: 'jane' },
  },
  {
    name: 'username claim mapping with expression',
    authenticator: mapped(NAME),
    claims: JANE,
    wanted: { username: 'jane' },
  },
  {
    name: 'username claim mapping with expression and nested claim',
    authenticator: mapped({ username: { expression: 'claims.foo.username' } }),
    claims: { ...JANE, foo: { username: 'jane' } },
    wanted: { username: 'jane' },
  },
  {
    name: 'groups claim mapping with expression',
    authenticator: mapped(NAME_GROUPS),
    claims: { ...JANE, groups: TEAMS },
    wanted: { username: 'jane', groups: TEAMS },
  },
  {
    name: 'groups claim with expression',
    authenticator: mapped({
      username: { claim: 'username', prefix: 'oidc:' },
      groups: {
        expression:
          '(claims.roles.split(",") + claims.other_roles.split(",")).map(role, "groups:" + role)',
      },
    }),
    claims: { ...JANE, roles: 'foo,bar', other_roles: 'baz,qux' },
    wanted: {
      username: 'oidc:jane',
      groups: ['groups:foo', 'groups:bar', 'groups:baz', 'groups:qux'],
    },
  },
  {
    name: 'uid claim mapping with expression',
    authenticator: mapped(ALL),
    claims: { ...JANE, groups: TEAMS, uid: '1234' },
    wanted: { username: 'jane', groups: TEAMS, uid: '1234' },
  },
  {
    name: 'uid claim mapping with claim',
    authenticator: mapped({ ...NAME_GROUPS, uid: { claim: 'uid' } }),
    claims: { ...JANE, groups: TEAMS, uid: '1234' },
    wanted: { username: 'jane', groups: TEAMS, uid: '1234' },
  },
  {
    name: 'extra claim mapping with expression',
    authenticator: mapped({ ...ALL, extra: FOO_BAR }),
    claims: FULL,
    wanted: {
      username: 'jane',
      groups: TEAMS,
      uid: '1234',
      extra: { 'example.org/foo': ['bar'], 'example.org/bar': ['baz', 'qux'] },
    },
  },
  {
    name: 'extra claim mapping, value derived from claim value',
    authenticator: mapped({
      ...NAME,
      extra: extra({
        'example.org/admin': '(has(claims.is_admin) && claims.is_admin) ? "true":""',
        'example.org/admin_1': 'claims.?is_admin.orValue(false) == true ? "true":""',
        'example.org/non_existent':
          'claims.?non_existent.orValue("default") == "default" ? "true":""',
      }),
    }),
    claims: { ...JANE, is_admin: true },
    wanted: {
      username: 'jane',
      extra: {
        'example.org/admin': ['true'],
        'example.org/admin_1': ['true'],
        'example.org/non_existent': ['true'],
      },
    },
  },
  {
    name: 'hardcoded extra claim mapping',
    authenticator: mapped({ ...NAME, extra: extra({ 'example.org/admin': '"true"' }) }),
    claims: { ...JANE, is_admin: true },
    wanted: { username: 'jane', extra: { 'example.org/admin': ['true'] } },
  },
  {
    name: 'extra claim mapping, multiple expressions for same key',
    authenticator: mapped({
      ...ALL,
      extra: [...FOO_BAR, ...extra({ 'example.org/foo': 'claims.bar' })],
    }),
    wanted: { refusedAt: 'claimMappings.extra[2].key' },
  },
  {
    name: 'disallowed issuer via configured value',
    authenticator: mapped({ ...ALL, extra: FOO_BAR }),
    disallowed: [ISSUER.url],
    wanted: { refusedAt: 'issuer.url' },
  },
  {
    name: 'invalid egress type',
    authenticator: {
      ...mapped({ ...ALL, extra: FOO_BAR }),
      issuer: { ...ISSUER, egressSelectorType: 'Etcd' },
    },
    wanted: { refusedAt: 'issuer.egressSelectorType' },
  },
  {
    name: 'extra claim mapping, empty string value for key',
    authenticator: mapped({ ...ALL, extra: FOO_BAR }),
    claims: { ...FULL, foo: '' },
    wanted: {
      username: 'jane',
      groups: TEAMS,
      uid: '1234',
      extra: { 'example.org/bar': ['baz', 'qux'] },
    },
  },
  {
    name: 'extra claim mapping with user validation rule succeeds',
    authenticator: mapped(
      { ...ALL, extra: extra({ 'example.org/foo': "'bar'", 'example.org/baz': 'claims.baz' }) },
      {
        userValidationRules: rules(
          "'bar' in user.extra['example.org/foo'] && 'qux' in user.extra['example.org/baz']",
        ),
      },
    ),
    claims: { ...JANE, groups: TEAMS, uid: '1234', baz: 'qux' },
    wanted: {
      username: 'jane',
      groups: TEAMS,
      uid: '1234',
      extra: { 'example.org/foo': ['bar'], 'example.org/baz': ['qux'] },
    },
  },
  {
    name: 'groups expression returns null',
    authenticator: mapped(NAME_GROUPS),
    claims: { ...JANE, groups: null, uid: '1234' },
    wanted: { username: 'jane' },
  },
  {
    name: "test user validation rule doesn't fail when user info is empty except username",
    authenticator: mapped(NAME_GROUPS, { userValidationRules: EMPTY_USER(' ') }),
    claims: { ...BASE, username: ' ', groups: null },
    wanted: { username: ' ' },
  },
  {
    name: 'empty username is allowed via claim',
    authenticator: mapped({ ...NAME_GROUPS, ...PLAIN }, { userValidationRules: EMPTY_USER('') }),
    claims: { ...BASE, username: '', groups: null },
    wanted: { username: '' },
  },
  {
    name: 'minimum valid jwt payload',
    authenticator: mapped({ username: { expression: 'claims.user' } }),
    claims: { ...BASE, user: 'jane' },
    wanted: { username: 'jane' },
  },
  {
    name: 'credential id set in extra even when no extra claim mappings are defined',
    authenticator: mapped(NAME),
    claims: { ...JANE, jti: '1234' },
    wanted: { username: 'jane', extra: { [CREDENTIAL]: ['JTI=1234'] } },
  },
  {
    name: 'credential id set in extra when extra claim mappings are defined',
    authenticator: mapped({ ...NAME, extra: FOO_BAR }),
    claims: { ...JANE, jti: '1234', foo: 'bar', bar: ['baz', 'qux'] },
    wanted: {
      username: 'jane',
      extra: {
        [CREDENTIAL]: ['JTI=1234'],
        'example.org/foo': ['bar'],
        'example.org/bar': ['baz', 'qux'],
      },
    },
  },
  {
    name: 'non-string jti claim does not set credential id in extra or error',
    authenticator: mapped(NAME),
    claims: { ...JANE, jti: 1234 },
    wanted: { username: 'jane' },
  },
  {
    name: 'missing jti claim does not set credential id in extra or error',
    authenticator: mapped(NAME),
    claims: JANE,
    wanted: { username: 'jane' },
  },
  {
    name: 'using credential id and user validation rule to simulate revocation',
    authenticator: mapped(NAME, {
      userValidationRules: rules(
        `!(user.extra[?'${CREDENTIAL}'][0].orValue('') in ["JTI=ea28ed49-2e11-4280-9ec5-bc3d1d84661a"])`,
      ),
    }),
    claims: { ...JANE, jti: 'ea28ed49-2e11-4280-9ec5-bc3d1d84661a' },
    wanted: { refusedAt: 'userValidationRules[0].expression' },
  },
];
