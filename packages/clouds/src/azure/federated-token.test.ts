import { describe, expect, it } from 'vitest';
import { federatedTokenVariables, withFederatedToken } from './federated-token.ts';

const good = {
  tenantId: '3b9f1c2e-0000-4000-8000-1234567890ab',
  clientId: '5D0C1C2E-0000-4000-8000-1234567890AB',
  tokenFile: '/run/user/1000/token',
};

describe('federatedTokenVariables', () => {
  it.each([
    ['a tenant by its domain', { tenantId: 'acme.onmicrosoft.com' }],
    ['a tenant for everybody', { tenantId: 'common' }],
    ['a client with a line break', { clientId: `${good.clientId}\n` }],
    ['an authority over http', { authorityHost: 'http://login.test/' }],
    ['no file', { tokenFile: '' }],
  ])('refuses %s', (_, others) => {
    expect(() => federatedTokenVariables({ ...good, ...others })).toThrow(
      expect.objectContaining({ code: 'cloud_setting_invalid' }),
    );
  });

  it('has the four variables of a workload identity', () => {
    const made = federatedTokenVariables(good);
    expect(made).toEqual([
      { name: 'AZURE_CLIENT_ID', value: good.clientId },
      { name: 'AZURE_TENANT_ID', value: good.tenantId },
      { name: 'AZURE_FEDERATED_TOKEN_FILE', value: good.tokenFile },
      { name: 'AZURE_AUTHORITY_HOST', value: 'https://login.microsoftonline.com/' },
    ]);
  });
});

describe('withFederatedToken', () => {
  it('leaves out what would count before the token, and nothing else', () => {
    const env = {
      PATH: '/bin',
      AZURE_CLIENT_SECRET: 'a',
      AZURE_PASSWORD: 'b',
      AZURE_TENANT_ID: 'c',
    };
    const made = withFederatedToken(env, good);
    expect(made).toEqual({
      PATH: '/bin',
      AZURE_CLIENT_ID: good.clientId,
      AZURE_TENANT_ID: good.tenantId,
      AZURE_FEDERATED_TOKEN_FILE: good.tokenFile,
      AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com/',
    });
  });

  it.each([
    ['dev', false],
    ['AzureCliCredential', false],
    ['EnvironmentCredential', false],
    ['prod', true],
    ['WorkloadIdentityCredential', true],
    ['', true],
  ])('keeps a choice of credentials where the token is among them: %j', (value, isKept) => {
    const made = withFederatedToken({ AZURE_TOKEN_CREDENTIALS: value }, good);
    expect(made['AZURE_TOKEN_CREDENTIALS']).toBe(isKept ? value : undefined);
  });
});
