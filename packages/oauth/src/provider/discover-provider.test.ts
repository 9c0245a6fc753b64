import { encodeUtf8 } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { faultOf } from '../endpoint.fixture.ts';
import { discoverProvider } from './discover-provider.ts';

const DOCUMENT = {
  issuer: 'https://id.test',
  jwks_uri: 'https://id.test/jwks',
  authorization_endpoint: 'https://id.test/auth',
  token_endpoint: 'https://id.test/token',
};

function discover(members: object, issuer = 'https://id.test') {
  const body = encodeUtf8(JSON.stringify({ ...DOCUMENT, ...members }));
  const headers = new Map<string, string>();
  const fetchDocument = async () => ({ status: 200, headers, body });
  return discoverProvider({ issuer, fetchDocument });
}

describe('a discovery document is refused', () => {
  it.each([
    ['of another issuer', { issuer: 'https://evil.test' }],
    ['of an issuer below', { issuer: 'https://id.test/a' }],
    ['of an issuer with two slashes', { issuer: 'https://id.test//' }],
    ['of all tenants', { issuer: 'https://id.test/{tenantid}/v2.0' }],
    ['without an issuer', { issuer: undefined }],
    ['without keys', { jwks_uri: undefined }],
    ['with an address that is no text', { token_endpoint: ['https://id.test/token'] }],
  ])('%s', async (_, members) => {
    expect((await faultOf(discover(members))).code).toBe('upstream_invalid');
  });

  const names = [
    'jwks_uri',
    'authorization_endpoint',
    'token_endpoint',
    'device_authorization_endpoint',
    'registration_endpoint',
    'revocation_endpoint',
    'end_session_endpoint',
  ];
  it.each(names)('with an unsafe %s', async (name) => {
    for (const address of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'http://id.test/x',
      'http://127.0.0.1/x',
      'https://169.254.169.254/x',
      'https://user:password@id.test/x',
      '/x',
    ]) {
      const fault = await faultOf(discover({ [name]: address }), 'password');
      expect(fault.code).toBe('upstream_invalid');
      expect(fault.message).toContain(name);
    }
  });
});

it.each(['http://id.test', 'id.test', 'javascript:alert(1)', ''])(
  'takes %j for no issuer',
  async (issuer) => {
    expect((await faultOf(discover({}, issuer))).code).toBe('sign_in_unavailable');
  },
);

it('takes an issuer with a slash or without, and its whole address, and names it as the document does', async () => {
  for (const issuer of [
    'https://id.test',
    'https://id.test/',
    'https://id.test/.well-known/openid-configuration',
  ]) {
    expect((await discover({}, issuer)).issuer).toBe('https://id.test');
  }
});

it('tells apart what a provider does not have from what it does not say', async () => {
  const named = await discover({
    token_endpoint_auth_methods_supported: [],
    response_types_supported: ['id_token', 5],
  });
  expect([named.clientMethods, named.responseTypes]).toEqual([[], ['id_token']]);
  const silent = await discover({ token_endpoint_auth_methods_supported: 'none' });
  expect([silent.clientMethods, silent.responseTypes]).toEqual([undefined, undefined]);
});

it('says that a provider does not say that it checks S256', async () => {
  const methods = (...all: string[]) => ({ code_challenge_methods_supported: all });
  expect((await discover({})).supportsS256).toBe(false);
  expect((await discover(methods('plain'))).supportsS256).toBe(false);
  expect((await discover(methods('plain', 'S256'))).supportsS256).toBe(true);
});
