/**
 * The cases by which Kubernetes tests what it makes of tokens, as rows of our own: an authenticator, the claims of a token, and
 * who it is or why it is nobody. The names are theirs.
 */
export const TOKENS_SOURCE = {
  title:
    'enj/kubernetes: staging/src/k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc_test.go, TestToken (before 1.34)',
  commit: '09f04fe38c64ce3a6172484c2ebeeef0c4658f29',
  read: '2026-11',
} as const;

/** How many cases TestToken has. */
export const TOKEN_COUNT = 93;

/** The moment of all cases, and ends of tokens after and before it, in seconds since the epoch. */
export const NOW = Date.UTC(2009, 10, 10, 23) / 1000;
export const VALID = NOW + 3600;
const EXPIRED = NOW - 3600;

/** Who a token is. What is not told is empty. */
interface TokenUser {
  readonly username: string;
  readonly groups?: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export interface TokenCase {
  readonly name: string;
  /** As a file has it. */
  readonly authenticator: Readonly<Record<string, unknown>>;
  readonly disallowed?: readonly string[];
  /** Without them, the configuration is at fault. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly wanted:
    | TokenUser
    /** Where the first reason is, after the authenticator, or the only fault. */
    | { readonly refusedAt: string }
    | { readonly undecidedAt: string };
}

/** Cases that are not about a configuration and claims, with what they are about. */
export const OTHER_TOKENS: ReadonlyMap<string, string> = new Map([
  ['invalid-signature', 'the signature'],
  ['invalid-signing-alg', 'the algorithm of the signature'],
  ['ps256', 'the algorithm of the signature'],
  ['es512', 'the algorithm of the signature'],
  ['client and ca mutually exclusive', 'how the authenticator is built'],
  ['keyset and discovery URL mutually exclusive', 'how the authenticator is built'],
  ['health check failure', 'a provider that cannot be reached'],
  ['valid egress type with error', 'the connection to a provider'],
  ['valid egress type with error - again', 'the connection to a provider'],
  ['valid egress type with no egress config', 'the connection to a provider'],
  ['valid egress type with no egress config for the given type', 'the connection to a provider'],
  ['valid egress type with broken dialer', 'the connection to a provider'],
  ['valid egress type with working dialer', 'the connection to a provider'],
]);

const URL = 'https://auth.example.com';
export const ISSUER = { url: URL, audiences: ['my-client'] };

/** An authenticator of one claim for the name, with or without one for groups. */
export function byClaim(
  claim: string,
  prefix = '',
  groupsPrefix?: string,
  groups = 'groups',
): TokenCase['authenticator'] {
  return {
    issuer: ISSUER,
    claimMappings: {
      username: { claim, prefix },
      ...(groupsPrefix !== undefined && { groups: { claim: groups, prefix: groupsPrefix } }),
    },
  };
}

const BASE = { iss: URL, aud: 'my-client', exp: VALID };
export const JANE = { ...BASE, username: 'jane' };
const EMAIL = { ...BASE, email: 'jane@example.com' };
const TEAMS = ['team1', 'team2'];
const WITH_GROUPS = byClaim('username', '', '');
const AT_GROUPS = 'claimMappings.groups';

const several = (...audiences: readonly string[]) => ({
  ...byClaim('username'),
  issuer: { url: URL, audiences, audienceMatchPolicy: 'MatchAny' },
});
const required = (...claimValidationRules: readonly unknown[]) => ({
  ...WITH_GROUPS,
  claimValidationRules,
});
const HD = { claim: 'hd', requiredValue: 'example.com' };
const discovered = (url: string, path: string) => ({
  authenticator: {
    ...byClaim('username'),
    issuer: {
      ...ISSUER,
      url,
      discoveryURL: `https://elsewhere.example${path}/.well-known/openid-configuration`,
    },
  },
  claims: { ...JANE, iss: url },
  wanted: { username: 'jane' },
});
const EXACT_AUDIENCE = {
  ...several('bar', 'foo', 'baz'),
  claimValidationRules: [
    {
      expression: 'sets.equivalent(claims.aud, ["bar", "foo", "baz"])',
      message: 'not those three',
    },
  ],
};

export const CLAIM_CASES: readonly TokenCase[] = [
  { name: 'token', authenticator: byClaim('username'), claims: JANE, wanted: { username: 'jane' } },
  {
    name: 'no-username',
    authenticator: byClaim('username', 'prefix:'),
    claims: BASE,
    wanted: { refusedAt: 'claimMappings.username' },
  },
  {
    name: 'email',
    authenticator: byClaim('email'),
    claims: { ...EMAIL, email_verified: true },
    wanted: { username: 'jane@example.com' },
  },
  {
    name: 'email-not-verified',
    authenticator: byClaim('email'),
    claims: { ...EMAIL, email_verified: false },
    wanted: { refusedAt: 'claimMappings.username' },
  },
  {
    name: 'no-email-verified-claim',
    authenticator: byClaim('email'),
    claims: EMAIL,
    wanted: { username: 'jane@example.com' },
  },
  {
    name: 'invalid-email-verified-claim',
    authenticator: byClaim('email'),
    claims: { ...EMAIL, email_verified: 'false' },
    wanted: { refusedAt: 'claimMappings.username' },
  },
  {
    name: 'groups',
    authenticator: WITH_GROUPS,
    claims: { ...JANE, groups: TEAMS },
    wanted: { username: 'jane', groups: TEAMS },
  },
  {
    name: 'no-groups-claim',
    authenticator: WITH_GROUPS,
    claims: JANE,
    wanted: { username: 'jane' },
  },
  {
    name: 'invalid-groups-claim',
    authenticator: WITH_GROUPS,
    claims: { ...JANE, groups: 42 },
    wanted: { refusedAt: AT_GROUPS },
  },
  {
    name: 'required-claim',
    authenticator: required(HD, { claim: 'sub', requiredValue: 'test' }),
    claims: { ...JANE, hd: 'example.com', sub: 'test' },
    wanted: { username: 'jane' },
  },
  {
    name: 'no-required-claim',
    authenticator: required(HD),
    claims: JANE,
    wanted: { refusedAt: 'claimValidationRules[0]' },
  },
  {
    name: 'invalid-required-claim',
    authenticator: required(HD),
    claims: { ...JANE, hd: 'example.org' },
    wanted: { refusedAt: 'claimValidationRules[0]' },
  },
  {
    name: 'expired',
    authenticator: byClaim('username', 'prefix:'),
    claims: { ...JANE, exp: EXPIRED },
    wanted: { refusedAt: 'the claim exp' },
  },
  {
    name: 'invalid-aud',
    authenticator: byClaim('username', 'prefix:'),
    claims: { ...JANE, aud: 'not-my-client' },
    wanted: { refusedAt: 'issuer.audiences' },
  },
  {
    name: 'good token with bad client id',
    authenticator: byClaim('username', 'prefix:'),
    claims: { ...JANE, aud: 'my-wrong-client' },
    wanted: { refusedAt: 'issuer.audiences' },
  },
  {
    name: 'multiple-audiences',
    authenticator: byClaim('username'),
    claims: { ...JANE, aud: ['not-my-client', 'my-client'], azp: 'not-my-client' },
    wanted: { username: 'jane' },
  },
  {
    name: 'multiple-audiences in authentication config',
    authenticator: several('random-client', 'my-client'),
    claims: { ...JANE, aud: ['not-my-client', 'my-client'], azp: 'not-my-client' },
    wanted: { username: 'jane' },
  },
  {
    name: 'multiple-audiences in authentication config, multiple matches',
    authenticator: several('random-client', 'my-client', 'other-client'),
    claims: { ...JANE, aud: ['not-my-client', 'my-client', 'other-client'], azp: 'not-my-client' },
    wanted: { username: 'jane' },
  },
  {
    name: 'multiple-audiences in authentication config, no match',
    authenticator: several('random-client', 'my-client'),
    claims: { ...JANE, aud: ['not-my-client'], azp: 'not-my-client' },
    wanted: { refusedAt: 'issuer.audiences' },
  },
  {
    name: 'nuanced audience validation using claim validation rules',
    authenticator: EXACT_AUDIENCE,
    claims: { ...JANE, aud: ['foo', 'bar', 'baz'], azp: 'not-my-client' },
    wanted: { username: 'jane' },
  },
  {
    name: 'audience validation using claim validation rules fails',
    authenticator: EXACT_AUDIENCE,
    claims: { ...JANE, aud: ['foo', 'baz'], azp: 'not-my-client' },
    wanted: { refusedAt: 'claimValidationRules[0].expression' },
  },
  {
    name: 'invalid-issuer',
    authenticator: byClaim('username', 'prefix:'),
    claims: { ...JANE, iss: 'https://example.com' },
    wanted: { refusedAt: 'jwt' },
  },
  {
    name: 'username-prefix',
    authenticator: byClaim('username', 'oidc:'),
    claims: JANE,
    wanted: { username: 'oidc:jane' },
  },
  {
    name: 'groups-prefix',
    authenticator: byClaim('username', 'oidc:', 'groups:'),
    claims: { ...JANE, groups: TEAMS },
    wanted: { username: 'oidc:jane', groups: ['groups:team1', 'groups:team2'] },
  },
  {
    name: 'not-https',
    authenticator: {
      ...byClaim('username', 'prefix:'),
      issuer: { ...ISSUER, url: 'http://auth.example.com' },
    },
    wanted: { refusedAt: 'issuer.url' },
  },
  {
    name: 'no-username-claim',
    authenticator: { issuer: ISSUER, claimMappings: { username: { prefix: '' } } },
    wanted: { refusedAt: 'claimMappings.username' },
  },
  {
    name: 'accounts.google.com issuer',
    authenticator: {
      ...byClaim('email'),
      issuer: { ...ISSUER, url: 'https://accounts.google.com' },
    },
    claims: { ...BASE, iss: 'accounts.google.com', email: 'thomas.jefferson@gmail.com' },
    wanted: { username: 'thomas.jefferson@gmail.com' },
  },
  { name: 'discovery-url', ...discovered(URL, '') },
  { name: 'discovery url, issuer has a path', ...discovered(`${URL}/a/b/foo`, '') },
  { name: 'discovery url has a path, issuer url has no path', ...discovered(URL, '/c/d/bar') },
  { name: 'discovery url and issuer url have paths', ...discovered(`${URL}/a/b/foo`, '/c/d/bar') },
  {
    name: 'discovery url and issuer url have paths, issuer url has trailing slash',
    ...discovered(`${URL}/a/b/foo/`, '/c/d/bar'),
  },
];

/** As Kubernetes has it with an algorithm that nobody may use: the flags can name one, a file cannot. */
export const FLAG_CASE = {
  name: 'invalid-sig-alg',
  flags: {
    'oidc-issuer-url': URL,
    'oidc-client-id': 'my-client',
    'oidc-username-claim': 'username',
    'oidc-username-prefix': 'prefix:',
    'oidc-signing-algs': 'HS256',
  },
} as const;
