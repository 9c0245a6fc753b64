import { describe, expect, it } from 'vitest';
import { partyOfTrust } from './party-of-trust.ts';

type Party = Parameters<typeof partyOfTrust>[1];

const PARTIES: readonly Party[] = ['aws', 'gcp', 'azure', 'kubernetes', 'vault'];
const PROVIDER = {
  name: 'projects/1/locations/global/workloadIdentityPools/p/providers/q',
  oidc: { issuerUri: 'https://oidc.example.com' },
  attributeMapping: { 'google.subject': 'assertion.sub' },
};
const CREDENTIAL = {
  name: 'ci',
  issuer: 'https://oidc.example.com',
  subject: 'ci',
  audiences: ['api://AzureADTokenExchange'],
};
const ROLE = { role_type: 'jwt', user_claim: 'sub', bound_audiences: ['vault'] };

const FILES: readonly (readonly [party: Party, what: string, file: unknown])[] = [
  ['aws', 'a policy or a role of AWS', { Version: '2012-10-17', Statement: [] }],
  ['aws', 'a policy or a role of AWS', { Roles: [] }],
  ['aws', 'a policy or a role of AWS', [{ RoleName: 'a', AssumeRolePolicyDocument: {} }]],
  ['gcp', 'a provider of Google Cloud', PROVIDER],
  ['gcp', 'a provider of Google Cloud', [PROVIDER]],
  ['gcp', 'a provider of Google Cloud', { provider: PROVIDER, policy: { bindings: [] } }],
  ['azure', 'a federated identity credential of Microsoft Entra', CREDENTIAL],
  ['azure', 'a federated identity credential of Microsoft Entra', [CREDENTIAL]],
  ['azure', 'a federated identity credential of Microsoft Entra', { value: [CREDENTIAL] }],
  ['azure', 'a federated identity credential of Microsoft Entra', [{ properties: CREDENTIAL }]],
  ['vault', 'a role of Vault', ROLE],
  ['vault', 'a role of Vault', { request_id: 'a', data: ROLE }],
  ['vault', 'a role of Vault', { config: {}, role: { data: ROLE } }],
  [
    'kubernetes',
    'a configuration of an API server of Kubernetes',
    { apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AuthenticationConfiguration', jwt: [] },
  ],
  [
    'kubernetes',
    'a configuration of an API server of Kubernetes',
    { 'oidc-issuer-url': 'https://oidc.example.com', 'oidc-client-id': 'a' },
  ],
];

describe('partyOfTrust', () => {
  it.each(FILES)('tells a file of %s: %s', (party, what, file) => {
    expect(partyOfTrust(file, party)).toBeUndefined();
    for (const reader of PARTIES.filter((each) => each !== party)) {
      expect(partyOfTrust(file, reader)).toBe(what);
    }
  });

  it.each([[{}], [[]], [null], ['text'], [[null]], [{ value: [] }], [{ issuer: 'a' }]])(
    'says nothing of %j',
    (file) => {
      for (const reader of PARTIES) expect(partyOfTrust(file, reader)).toBeUndefined();
    },
  );

  it('leaves to the reader what has a mark of its own among others', () => {
    const both = { ...CREDENTIAL, Statement: [] };
    expect(partyOfTrust(both, 'azure')).toBeUndefined();
    expect(partyOfTrust(both, 'aws')).toBeUndefined();
  });
});
