import type { JsonObject } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { evaluateVaultRole } from './evaluate-vault-role.ts';
import { readVaultTrust } from './read-vault-trust.ts';
import { CLAIMS, ISSUER, judge, NOW, ROLE } from './vault-trust.fixture.ts';

/** All read 2026-11. */
const SOURCES = {
  claims: 'github.com/hashicorp/vault-plugin-auth-jwt claims_test.go, TestValidateBoundClaims',
  source: 'github.com/hashicorp/vault-plugin-auth-jwt claims.go',
  login: 'github.com/hashicorp/vault-plugin-auth-jwt path_login_test.go, testLogin_JWT',
  time: 'github.com/hashicorp/cap jwt/jwt_test.go and jwt/time_claims_test.go',
  cap: 'github.com/hashicorp/cap jwt/jwt.go',
  api: 'developer.hashicorp.com/vault/api-docs/auth/jwt',
  audiences:
    'github.com/hashicorp/vault-plugin-auth-jwt pull 310, "revert bound audiences behavior change"',
  floats: 'github.com/hashicorp/vault-plugin-auth-jwt issue 376',
  bao: 'github.com/openbao/openbao internal/builtin/credential/jwt/claims.go and path_login.go',
  identity: 'github.com/openbao/openbao internal/vault/identity_store.go, CreateOrFetchEntity',
} as const;
const dateOf = (seconds: number) => new Date(1000 * seconds).toISOString().replace('.000Z', 'Z');
type Source = keyof typeof SOURCES;
type Row = [
  title: string,
  source: Source,
  role: JsonObject,
  claims: JsonObject,
  config?: JsonObject,
];

const PAIR = { bound_claims: { foo: 'a', bar: 'b' } };
const keys = { jwt_validation_pubkeys: ['PEM'] };

const REFUSED: readonly Row[] = [
  ['a role for browsers', 'login', { role_type: 'oidc' }, {}],
  ['a role without a type, which is for browsers', 'api', { role_type: '' }, {}],
  [
    'an aud, and no bound_audiences',
    'login',
    { bound_audiences: [], bound_subject: 'repo:acme/app' },
    {},
  ],
  [
    'an aud in a list, and no bound_audiences',
    'audiences',
    { bound_audiences: [], bound_subject: 'repo:acme/app' },
    { aud: ['vault'] },
  ],
  ['another aud', 'time', {}, { aud: ['www.other.com'] }],
  ['no aud, where one is wanted', 'cap', {}, { aud: undefined }],
  ['an aud that differs in a slash', 'cap', {}, { aud: 'vault/' }],
  ['an aud with a number', 'cap', {}, { aud: ['vault', 1] }],
  ['an aud that is null', 'cap', {}, { aud: null }],
  ['another iss', 'login', {}, {}, { bound_issuer: 'https://team-fault.auth0.com/', ...keys }],
  ['an iss that differs in a slash', 'cap', {}, {}, { bound_issuer: `${ISSUER}/`, ...keys }],
  ['another sub', 'login', { bound_subject: 'p3qXcK2b@clients' }, {}],
  ['a sub that differs in case', 'cap', { bound_subject: 'repo:Acme/app' }, {}],
  ['a pattern in bound_subject', 'cap', { bound_subject: 'repo:acme/*' }, {}],
  ['a jti that is a number', 'cap', {}, { jti: 7 }],
  ['a sub that is a number', 'cap', { user_claim: 'iss' }, { sub: 7 }],
  ['no match within a list', 'claims', { bound_claims: { foo: 'c' } }, { foo: ['a', 'b'] }],
  [
    'no match of list and list',
    'claims',
    { bound_claims: { foo: ['a', 'b', 'c'] } },
    { foo: ['d', 'e'] },
  ],
  ['one of two that is another', 'claims', PAIR, { foo: 'a', bar: 'wrong' }],
  ['one of two that is missing', 'claims', PAIR, { foo: 'a' }],
  [
    'another value behind a pointer',
    'claims',
    { bound_claims: { '/bar/baz/1': 'q' } },
    { bar: { baz: ['x', 'y'] } },
  ],
  [
    'a pointer that leads nowhere',
    'claims',
    { bound_claims: { '/bar/XXX/1243': 'q' } },
    { bar: { baz: ['x'] } },
  ],
  ['a pointer beyond a list', 'source', { bound_claims: { '/bar/2': 'q' } }, { bar: ['q', 'q'] }],
  ['a number where text is wanted', 'claims', { bound_claims: { email: 'd' } }, { email: 42 }],
  ['text where a number is wanted', 'claims', { bound_claims: { email: 42 } }, { email: 'd' }],
  [
    '"true" where true is wanted',
    'claims',
    { bound_claims: { verified: true } },
    { verified: 'true' },
  ],
  [
    'a number in a list, which is of another type',
    'source',
    { bound_claims: { foo: [42] } },
    { foo: [42] },
  ],
  ['a claim that is an object', 'source', { bound_claims: { foo: 'a' } }, { foo: { a: 'a' } }],
  ['a claim that is null', 'source', { bound_claims: { foo: 'a' } }, { foo: null }],
  ['a pattern without bound_claims_type', 'source', { bound_claims: { sub: 'repo:acme/*' } }, {}],
  [
    'a number for a pattern',
    'source',
    { bound_claims_type: 'glob', bound_claims: { n: '4*' } },
    { n: 42 },
  ],
  [
    'a name with a dot, which is no path',
    'source',
    { bound_claims: { 'a.b': 'x' } },
    { a: { b: 'x' } },
  ],
  ['what everything inherits', 'source', { bound_claims: { constructor: 'x' } }, {}],
  ['no user_claim', 'login', { user_claim: 'https://vault/user' }, {}],
  ['a user_claim that is no text', 'source', { user_claim: 'exp' }, {}],
  ['a user_claim that is empty', 'identity', { user_claim: 'sub' }, { sub: '' }],
  ['a pointer as user_claim that is not said to be one', 'source', { user_claim: '/sub' }, {}],
  ['no groups_claim', 'login', { groups_claim: 'groups' }, {}],
  ['groups with a number', 'login', { groups_claim: 'groups' }, { groups: ['a', 1] }],
  ['groups that are true', 'source', { groups_claim: 'groups' }, { groups: true }],
  [
    'a mapped claim that is no text',
    'source',
    { claim_mappings: { data1: 'val1' } },
    { data1: 42 },
  ],
  ['no claim of time', 'time', {}, { exp: undefined, nbf: undefined, iat: undefined }],
  ['a token that ended', 'time', {}, { exp: NOW - 61 }],
  [
    'a token that ended, whatever expiration_leeway says',
    'cap',
    { expiration_leeway: 3600 },
    { exp: NOW - 61 },
  ],
  ['a token that ended, with no leeway', 'cap', { clock_skew_leeway: -1 }, { exp: NOW - 1 }],
  ['a token that begins later', 'time', {}, { nbf: NOW + 61 }],
  ['a token of the future', 'time', {}, { iat: NOW + 61 }],
  [
    'exp alone, long before the end',
    'time',
    {},
    { nbf: undefined, iat: undefined, exp: NOW + 3600 },
  ],
  ['iat alone, long after', 'time', {}, { nbf: undefined, exp: undefined, iat: NOW - 211 }],
  ['an exp that is text', 'cap', {}, { exp: String(NOW + 300) }],
  [
    'a policy of a claim that is missing',
    'bao',
    { token_policies_template_claims: true, token_policies: ['{{ .team }}'] },
    {},
  ],
];

const ALLOWED: readonly Row[] = [
  ['the aud as text', 'audiences', {}, { aud: 'vault' }],
  [
    'one of several audiences',
    'time',
    { bound_audiences: 'www.example.com, www.other.com' },
    { aud: ['x', 'www.other.com'] },
  ],
  [
    'no aud, and no bound_audiences',
    'cap',
    { bound_audiences: null, bound_subject: 'repo:acme/app' },
    { aud: undefined },
  ],
  [
    'an empty aud, and no bound_audiences',
    'cap',
    { bound_audiences: [], bound_subject: 'repo:acme/app' },
    { aud: [] },
  ],
  ['the iss', 'time', {}, {}, { bound_issuer: ISSUER, ...keys }],
  [
    'any iss without bound_issuer',
    'cap',
    {},
    {},
    { bound_issuer: '', jwt_validation_pubkeys: 'PEM' },
  ],
  ['an issuer by its discovery', 'cap', {}, {}, { oidc_discovery_url: ISSUER }],
  ['two matches', 'claims', PAIR, { foo: 'a', bar: 'b', color: 'green' }],
  [
    'true and false',
    'claims',
    { bound_claims: { verified: [false], member: true } },
    { verified: [false], member: true },
  ],
  ['a match within a list', 'claims', { bound_claims: { foo: 'a' } }, { foo: ['a', 'b'] }],
  [
    'a match of list and list',
    'claims',
    { bound_claims: { foo: ['a', 'b', 'c'] } },
    { foo: ['c', 'd'] },
  ],
  [
    'a pointer',
    'claims',
    { bound_claims: { foo: 'a', '/bar/baz/1': 'y' } },
    { foo: 'a', bar: { baz: ['x', 'y'] } },
  ],
  [
    'a pointer with a slash and a tilde',
    'source',
    { bound_claims: { '/a~1b/c~0d': 'x' } },
    { 'a/b': { 'c~d': 'x' } },
  ],
  [
    'a name with slashes',
    'source',
    { bound_claims: { 'https://a.example/x': 'y' } },
    { 'https://a.example/x': 'y' },
  ],
  ['a number', 'floats', { bound_claims: { accountId: 42 } }, { accountId: 42 }],
  [
    'a number among several',
    'source',
    { bound_claims: { accountId: ['42', 42] } },
    { accountId: 42 },
  ],
  [
    'a pattern',
    'api',
    { bound_claims_type: 'glob', bound_claims: { sub: ['x', 'repo:acme/*'] } },
    {},
  ],
  [
    'a pattern within a list',
    'source',
    { bound_claims_type: 'glob', bound_claims: { g: 'a*' } },
    { g: [1, 'ab'] },
  ],
  [
    'bound claims as the command line has them',
    'floats',
    { bound_claims: '{"accountId": 42}' },
    { accountId: 42 },
  ],
  [
    'a user_claim behind a pointer',
    'source',
    { user_claim: '/a/b', user_claim_json_pointer: true },
    { a: { b: 'jeff' } },
  ],
  [
    'groups',
    'login',
    { groups_claim: 'https://vault/groups' },
    { 'https://vault/groups': ['foo', 'bar', ''] },
  ],
  ['one group as text', 'source', { groups_claim: '/a/groups' }, { a: { groups: 'foo' } }],
  [
    'a mapped claim that is missing',
    'source',
    { claim_mappings: { data1: 'val1', '/a/b': 'c' } },
    {},
  ],
  ['a token that ended just now', 'cap', {}, { exp: NOW - 60 }],
  [
    'a token that ended long ago, with much leeway',
    'time',
    { clock_skew_leeway: '2m' },
    { exp: NOW - 120 },
  ],
  ['a token of the near future', 'cap', {}, { nbf: NOW + 60, iat: NOW + 60 }],
  [
    'exp alone, shortly before the end',
    'time',
    {},
    { nbf: undefined, iat: undefined, exp: NOW + 210 },
  ],
  ['iat alone, shortly after', 'time', {}, { nbf: undefined, exp: undefined, iat: NOW - 210 }],
  ['nbf alone', 'login', {}, { iat: undefined, exp: undefined, nbf: NOW - 5 }],
  ['times with fractions', 'cap', { clock_skew_leeway: -1 }, { exp: NOW + 0.9 }],
  ['max_age, which is for browsers', 'source', { max_age: 1 }, {}],
  [
    'a policy of claims',
    'bao',
    { token_policies_template_claims: true, token_policies: ['a', 'of-{{ .sub }}'] },
    {},
  ],
];

const UNDECIDED: readonly Row[] = [
  ['an address', 'login', { token_bound_cidrs: ['127.0.0.42'] }, {}],
  ['an address of a role from before Vault 1.2', 'login', { bound_cidrs: '127.0.0.42' }, {}],
  [
    'a number with a fraction, which OpenBao cuts',
    'floats',
    { bound_claims: { accountId: 42 } },
    { accountId: 42.9 },
  ],
  ['the same fraction', 'floats', { bound_claims: { accountId: 42.9 } }, { accountId: 42.9 }],
  ['a number beyond 2^53', 'source', { bound_claims: { id: 2 ** 60 } }, { id: 2 ** 60 }],
  [
    'an index with a zero before it',
    'source',
    { bound_claims: { '/a/01': 'x' } },
    { a: ['x', 'x'] },
  ],
  ['a mapped aud, of which OpenBao makes a list', 'bao', { claim_mappings: { aud: 'aud' } }, {}],
  ['a claim of time that is 0', 'time', {}, { nbf: 0, iat: 0, exp: NOW + 3600 }],
  ['an exp that is 0', 'time', {}, { exp: 0 }],
  ['a date of no time', 'cap', {}, { exp: 1e300 }],
  ['a name that differs in case', 'cap', {}, { SUB: 'repo:acme/web' }],
  ['a name with a long s', 'cap', {}, { '\u017fub': 'repo:acme/web' }],
  ['a parameter that nobody knows', 'api', { bound_audience: 'vault' }, {}],
  [
    'groups of a provider',
    'source',
    { groups_claim: 'groups' },
    {},
    { oidc_discovery_url: ISSUER, provider_config: { provider: 'azure' } },
  ],
  ['keys of another issuer', 'cap', {}, {}, { oidc_discovery_url: `${ISSUER}/` }],
  [
    'a policy that computes',
    'bao',
    { token_policies_template_claims: true, token_policies: ['{{ if .sub }}a{{ end }}'] },
    {},
  ],
];

describe('a role of Vault', () => {
  it.each<Row>(REFUSED)('refuses %s (%s)', (_, __, role, claims, config) => {
    expect(judge(role, claims, config)).toMatchObject({ verdict: 'refused' });
  });

  it.each<Row>(ALLOWED)('lets in %s (%s)', (_, __, role, claims, config) => {
    expect(judge(role, claims, config)).toMatchObject({ verdict: 'allowed', by: 'the role' });
  });

  it.each<Row>(UNDECIDED)('says nothing of %s (%s)', (_, __, role, claims, config) => {
    expect(judge(role, claims, config)).toMatchObject({ verdict: 'undecided' });
  });

  it('has a source for every row', () => {
    for (const [, source] of [...REFUSED, ...ALLOWED, ...UNDECIDED]) {
      expect(SOURCES[source]).toMatch(/\S/);
    }
  });

  it('makes a token the alias that user_claim names', () => {
    expect(judge({ name: 'ci' }, {})).toEqual({
      verdict: 'allowed',
      by: 'role "ci"',
      becomes: 'repo:acme/app',
    });
  });

  it('says nothing certain without the configuration, and refuses all the same', () => {
    const trust = readVaultTrust(ROLE);
    const token = { issuer: ISSUER, claims: CLAIMS };
    expect(evaluateVaultRole(trust, token, NOW)).toMatchObject({
      verdict: 'undecided',
      reasons: [{ at: 'the config', fix: expect.stringContaining('auth/jwt/config') }],
    });
    const other = { issuer: ISSUER, claims: { ...CLAIMS, aud: 'x' } };
    expect(evaluateVaultRole(trust, other, NOW).verdict).toBe('refused');
  });

  it.each<[string, JsonObject, JsonObject, object]>([
    [
      'a sub that differs in case',
      { bound_subject: 'repo:Acme/app' },
      {},
      {
        at: 'the role, bound_subject',
        seen: 'the sub is "repo:acme/app"',
        wanted: '"repo:Acme/app"',
        fix: expect.stringContaining('They differ in upper and lower case alone'),
      },
    ],
    [
      'a pattern that is compared letter by letter',
      { bound_claims: { sub: 'repo:acme/*' } },
      {},
      {
        at: 'the role, bound_claims "sub"',
        fix: expect.stringContaining('bound_claims_type to glob'),
      },
    ],
    [
      'a name with a dot',
      { bound_claims: { 'a.b': 'x' } },
      { a: { b: 'x' } },
      { seen: 'the token has no such claim', fix: expect.stringContaining('Write "/a/b"') },
    ],
    [
      'text and a number',
      { bound_claims: { id: '42' } },
      { id: 42 },
      {
        seen: 'the claim is 42',
        wanted: '"42"',
        fix: expect.stringContaining('types must be the same'),
      },
    ],
    [
      'exp alone',
      {},
      { nbf: undefined, iat: undefined, exp: NOW + 3600 },
      {
        at: 'the role, nbf',
        seen: `the token has neither nbf nor iat, and its exp is ${dateOf(NOW + 3600)}, in 60 minutes`,
        fix: expect.stringContaining('Have the issuer set iat'),
      },
    ],
    [
      'a token that ended',
      {},
      { exp: NOW - 90 },
      { seen: `the exp is ${dateOf(NOW - 90)}, 90 seconds ago` },
    ],
    [
      'iat alone, long after',
      {},
      { exp: undefined, nbf: NOW - 900, iat: NOW - 600 },
      {
        seen: `the token has no exp, and its latest nbf or iat is ${dateOf(NOW - 600)}, 10 minutes ago`,
        wanted: expect.stringMatching(/^exp, or a use within 3 minutes of nbf or iat/),
      },
    ],
    [
      'a token that has not begun',
      {},
      { nbf: NOW + 7200 },
      { at: 'the role, nbf', seen: `the nbf is ${dateOf(NOW + 7200)}, in 2 hours` },
    ],
    [
      'a token that ended, without a leeway',
      { clock_skew_leeway: -1 },
      { exp: NOW - 1 },
      {
        seen: `the exp is ${dateOf(NOW - 1)}, 1 second ago`,
        wanted: expect.stringMatching(/^an end/),
      },
    ],
    [
      'times in milliseconds',
      {},
      { iat: 1_800_000_000_000, nbf: undefined, exp: 1_800_000_300_000 },
      {
        at: 'the role, iat',
        seen: 'the iat is 1800000000000, which is in milliseconds (2027-01-15T08:00:00Z)',
        fix: expect.stringContaining('in seconds since 1970'),
      },
    ],
    [
      'many values',
      { bound_audiences: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
      {},
      { wanted: 'one of "a", "b", "c", "d", "e" and 2 more' },
    ],
  ])('says what to do about %s', (_, role, claims, reason) => {
    const verdict = judge(role, claims);
    expect(verdict).toMatchObject({ verdict: 'refused', reasons: [reason] });
  });

  it('tells every reason', () => {
    const verdict = judge({ bound_subject: 'x', bound_claims: { a: 'b' } }, { aud: 'y', exp: 1 });
    expect(verdict).toMatchObject({
      verdict: 'refused',
      reasons: [
        { at: 'the role, bound_audiences' },
        { at: 'the role, bound_subject' },
        { at: 'the role, bound_claims "a"' },
        { at: 'the role, exp' },
      ],
    });
  });
});

describe('a CEL role of OpenBao', () => {
  const role = { name: 'x', role_type: '', cel_program: { expression: 'claims.sub == "a"' } };

  it('leaves to its program what precedes it does not refuse', () => {
    expect(judge({ ...role, bound_audiences: [] }, {})).toMatchObject({
      verdict: 'undecided',
      reasons: [{ at: 'role "x", cel_program' }],
    });
  });

  it.each<[string, JsonObject]>([
    ['another aud', { aud: 'x' }],
    ['a token that ended', { exp: NOW - 61 }],
  ])('refuses %s before that', (_, claims) => {
    expect(judge(role, claims).verdict).toBe('refused');
  });
});
