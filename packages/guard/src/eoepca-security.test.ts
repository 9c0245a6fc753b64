import {
  createTestClock,
  createTestIssuer,
  toApisixHeaders,
  type ApisixTokens,
} from '@drawbridge/testing';
import { decodeToken } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { textOf } from './caller/text-of.ts';
import { createGuard } from './create-guard.ts';
import { type Fields, judge } from './outcome.fixture.ts';
import { APISIX } from './profiles/apisix.ts';

// The example of eoepca-security's README, as docs/migrate/eoepca-security.md translates it.

const clock = createTestClock();
const realm = await createTestIssuer({
  issuer: 'https://sso.test/realms/example',
  clock,
  audience: 'account',
  profile: 'keycloak',
  clients: [{ clientId: 'apisix' }],
});
const guard = createGuard({
  openIdConnectUrl: `${realm.issuer}/.well-known/openid-configuration`,
  audience: 'account',
  authorizedParties: ['apisix'],
  headers: {
    ...APISIX,
    access: [{ name: 'Authorization', scheme: 'Bearer' }],
    idClaims: { name: 'x-id-token' },
    refresh: { name: 'x-refresh-token' },
  },
  anonymous: 'any',
  scheme: { name: 'OIDC-behind-auth-proxy' },
  fetch: realm.fetch,
  clock,
});

async function greet(fields: Fields): Promise<string> {
  const { caller } = await judge(guard, fields);
  const username =
    caller === undefined
      ? 'unauthorised person'
      : (textOf(caller.displayClaim('preferred_username')) ?? 'mysterious stranger');
  return `Hello World, Hello ${username}!`;
}

/** Behind APISIX, with its two switches on. */
const behind = (tokens: ApisixTokens) =>
  toApisixHeaders(tokens, {
    access_token_in_authorization_header: true,
    set_refresh_token_header: true,
  });
const nameless = { preferred_username: undefined };
const {
  accessToken,
  idToken = '',
  refreshToken = '',
} = await realm.grant({ ...nameless, sub: 'f:1' });
const idClaims = decodeToken(idToken).claims;

describe('the example of eoepca-security', () => {
  it('greets by the name in the ID claims', async () => {
    const named = { ...idClaims, preferred_username: 'alice' };
    expect(await greet(behind({ accessToken, idClaims: named, refreshToken }))).toBe(
      'Hello World, Hello alice!',
    );
  });

  it('greets somebody who has no name', async () => {
    expect(await greet(behind({ accessToken, idClaims, refreshToken }))).toBe(
      'Hello World, Hello mysterious stranger!',
    );
    expect(await greet(behind({ accessToken }))).toBe('Hello World, Hello mysterious stranger!');
  });

  it('greets who is not authorised', async () => {
    const other = await realm.issueAccess({}, { clientId: 'other' });
    for (const fields of [
      {},
      { authorization: 'Bearer bad' },
      { authorization: `Basic ${accessToken}` },
      behind({ accessToken: other }),
      behind({ accessToken: await realm.issueAccess({ exp: 1 }) }),
      // What the scheme let pass: a name of one's choice beside a token of one's own.
      behind({ accessToken, idClaims: { ...idClaims, sub: 'f:2', preferred_username: 'admin' } }),
    ]) {
      expect(await greet(fields)).toBe('Hello World, Hello unauthorised person!');
    }
  });

  it('has its scheme in the OpenAPI document', () => {
    expect(guard.securitySchemes).toEqual({
      'OIDC-behind-auth-proxy': {
        type: 'openIdConnect',
        openIdConnectUrl: `${realm.issuer}/.well-known/openid-configuration`,
      },
    });
  });
});
