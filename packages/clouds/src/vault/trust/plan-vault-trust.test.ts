import { describe, expect, it } from 'vitest';
import { planVaultTrust, type VaultTrustOptions } from './plan-vault-trust.ts';

const base: VaultTrustOptions = {
  issuer: 'https://oidc.internal:8443/team',
  audiences: ['vault'],
  subjects: ['repo:acme/app'],
  policies: ['deploy'],
};

describe('planVaultTrust', () => {
  it.each<[string, Partial<VaultTrustOptions>, RegExp]>([
    ['http', { issuer: 'http://oidc.example.com' }, /the issuer is not an https URL/],
    ['an issuer with a query', { issuer: 'https://a.example/?b' }, /has a query/],
    ['no audience', { audiences: [] }, /an audience is needed/],
    ['an empty audience', { audiences: [''] }, /"" is no audience/],
    ['an audience with white space around it', { audiences: ['a '] }, /"a " has white space/],
    ['nothing to tell tokens by', { subjects: [] }, /a subject is needed/],
    ['a subject of two lines', { subjects: ['a\nb'] }, /is no subject/],
    ['a subject that hides something', { subjects: ['a\u202eb'] }, /is no subject/],
    ['a pattern for everybody', { subjectPatterns: ['**'] }, /"\*\*" is for every subject/],
    [
      'a subject that would be a pattern beside another',
      { subjects: ['a*'], subjectPatterns: ['b*'] },
      /"a\*" would be a pattern beside "b\*"/,
    ],
    [
      'a claim that would be a pattern',
      { subjectPatterns: ['b*'], claims: [['ref', 'v*']] },
      /"v\*" would be a pattern/,
    ],
    ['the subject as a claim', { claims: [['sub', 'a']] }, /the claim "sub" is not bound/],
    ['the audience as a claim', { claims: [['aud', 'a']] }, /the claim "aud" is not bound/],
    ['a claim without a value', { claims: [['a', '']] }, /"" is no value of a claim/],
    ['a claim without a name', { claims: [['', 'a']] }, /"" is no name of a claim/],
    ['an empty user claim', { userClaim: '' }, /"" is no name of a claim/],
    ['the policy root', { policies: ['root'] }, /the policy root cannot be given/],
    ['capitals in the role', { roleName: 'CI' }, /"CI" is no name of a role/],
    ['a path as role', { roleName: 'auth/jwt/role/ci' }, /is no name of a role/],
    ['a mount with auth/ and a slash', { mount: 'auth/jwt/' }, /"auth\/jwt\/" is no path/],
    ['a mount that leads out', { mount: '../sys' }, /is no path of an auth method/],
    ['a mount for the shell', { mount: 'jwt; id' }, /is no path of an auth method/],
    ['authorities that are none', { ca: 'x' }, /no certificates in PEM/],
    ['keys over http', { jwksUrl: 'http://a.example/k' }, /address of the keys is not an https/],
  ])('refuses %s', (_, options, message) => {
    expect(() => planVaultTrust({ ...base, ...options })).toThrow(
      expect.objectContaining({
        code: 'cloud_setting_invalid',
        message: expect.stringMatching(message),
      }),
    );
  });

  it.each<[string, Partial<VaultTrustOptions>, object]>([
    [
      'one subject',
      {},
      { bound_subject: 'repo:acme/app', bound_claims: {}, bound_claims_type: 'string' },
    ],
    [
      'several subjects',
      { subjects: ['a', 'b', 'a'] },
      { bound_subject: '', bound_claims: { sub: ['a', 'b'] }, bound_claims_type: 'string' },
    ],
    [
      'a subject and a pattern',
      { subjectPatterns: ['repo:acme/tools:*'] },
      {
        bound_subject: '',
        bound_claims: { sub: ['repo:acme/app', 'repo:acme/tools:*'] },
        bound_claims_type: 'glob',
      },
    ],
    [
      'claims alone',
      {
        subjects: [],
        claims: [
          ['/a/b', 'x'],
          ['ref', 'main'],
          ['ref', 'next'],
        ],
      },
      { bound_subject: '', bound_claims: { '/a/b': 'x', ref: ['main', 'next'] } },
    ],
    [
      'a pointer to the user',
      { userClaim: '/a/b' },
      { user_claim: '/a/b', user_claim_json_pointer: true },
    ],
  ])('binds %s', (_, options, role) => {
    expect(planVaultTrust({ ...base, ...options }).role).toMatchObject(role);
  });

  it.each<[string, Partial<VaultTrustOptions>, object]>([
    ['discovery', {}, { oidc_discovery_url: base.issuer, bound_issuer: base.issuer }],
    [
      'an address of its own',
      { jwksUrl: 'https://keys.internal/k', ca: '-----BEGIN CERTIFICATE-----' },
      {
        jwks_url: 'https://keys.internal/k',
        jwks_ca_pem: '-----BEGIN CERTIFICATE-----',
        bound_issuer: base.issuer,
      },
    ],
  ])('has the keys by %s', (_, options, config) => {
    expect(planVaultTrust({ ...base, ...options }).config).toEqual(config);
  });

  it.each<[string, Partial<VaultTrustOptions>, RegExp]>([
    [
      'a slash at the end',
      { issuer: `${base.issuer}/` },
      /The issuer ends with a slash.*else use .*team\.$/,
    ],
    ['a pattern', { subjectPatterns: ['a*'] }, /The pattern "a\*" lets in every subject that fits/],
    ['a question mark', { subjectPatterns: ['a?*'] }, /the \? is a question mark/],
    ['a star in a subject', { subjects: ['a*'] }, /The subject "a\*" is compared letter by letter/],
    ['no policy', { policies: [] }, /The role has no policy/],
  ])('warns of %s', (_, options, warning) => {
    const { warnings } = planVaultTrust({ ...base, ...options });
    expect(warnings).toContainEqual(expect.stringMatching(warning));
  });

  it('warns of nothing else', () => {
    expect(planVaultTrust(base).warnings).toEqual([]);
  });
});
