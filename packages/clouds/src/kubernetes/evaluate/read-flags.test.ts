import { describe, expect, it } from 'vitest';
import { readAuthenticationConfiguration } from './read-configuration.ts';

const REQUIRED = {
  '--oidc-issuer-url': 'https://testIssuerURL',
  '--oidc-client-id': 'testClientID',
} as const;
const GIVEN = {
  ...REQUIRED,
  '--oidc-username-claim': 'sub',
  '--oidc-signing-algs': 'RS256',
  '--oidc-required-claim': 'foo=bar',
};

/**
 * kubernetes/kubernetes: pkg/kubeapiserver/options/authentication_test.go, TestToAuthenticationConfig_OIDC (the cases of flags),
 * 2026-11.
 */
const PUBLISHED = [
  ["username prefix is '-'", { ...GIVEN, '--oidc-username-prefix': '-' }, 'sub', ''],
  [
    '--oidc-username-prefix is empty, --oidc-username-claim is not email',
    GIVEN,
    'sub',
    'https://testIssuerURL#',
  ],
  [
    '--oidc-username-prefix is empty, --oidc-username-claim is email',
    { ...GIVEN, '--oidc-username-claim': 'email' },
    'email',
    '',
  ],
  ['non empty username prefix', { ...GIVEN, '--oidc-username-prefix': 'k8s-' }, 'sub', 'k8s-'],
] as const;

describe('the flags of an API server', () => {
  it.each(PUBLISHED)('%s', async (_name, flags, claim, prefix) => {
    const { source, authenticators } = await readAuthenticationConfiguration(flags);
    expect(source).toBe('flags');
    expect(authenticators).toEqual([
      {
        path: 'oidc-issuer-url',
        issuer: { url: 'https://testIssuerURL', audiences: ['testClientID'] },
        algorithms: ['RS256'],
        claimRules: [{ path: 'oidc-required-claim', claim: 'foo', value: 'bar' }],
        username: { claim, prefix },
        extra: [],
        userRules: [],
      },
    ]);
  });

  it('groups claim exists', async () => {
    const flags = { ...GIVEN, 'oidc-groups-claim': 'groups', 'oidc-groups-prefix': 'oidc:' };
    const { authenticators } = await readAuthenticationConfiguration(flags);
    expect(authenticators[0]?.groups).toEqual({ claim: 'groups', prefix: 'oidc:' });
  });

  // The same file, TestValidateOIDCOptions.
  it.each([
    ['issuer url and client id are not set', { '--oidc-username-claim': 'testClaim' }, 2],
    ['issuer url set, client id is not set', { '--oidc-issuer-url': 'https://testIssuerURL' }, 1],
    ['issuer url is not set, client id is set', { '--oidc-client-id': 'testClientID' }, 1],
  ])('%s', async (_name, flags, count) => {
    const says = count === 1 ? 'is not valid' : `has ${count} faults`;
    await expect(readAuthenticationConfiguration(flags)).rejects.toThrow(says);
  });

  it('issuer url and client id are set', async () => {
    const { authenticators } = await readAuthenticationConfiguration(REQUIRED);
    expect(authenticators[0]?.username).toEqual({ claim: 'sub', prefix: 'https://testIssuerURL#' });
  });

  // kubernetes/kubernetes: component-base/cli/flag/map_string_string.go, 2026-11: what is around the first = is trimmed.
  it.each([
    [['a= b ', 'c=d=e', 'a=f'], { a: 'f', c: 'd=e' }],
    [' a = b,c=d', { a: 'b,c=d' }],
    [{ a: ' b ' }, { a: ' b ' }],
  ])('requires by %j %j', async (given, claims) => {
    const flags = { ...REQUIRED, '--oidc-required-claim': given };
    const { authenticators } = await readAuthenticationConfiguration(flags);
    const rules = authenticators[0]?.claimRules.map((rule) =>
      'value' in rule ? [rule.claim, rule.value] : [],
    );
    expect(Object.fromEntries(rules ?? [])).toEqual(claims);
  });

  // kubernetes/kubernetes: oidc.go, New, 2026-11.
  it.each([[''], [[]]])('has the default for no algorithm: %j', async (given) => {
    const flags = { ...REQUIRED, '--oidc-signing-algs': given };
    const { authenticators } = await readAuthenticationConfiguration(flags);
    expect(authenticators[0]?.algorithms).toEqual(['RS256']);
  });

  it.each([
    [{ ...REQUIRED, '--oidc-signing-algs': 'RS256,EdDSA' }, '"EdDSA" is none'],
    [{ ...REQUIRED, '--oidc-signing-algs': [5] }, 'oidc-signing-algs has 5, not text'],
    [{ ...REQUIRED, '--oidc-required-claim': 'a' }, '"a" is no claim=value'],
    [{ ...REQUIRED, '--oidc-required-claim': { a: 1 } }, 'oidc-required-claim.a is 1, not text'],
    [{ ...REQUIRED, '--oidc-required-claim': '=a' }, 'has a value without a claim'],
    [{ ...REQUIRED, '--oidc-username-claim': '' }, 'oidc-username-claim is empty'],
    [{ ...REQUIRED, '--oidc-signing-algs': 'RS256,' }, '"" is none'],
    [{ ...REQUIRED, '--oidc-other': 'a' }, '--oidc-other is no flag of this kind'],
    [{ ...REQUIRED, 'oidc-client-id': 'a' }, 'oidc-client-id is there twice'],
    [{ ...REQUIRED, '--oidc-groups-claim': ['a'] }, 'oidc-groups-claim is a list, not text'],
    [{ ...REQUIRED, '--oidc-issuer-url': 'http://a' }, '"http://a" is not an https URL'],
    [{ ...REQUIRED, '--oidc-issuer-url': 'https://a?b' }, 'has a user name, a query or a fragment'],
    [{ ...REQUIRED, '--oidc-issuer-url': 'https://a b' }, '"https://a b" is no URL'],
  ])('are refused: %j', async (flags, says) => {
    await expect(readAuthenticationConfiguration(flags)).rejects.toThrow(says);
  });
});
