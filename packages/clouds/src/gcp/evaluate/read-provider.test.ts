import { describe, expect, it } from 'vitest';
import { documentsOf } from './documents-of.ts';
import { evaluateProvider } from './evaluate-provider.ts';
import { readProvider } from './read-provider.ts';

const NAME = 'projects/123456/locations/global/workloadIdentityPools/ci/providers/gitlab';

/** As gcloud prints it ("Manage workload identity pools and providers", docs.cloud.google.com, read 2026-11). */
const DESCRIBED = {
  attributeCondition: "assertion.namespace_id == '42'",
  attributeMapping: {
    'google.subject': 'assertion.sub',
    'attribute.project_id': 'assertion.project_id',
  },
  displayName: 'GitLab',
  name: NAME,
  oidc: { allowedAudiences: ['https://gcp.example.com'], issuerUri: 'https://gitlab.com' },
  state: 'ACTIVE',
};

const with_ = (changes: object) => ({ ...DESCRIBED, ...changes });
const oidc = (changes: object) => with_({ oidc: { ...DESCRIBED.oidc, ...changes } });
const mapping = (changes: object) =>
  with_({ attributeMapping: { ...DESCRIBED.attributeMapping, ...changes } });

describe('readProvider', () => {
  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /it is nothing, and not an object/],
    ['a list', [DESCRIBED], /and not an object/],
    ['no provider', {}, /has no issuerUri|oidc is nothing/],
    ['an AWS provider', with_({ oidc: undefined, aws: { accountId: '1' } }), /provider for aws/],
    ['a SAML provider', with_({ saml: {} }), /provider for saml/],
    [
      'a workforce pool',
      with_({ name: 'locations/global/workforcePools/acme/providers/okta' }),
      /of a workforce pool/,
    ],
    ['a project by its ID', with_({ name: NAME.replace('123456', 'acme') }), /projects\/NUMBER/],
    ['a member that is not known', with_({ attributeConditon: 'false' }), /"attributeConditon"/],
    ['both spellings', with_({ attribute_condition: 'true' }), /has both/],
    ['a condition that is none', with_({ attributeCondition: 'assertion.sub = 1' }), /"=" is no/],
    ['a condition over nothing', with_({ attributeCondition: 'claims.sub == ""' }), /"claims"/],
    ['a long condition', with_({ attributeCondition: `"${'a'.repeat(4096)}" == ""` }), /4096/],
    ['a long mapping', mapping({ 'attribute.a': `"${'a'.repeat(2048)}"` }), /2048/],
    ['a mapping over google', mapping({ 'attribute.a': 'google.subject' }), /"google"/],
    ['no subject', with_({ attributeMapping: { 'attribute.a': '"a"' } }), /no "google.subject"/],
    ['an attribute in capitals', mapping({ 'attribute.A': '"a"' }), /"attribute.A"/],
    ['an attribute of none', mapping({ 'google.display_name': '"a"' }), /display_name/],
    ['a long attribute', mapping({ [`attribute.${'a'.repeat(101)}`]: '"a"' }), /100 characters/],
    [
      '51 attributes',
      mapping(
        Object.fromEntries(
          Array.from({ length: 51 }, (_, index) => [`attribute.a${index}`, '"a"']),
        ),
      ),
      /has 52 attributes/,
    ],
    ['http', oidc({ issuerUri: 'http://gitlab.com' }), /no address with https/],
    ['11 audiences', oidc({ allowedAudiences: Array<string>(11).fill('a') }), /has 11/],
    ['a long audience', oidc({ allowedAudiences: ['a'.repeat(257)] }), /256/],
    ['an audience of none', oidc({ allowedAudiences: [1] }), /not a list of texts/],
    ['keys twice', oidc({ jwksJson: '{"keys": [], "keys": []}' }), /jwksJson has a member twice/],
    ['keys that are none', oidc({ jwksJson: '{' }), /jwksJson is no JSON object/],
    ['keys without a list', oidc({ jwksJson: '{}' }), /jwksJson has no list keys/],
    ['a client', oidc({ clientId: 'a' }), /"clientId"/],
    ['disabled by a text', with_({ disabled: 'yes' }), /disabled is "yes"/],
    ['a policy of another member', { provider: DESCRIBED, policies: [] }, /"policies"/],
    ['a policy that is none', { provider: DESCRIBED, policy: [] }, /policy is \[\]/],
    [
      'a binding without a role',
      { provider: DESCRIBED, policy: { bindings: [{ members: [] }] } },
      /policy\.bindings\[0\] has no role/,
    ],
  ])('refuses %s', async (_, value, why) => {
    await expect(readProvider(value)).rejects.toMatchObject({
      code: 'cloud_setting_invalid',
      message: expect.stringMatching(why),
    });
  });

  it('survives what is nested without end', async () => {
    const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as unknown;
    const value = {
      ...DESCRIBED,
      attributeMapping: { 'google.subject': deep },
      displayName: deep,
      policy: 1,
    };
    await expect(readProvider(value)).rejects.toThrow(
      /attributeMapping\["google.subject"\] is \[\[/,
    );
    await expect(readProvider(deep)).rejects.toThrow(/it is \[\[.*, and not an object/);
  });

  it('names all that is wrong at once', async () => {
    const value = { ...oidc({ issuerUri: 'ftp://x', jwksJson: '[]' }), attributeMapping: {} };
    await expect(readProvider(value)).rejects.toMatchObject({
      message: expect.stringMatching(/issuerUri.*jwksJson.*google\.subject/s),
    });
  });

  it('takes what gcloud describes', async () => {
    const { provider } = await readProvider(DESCRIBED);
    expect(provider).toMatchObject({
      name: { full: NAME, pool: NAME.replace('/providers/gitlab', '') },
      issuer: 'https://gitlab.com',
      audiences: ['https://gcp.example.com'],
      condition: { text: "assertion.namespace_id == '42'" },
    });
    expect(provider.mapping.map(({ target }) => target)).toEqual([
      'google.subject',
      'attribute.project_id',
    ]);
    expect(documentsOf({ provider })).toEqual({});
  });

  it('takes a name of 100 characters', async () => {
    const { provider } = await readProvider(mapping({ [`attribute.${'a'.repeat(100)}`]: '"a"' }));
    expect(provider.mapping.at(-1)?.target).toBe(`attribute.${'a'.repeat(100)}`);
  });

  it('takes what Terraform shows of its state', async () => {
    const { provider } = await readProvider({
      id: 'projects/acme-ci/locations/global/workloadIdentityPools/ci/providers/gitlab',
      name: NAME,
      project: 'acme-ci',
      workload_identity_pool_id: 'ci',
      workload_identity_pool_provider_id: 'gitlab',
      attribute_mapping: { 'google.subject': 'assertion.sub' },
      attribute_condition: '',
      description: '',
      disabled: false,
      display_name: '',
      state: 'ACTIVE',
      timeouts: null,
      aws: [],
      saml: [],
      x509: null,
      oidc: [{ issuer_uri: 'https://gitlab.com', allowed_audiences: [], jwks_json: '' }],
    });
    expect(provider).toMatchObject({ name: { full: NAME }, issuer: 'https://gitlab.com' });
  });

  it('takes what Terraform has', async () => {
    const { provider } = await readProvider({
      workload_identity_pool_id: 'ci',
      workload_identity_pool_provider_id: 'gitlab',
      attribute_mapping: { 'google.subject': 'assertion.sub' },
      attribute_condition: null,
      disabled: null,
      oidc: [
        {
          issuer_uri: 'https://gitlab.example.com',
          allowed_audiences: null,
          jwks_json: '{"keys":[]}',
        },
      ],
    });
    expect(provider).toMatchObject({ issuer: 'https://gitlab.example.com', audiences: [] });
    expect(documentsOf({ provider })).toEqual({ jwks: { keys: [] } });
    expect(
      evaluateProvider(
        { provider },
        {
          issuer: 'https://gitlab.example.com',
          claims: { sub: 'a', aud: `https://iam.googleapis.com/${NAME}` },
        },
      ),
    ).toMatchObject({ verdict: 'undecided', reasons: [{ at: 'oidc.allowedAudiences' }] });
  });
});
