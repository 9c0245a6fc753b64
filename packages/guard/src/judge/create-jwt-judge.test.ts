import { inspect } from 'node:util';
import { createDefaultEngine } from '@drawbridge/core';
import { createTestClock, createTestIssuer } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { IssuerOptions } from '../options/guard-options.ts';
import { createJwtJudge } from './create-jwt-judge.ts';
import { CACHE, resolved } from './resolved.fixture.ts';

const issuer = await createTestIssuer({ algorithms: ['ES256'], clock: createTestClock() });
function judgeWith(options: Partial<IssuerOptions> = {}) {
  const judge = createJwtJudge({
    issuers: [resolved(issuer, options)],
    engine: createDefaultEngine(),
    cache: CACHE,
    clock: issuer.clock,
  });
  // It may throw at once.
  return { judge: async (token: string) => judge.judge(token) };
}

describe('createJwtJudge', () => {
  it.each([
    ['an ID token of Keycloak', { typ: 'ID' }],
    ['a refresh token of Keycloak', { typ: 'Refresh' }],
    ['an offline token of Keycloak', { typ: 'Offline' }],
    ['a logout token of Keycloak', { typ: 'Logout' }],
    ['an ID token of Cognito', { token_use: 'id' }],
    ['a logout token', { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }],
    ['an ID token with at_hash', { at_hash: 'x' }],
    ['an ID token with c_hash', { c_hash: 'x' }],
    ['an ID token with s_hash', { s_hash: 'x' }],
  ])('generic refuses %s', async (_name, claims) => {
    await expect(judgeWith().judge(await issuer.issue(claims))).rejects.toMatchObject({
      code: 'token_type_not_allowed',
      issuer: issuer.issuer,
      token: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
  });

  it.each([
    ['an access token of Keycloak', { typ: 'Bearer' }],
    ['an access token of Cognito', { token_use: 'access' }],
    ['an assertion of Cloudflare Access', { type: 'app', identity_nonce: 'x', email: 'a@b.test' }],
    ['an assertion of Google IAP', { email: 'a@b.test', google: { access_levels: [] } }],
    ['an assertion of an AWS load balancer', { iat: undefined, jti: undefined }],
  ])('generic accepts %s', async (_name, claims) => {
    const access = await judgeWith().judge(await issuer.issue(claims));
    expect(access).toMatchObject({ kind: 'jwt', issuer: issuer.issuer, alg: 'ES256' });
  });

  it.each([
    ['typ JWT', { client_id: 'app' }, { typ: 'JWT' }, 'token_type_not_allowed'],
    ['no typ', { client_id: 'app' }, { typ: undefined }, 'token_type_not_allowed'],
    ['no client_id', {}, { typ: 'at+jwt' }, 'claim_missing'],
    ['no jti', { client_id: 'app', jti: undefined }, { typ: 'at+jwt' }, 'claim_missing'],
    ['no sub', { client_id: 'app', sub: undefined }, { typ: 'at+jwt' }, 'claim_missing'],
    ['no iat', { client_id: 'app', iat: undefined }, { typ: 'at+jwt' }, 'claim_missing'],
    ['a list as client_id', { client_id: ['app'] }, { typ: 'at+jwt' }, 'claim_invalid'],
  ])('rfc9068 refuses %s', async (_name, claims, header, code) => {
    const token = await issuer.issue(claims, { header });
    await expect(judgeWith({ profile: 'rfc9068' }).judge(token)).rejects.toMatchObject({ code });
  });

  it('rfc9068 accepts its own', async () => {
    const token = await issuer.issue(
      { client_id: 'app' },
      { header: { typ: 'application/AT+JWT' } },
    );
    expect((await judgeWith({ profile: 'rfc9068' }).judge(token)).claim('client_id')).toBe('app');
  });

  it('keycloak accepts Bearer and DPoP in typ, and nothing else', async () => {
    const judge = judgeWith({ profile: 'keycloak' });
    for (const typ of ['Bearer', 'DPoP']) {
      expect((await judge.judge(await issuer.issue({ typ }))).claim('typ')).toBe(typ);
    }
    for (const typ of [
      'ID',
      'Refresh',
      'Offline',
      'Logout',
      'bearer',
      'verify-email',
      ['Bearer'],
      {},
    ]) {
      await expect(judge.judge(await issuer.issue({ typ })), String(typ)).rejects.toMatchObject({
        code: 'token_type_not_allowed',
      });
    }
    await expect(judge.judge(await issuer.issue())).rejects.toMatchObject({
      code: 'claim_missing',
    });
  });

  it.each([
    ['no client', {}],
    ['another azp', { azp: 'other' }],
    ['a longer azp', { azp: 'app2' }],
    ['an azp in another case', { azp: 'App' }],
    ['another azp beside a listed client_id', { azp: 'other', client_id: 'app' }],
    ['a list as azp', { azp: ['app'], client_id: 'app' }],
    ['nothing as azp', { azp: null, client_id: 'app' }],
    ['another client_id', { client_id: 'other' }],
  ])('authorizedParties refuses a token with %s', async (_name, claims) => {
    const judge = judgeWith({ authorizedParties: ['app'] });
    await expect(judge.judge(await issuer.issue(claims))).rejects.toMatchObject({
      code: 'client_not_allowed',
    });
  });

  it('authorizedParties accepts who is listed, by azp or client_id', async () => {
    const judge = judgeWith({ authorizedParties: ['one', 'app'] });
    for (const claims of [{ azp: 'app' }, { client_id: 'one' }, { azp: 'one', client_id: 'x' }]) {
      expect((await judge.judge(await issuer.issue(claims))).issuer).toBe(issuer.issuer);
    }
  });

  it('refuses a token that is bound to a key, unless the proxy checks that', async () => {
    for (const cnf of [{ jkt: 'x' }, { 'x5t#S256': 'x' }, {}, null]) {
      const token = await issuer.issue({ cnf });
      await expect(judgeWith().judge(token)).rejects.toMatchObject({ code: 'token_bound' });
      const trusting = judgeWith({ senderConstrained: 'checked-by-proxy' });
      expect((await trusting.judge(token)).kind).toBe('jwt');
    }
  });

  it('gives claims that cannot be changed, and a token that is shown nowhere', async () => {
    const token = await issuer.issue({ realm_access: { roles: ['admin'] } });
    const access = await judgeWith().judge(token);
    expect(access.raw).toBe(token);
    for (const shown of [JSON.stringify(access), inspect(access, { depth: 9, showHidden: true })]) {
      expect(shown).not.toContain(token.slice(-20));
    }
    expect(Object.isFrozen(access.claims)).toBe(true);
    const { roles } = access.claim('realm_access') as { roles: string[] };
    expect(() => roles.push('root')).toThrow(TypeError);
    expect(access.claim('__proto__')).toBeUndefined();
    expect(access.claim('constructor')).toBeUndefined();
  });

  it('refuses one issuer twice, however it is spelled', () => {
    for (const other of [issuer.issuer, `${issuer.issuer}/`]) {
      expect(() =>
        createJwtJudge({
          issuers: [resolved(issuer), resolved(issuer, { issuer: other })],
          engine: createDefaultEngine(),
          cache: CACHE,
          clock: issuer.clock,
        }),
      ).toThrow(TypeError);
    }
  });
});
