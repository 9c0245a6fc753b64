import { generateKeyPairSync } from 'node:crypto';
import { relyingParty as aws } from '../aws/doctor/index.ts';
import { relyingParty as azure } from '../azure/doctor/index.ts';
import { relyingParty as gcp } from '../gcp/doctor/index.ts';
import { certificatePem } from '../kubernetes/evaluate/certificate.fixture.ts';
import { relyingParty as kubernetes } from '../kubernetes/doctor/index.ts';
import { relyingParty as vault } from '../vault/doctor/index.ts';
import type { RelyingParty } from './relying-party.ts';
import { DISCOVERY, ISSUER, KEY } from './scene.fixture.ts';

/** A relying party, whatever its configuration looks like, and configurations of it by what they are for. */
export interface TrustingParty {
  // A party takes the trusts that it has read itself, which are beside it here.
  readonly party: RelyingParty<never>;
  readonly trusts: readonly (readonly [what: string, trust: never])[];
}

const AUDIENCE = 'sts.amazonaws.com';
const PROVIDER = 'arn:aws:iam::123456789012:oidc-provider/oidc.example.com';

const allow = (own: object = {}) => ({
  Effect: 'Allow',
  Principal: { Federated: PROVIDER },
  Action: 'sts:AssumeRoleWithWebIdentity',
  ...own,
});
const equals = (sub: string) => ({
  Condition: {
    StringEquals: { 'oidc.example.com:aud': AUDIENCE, 'oidc.example.com:sub': sub },
  },
});
const policy = (...statements: readonly object[]) => ({
  Version: '2012-10-17',
  Statement: statements,
});
const role = (partition: string, ...statements: readonly object[]) => ({
  Role: {
    RoleName: 'deploy',
    Arn: `arn:${partition}:iam::123456789012:role/deploy`,
    MaxSessionDuration: 7200,
    AssumeRolePolicyDocument: policy(...statements),
  },
});

const AWS = {
  'all that is meant': policy(allow(equals('repo:acme/app'))),
  'another subject': role('aws', allow(equals('repo:acme/web'))),
  'a role in China': role('aws-cn', allow()),
  'another provider': policy(
    allow({ Principal: { Federated: PROVIDER.replace('oidc.', 'other.') } }),
  ),
  'no such action': policy(allow({ Action: 'sts:AssumeRole' })),
  'a denial': policy(allow(), allow({ Effect: 'Deny' })),
};

const provider = (own: object = {}, oidc: object = {}) => ({
  name: 'projects/1/locations/global/workloadIdentityPools/p/providers/q',
  oidc: { issuerUri: ISSUER, allowedAudiences: [AUDIENCE], ...oidc },
  attributeMapping: { 'google.subject': 'assertion.sub' },
  ...own,
});

const GCP = {
  'all that is meant': provider(),
  'no audiences of its own': provider({}, { allowedAudiences: [] }),
  'another audience': provider({}, { allowedAudiences: ['x'] }),
  'another issuer': provider({}, { issuerUri: 'https://other.example.com' }),
  'a condition that is false': provider({ attributeCondition: 'assertion.sub == "x"' }),
  'a mapping of what is not there': provider({
    attributeMapping: { 'google.subject': 'assertion.email', 'google.groups': 'assertion.sub' },
  }),
  'a subject that is long': provider({
    attributeMapping: { 'google.subject': `'${'a'.repeat(200)}'`, 'attribute.a': 'assertion.iat' },
  }),
  'a provider that is closed': provider({ disabled: true }),
  'uploaded keys': provider({}, { jwksJson: JSON.stringify({ keys: [KEY] }) }),
  'a policy without members': { provider: provider(), policy: { bindings: [] } },
};

const credential = (own: object = {}) => ({
  name: 'ci-main',
  issuer: ISSUER,
  subject: 'repo:acme/app',
  audiences: [AUDIENCE],
  ...own,
});

const AZURE = {
  'all that is meant': [credential()],
  'no credential': [],
  'another issuer': [credential({ issuer: `${ISSUER}/` })],
  'another subject': [credential({ subject: 'repo:acme/web' })],
  'a wildcard': [credential({ subject: 'repo:acme/*' })],
  'another audience': [credential({ audiences: ['api://AzureADTokenExchange'] })],
  'Entra itself': [credential({ issuer: 'https://sts.windows.net/a/' })],
};

const authentication = (own: object = {}, issuer: object = {}) => ({
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AuthenticationConfiguration',
  jwt: [
    {
      issuer: { url: ISSUER, audiences: [AUDIENCE], ...issuer },
      claimMappings: { username: { claim: 'sub', prefix: 'ci:' } },
      ...own,
    },
  ],
});
const username = (name: string) => ({ claimMappings: { username: { claim: name, prefix: '' } } });

const kubernetesTrusts = async () => ({
  'all that is meant': authentication(),
  'another issuer': authentication({}, { url: 'https://other.example.com' }),
  'another audience': authentication({}, { audiences: ['x'] }),
  'an authority of its own': authentication({}, { certificateAuthority: await certificatePem() }),
  'a user name that is not there': authentication(username('login')),
  'a user name that is an address': authentication(username('email')),
  'groups of another form': authentication({
    claimMappings: {
      username: { claim: 'sub', prefix: '' },
      groups: { claim: 'iat', prefix: '' },
    },
  }),
  'a rule that is false': authentication({
    claimValidationRules: [{ claim: 'environment', requiredValue: 'production' }],
  }),
  flags: { 'oidc-issuer-url': ISSUER, 'oidc-client-id': AUDIENCE },
});

const PEM = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
  type: 'spki',
  format: 'pem',
});
const BY_DISCOVERY = { oidc_discovery_url: ISSUER };
const jwt = (own: object = {}, config: object | undefined = BY_DISCOVERY) => ({
  role: { role_type: 'jwt', user_claim: 'sub', bound_audiences: [AUDIENCE], ...own },
  ...(config !== undefined && { config }),
});
const JWKS = { jwks_url: 'https://keys.example.com/jwks.json' };

const VAULT = {
  'all that is meant': jwt(),
  'a role alone': { role: jwt().role },
  'another subject': jwt({ bound_subject: 'repo:acme/web' }),
  'another audience': jwt({ bound_audiences: ['x'] }),
  'another issuer': jwt({}, { ...BY_DISCOVERY, bound_issuer: 'https://other.example.com' }),
  'another claim': jwt({ bound_claims: { environment: 'production' } }),
  'a user claim that is not there': jwt({ user_claim: 'login' }),
  'groups that are not there': jwt({ groups_claim: 'groups' }),
  'a claim that is no text': jwt({ claim_mappings: { iat: 'iat' } }),
  'a role for a sign-in': jwt({ role_type: 'oidc', allowed_redirect_uris: ['https://a.example'] }),
  'an address': jwt({ token_bound_cidrs: ['10.0.0.0/8'] }),
  'a JWK Set': jwt({}, JWKS),
  'two JWK Sets': jwt({}, { jwks_pairs: [JWKS, { jwks_url: 'https://other.example.com/jwks' }] }),
  'given keys': jwt({}, { jwt_validation_pubkeys: [PEM] }),
  'a provider of OpenBao': jwt({}, { provider_config: { provider: 'kubernetes' } }),
  'the whole address of discovery': jwt({}, { oidc_discovery_url: DISCOVERY['jwks_uri'] }),
};

async function read<Trust>(
  party: RelyingParty<Trust>,
  values: Readonly<Record<string, unknown>>,
): Promise<TrustingParty> {
  const trusts = await Promise.all(
    Object.entries(values).map(
      async ([what, value]) => [what, (await party.readTrust(value)) as never] as const,
    ),
  );
  return { party: party as unknown as RelyingParty<never>, trusts };
}

/** All relying parties, with configurations that let the tokens of a scene in and that do not. */
export async function trustingParties(): Promise<readonly TrustingParty[]> {
  return Promise.all([
    read(aws, AWS),
    read(azure, AZURE),
    read(gcp, GCP),
    read(kubernetes, await kubernetesTrusts()),
    read(vault, VAULT),
  ]);
}
