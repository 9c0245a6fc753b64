import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentsOf } from './documents-of.ts';
import { evaluateVaultRole } from './evaluate-vault-role.ts';
import { readVaultTrust } from './read-vault-trust.ts';
import { NOW, OPEN_CONFIG, ROLE } from './vault-trust.fixture.ts';

describe('readVaultTrust', () => {
  it.each<[string, unknown, RegExp]>([
    ['a list', [], /the file is no object/],
    ['nothing', null, /the file is no object/],
    ['a role that is text', { role: 'ci' }, /role is no object/],
    ['a configuration alone', { config: OPEN_CONFIG }, /role is no object/],
    ['a configuration that is a list', { config: [], role: ROLE }, /config is no object/],
    ['no user_claim', { role_type: 'jwt', bound_subject: 'a' }, /role.user_claim is not set/],
    ['nothing bound', { role_type: 'jwt', user_claim: 'sub' }, /role binds nothing/],
    ['another type', { ...ROLE, role_type: 'saml' }, /role.role_type is "saml"/],
    [
      'another type of bound claims',
      { ...ROLE, bound_claims_type: 'regex' },
      /bound_claims_type is "regex"/,
    ],
    [
      'bound claims that are a list',
      { ...ROLE, bound_claims: ['a'] },
      /role.bound_claims is \["a"\]/,
    ],
    [
      'bound claims that are no JSON',
      { ...ROLE, bound_claims: 'a=b' },
      /role.bound_claims is "a=b"/,
    ],
    [
      'bound claims twice in a text',
      { ...ROLE, bound_claims: '{"sub": "a", "sub": "b"}' },
      /role.bound_claims has a member twice/,
    ],
    ['a bound claim that is null', { ...ROLE, bound_claims: { a: null } }, /of "a" is null/],
    ['a bound claim that is an object', { ...ROLE, bound_claims: { a: {} } }, /of "a" is \{\}/],
    ['a list within a list', { ...ROLE, bound_claims: { a: [['b']] } }, /of "a" is \[\["b"\]\]/],
    [
      'a number as pattern',
      { ...ROLE, bound_claims_type: 'glob', bound_claims: { a: ['x', 1] } },
      /of "a" is \["x",1\], and text or a list/,
    ],
    [
      'an audience that is a number',
      { ...ROLE, bound_audiences: [1] },
      /role.bound_audiences is \[1\]/,
    ],
    [
      'a subject that is a list',
      { ...ROLE, bound_subject: ['a'] },
      /role.bound_subject is \["a"\]/,
    ],
    [
      'a leeway with another unit',
      { ...ROLE, clock_skew_leeway: '1w' },
      /clock_skew_leeway is "1w"/,
    ],
    ['a leeway with a fraction', { ...ROLE, expiration_leeway: 1.5 }, /expiration_leeway is 1.5/],
    [
      'a flag that is a number',
      { ...ROLE, user_claim_json_pointer: 1 },
      /pointer is 1, and true or/,
    ],
    ['the reserved key', { ...ROLE, claim_mappings: { a: 'role' } }, /of "a" is "role"/],
    ['a key twice', { ...ROLE, claim_mappings: { a: 'k', b: 'k' } }, /of "b" is "k", as that/],
    ['no place for keys', { config: {}, role: ROLE }, /config has no place for keys/],
    [
      'an algorithm of secrets',
      { config: { ...OPEN_CONFIG, jwt_supported_algs: 'RS256,HS256' }, role: ROLE },
      /config.jwt_supported_algs names "HS256"/,
    ],
    [
      'two places for keys',
      { config: { ...OPEN_CONFIG, oidc_discovery_url: 'https://a.example' }, role: ROLE },
      /config has several places for keys/,
    ],
    [
      'pairs with an issuer',
      { config: { jwks_pairs: [{ jwks_url: 'u' }], bound_issuer: 'i' }, role: ROLE },
      /config.bound_issuer cannot be used with jwks_pairs/,
    ],
    [
      'pairs with authorities for all',
      { config: { jwks_pairs: [{ jwks_url: 'u' }], jwks_ca_pem: 'PEM' }, role: ROLE },
      /config.jwks_ca_pem cannot be used/,
    ],
    [
      'a pair without an address',
      { config: { jwks_pairs: [{}] }, role: ROLE },
      /config.jwks_pairs\[0\]/,
    ],
  ])('refuses %s', (_, file, message) => {
    expect(() => readVaultTrust(file)).toThrow(
      expect.objectContaining({
        code: 'cloud_setting_invalid',
        message: expect.stringMatching(message),
        hint: expect.stringContaining('vault read -format=json'),
      }),
    );
  });

  it('tells all faults at once', () => {
    const file = { config: {}, role: { role_type: 'x', bound_audiences: 1 } };
    expect(() => readVaultTrust(file)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /^the trust of Vault has 4 faults:\n {2}config has.*\n {2}role.b/,
        ),
      }),
    );
  });

  it('shows no secret of the configuration', () => {
    const secret = 'planted-secret';
    const config = { oidc_client_secret: secret, oidc_discovery_url: 1 };
    expect(() => readVaultTrust({ config, role: ROLE })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
  });

  /** What `vault read -format=json` of 1.17 prints, by developer.hashicorp.com/vault/api-docs/auth/jwt (read 2026-11). */
  it('reads what the command line prints', () => {
    const printed = (data: object) => ({ request_id: 'x', lease_duration: 0, data });
    const config = printed({
      bound_issuer: 'https://gitlab.com',
      default_role: '',
      jwks_ca_pem: '',
      jwks_pairs: [],
      jwks_url: 'https://gitlab.com/oauth/discovery/keys',
      jwt_supported_algs: [],
      jwt_validation_pubkeys: [],
      namespace_in_state: true,
      oidc_client_id: '',
      oidc_discovery_ca_pem: '',
      oidc_discovery_url: '',
      oidc_response_mode: '',
      oidc_response_types: [],
      provider_config: {},
    });
    const role = printed({
      bound_audiences: ['vault'],
      bound_claims: { ref: ['main'] },
      bound_claims_type: 'string',
      bound_subject: '',
      claim_mappings: null,
      clock_skew_leeway: 0,
      expiration_leeway: -1,
      not_before_leeway: 0,
      groups_claim: '',
      max_age: 0,
      oidc_scopes: null,
      role_type: 'jwt',
      token_bound_cidrs: [],
      token_policies: ['deploy'],
      user_claim: 'user_email',
      user_claim_json_pointer: false,
    });
    const trust = readVaultTrust({ config, role });
    expect(trust).toMatchObject({
      config: { boundIssuer: 'https://gitlab.com', provider: '', algorithms: [], unknown: [] },
      role: { kind: 'role', roleType: 'jwt', expiration: -1, boundCidrs: [], unknown: [] },
    });
    expect(documentsOf(trust)).toEqual({ jwksUrl: 'https://gitlab.com/oauth/discovery/keys' });
    expect(readVaultTrust(role)).toEqual({ role: trust.role });
  });

  it.each([
    [undefined, 0],
    [90, 90],
    ['-1', -1],
    ['90', 90],
    ['90s', 90],
    ['5m', 300],
    ['1h30m5s', 5405],
    ['2d', 172_800],
  ])('takes %j as %d seconds', (given, seconds) => {
    const { role } = readVaultTrust({ ...ROLE, clock_skew_leeway: given });
    expect(role.clockSkew).toBe(seconds);
  });

  it.each([
    ['a, b ,c', ['a', 'b', 'c']],
    [[' a '], ['a']],
    ['\u2003a\u0085', ['a']],
    ['\ufeffa', ['\ufeffa']],
  ])('takes %j as %j', (given, audiences) => {
    expect(readVaultTrust({ ...ROLE, bound_audiences: given }).role.boundAudiences).toEqual(
      audiences,
    );
  });

  it('answers or refuses whatever the file and the token hold (property)', () => {
    const names = fc.constantFrom('__proto__', 'constructor', 'sub', 'aud', 'exp', '/a/0', 'a', '');
    const json = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, 'a', '*', 'jwt', 'glob', 1, -1, 1e300, 0.5),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(names, tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    const parameters = fc.dictionary(
      fc.constantFrom(
        ...Object.keys(ROLE),
        'bound_claims',
        'bound_claims_type',
        'groups_claim',
        'claim_mappings',
        '__proto__',
      ),
      json,
    );
    fc.assert(
      fc.property(parameters, fc.dictionary(names, json), (role, claims) => {
        let trust;
        try {
          trust = readVaultTrust({ config: OPEN_CONFIG, role: { ...ROLE, ...role } });
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'cloud_setting_invalid' });
          return;
        }
        const { verdict } = evaluateVaultRole(trust, { issuer: 'a', claims }, NOW);
        expect(['allowed', 'refused', 'undecided']).toContain(verdict);
      }),
      { numRuns: 500 },
    );
  });

  it('reads and judges what is nested deeply', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown;
    expect(() => readVaultTrust({ ...ROLE, bound_claims: { a: deep } })).toThrow(/bound_claims/);
    const trust = readVaultTrust({
      config: OPEN_CONFIG,
      role: { ...ROLE, bound_claims: { a: 'b' } },
    });
    expect(evaluateVaultRole(trust, { issuer: 'a', claims: { a: deep } }, NOW).verdict).toBe(
      'refused',
    );
  });
});

describe('documentsOf', () => {
  it.each<[object, object]>([
    [
      { oidc_discovery_url: 'https://a.example', oidc_discovery_ca_pem: 'PEM' },
      { discoveryUrl: 'https://a.example', ca: 'PEM' },
    ],
    [
      { jwks_url: 'https://a.example/k', jwks_ca_pem: 'PEM' },
      { jwksUrl: 'https://a.example/k', ca: 'PEM' },
    ],
    [{ jwks_pairs: [{ jwks_url: 'u', jwks_ca_pem: '' }] }, { jwksUrl: 'u' }],
    [
      { jwks_pairs: [{ jwks_url: 'u', jwks_ca_pem: 'PEM' }, { jwks_url: 'v' }] },
      { jwksPairs: [{ jwksUrl: 'u', ca: 'PEM' }, { jwksUrl: 'v' }] },
    ],
    [{ jwt_validation_pubkeys: ['PEM'] }, { keys: ['PEM'] }],
    [{ provider_config: { provider: 'kubernetes' } }, {}],
  ])('of %j are %j', (config, documents) => {
    expect(documentsOf(readVaultTrust({ config, role: ROLE }))).toEqual(documents);
  });

  it('of a role alone are unknown', () => {
    expect(documentsOf(readVaultTrust(ROLE))).toEqual({});
  });
});
