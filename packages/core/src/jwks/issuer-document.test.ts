import { describe, expect, it } from 'vitest';
import { issuerDocument } from './issuer-document.ts';

describe('issuerDocument', () => {
  it('has the six members that AWS asks for, in one order', () => {
    const document = issuerDocument({
      issuer: 'https://bridge.example.com',
      algorithms: ['RS256', 'ES256'],
      claims: ['aud', 'sub'],
    });
    expect(Object.entries(document)).toEqual([
      ['issuer', 'https://bridge.example.com'],
      ['jwks_uri', 'https://bridge.example.com/.well-known/jwks.json'],
      ['response_types_supported', ['id_token']],
      ['subject_types_supported', ['public']],
      ['id_token_signing_alg_values_supported', ['RS256', 'ES256']],
      ['claims_supported', ['aud', 'sub']],
    ]);
  });

  it('has a seventh on request, which leads nowhere', () => {
    const issuer = 'https://oidc.example.com';
    const document = issuerDocument({
      issuer,
      algorithms: [],
      claims: [],
      withAuthorizationEndpoint: true,
    });
    expect(Object.entries(document).at(-1)).toEqual([
      'authorization_endpoint',
      'urn:drawbridge:no-authorization-endpoint',
    ]);
  });

  it.each([
    ['https://bridge.example.com/', 'https://bridge.example.com/jwks/keys'],
    ['https://bridge.example.com/team', 'https://bridge.example.com/team/jwks/keys'],
  ])('puts the JWK Set of %s after one slash', (issuer, expected) => {
    const document = issuerDocument({ issuer, jwksPath: '/jwks/keys', algorithms: [], claims: [] });
    expect(document['jwks_uri']).toBe(expected);
  });
});
