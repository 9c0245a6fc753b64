import { expect, it } from 'vitest';
import { buildSite, type Site } from './site.ts';

const key = { kty: 'RSA', n: 'abc', e: 'AQAB', alg: 'RS256', use: 'sig', kid: '1234' };
const site: Site = {
  issuer: 'https://oidc.example.com',
  jwksPath: '/jwks/keys',
  keys: [{ ...key, key_ops: ['verify'] }],
  algorithms: ['RS256'],
};
const textOf = (path: string, given = site) =>
  buildSite(given).find((file) => file.path === path)?.text ?? '';

it('puts the keys first and discovery last', () => {
  expect(buildSite(site).map(({ path, contentType }) => [path, contentType])).toEqual([
    ['/jwks/keys', 'application/jwk-set+json'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/.well-known/openid-configuration', 'application/json'],
  ]);
});

it("has the recipe's six members and, unless it is turned off, the seventh", () => {
  const seven = JSON.parse(textOf('/.well-known/openid-configuration'));
  expect(seven).toEqual({
    issuer: 'https://oidc.example.com',
    jwks_uri: 'https://oidc.example.com/jwks/keys',
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'sub'],
    authorization_endpoint: 'urn:drawbridge:no-authorization-endpoint',
  });
  const without = textOf('/.well-known/openid-configuration', {
    ...site,
    withAuthorizationEndpoint: false,
  });
  expect(Object.keys(JSON.parse(without))).toHaveLength(6);
});

it('has nothing in a key that Google Cloud would refuse', () => {
  expect(JSON.parse(textOf('/jwks/keys'))).toEqual({ keys: [key] });
});

it('has a certificate where there is one', () => {
  const certificates = new Map([['1234', 'MIIB']]);
  expect(JSON.parse(textOf('/jwks/keys', { ...site, certificates }))).toEqual({
    keys: [{ ...key, x5c: ['MIIB'] }],
  });
});
