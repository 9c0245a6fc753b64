import { decodeToken } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { halfHash } from '../issuer/half-hash.ts';
import { createTestIssuer } from '../issuer/test-issuer.ts';
import { apisixHeaders } from './apisix-headers.ts';

const ALL = { set_raw_id_token_header: true, set_refresh_token_header: true };

function claimsOf(encoded = ''): Record<string, unknown> {
  const bytes = Buffer.from(encoded, 'base64');
  expect(bytes.toString('base64')).toBe(encoded);
  return JSON.parse(bytes.toString()) as Record<string, unknown>;
}

describe('apisixHeaders', () => {
  it('sends of a session what the plugin sends by default', async () => {
    const headers = await apisixHeaders(await createTestIssuer());
    expect(Object.keys(headers)).toEqual(['X-Access-Token', 'X-ID-Token', 'X-Userinfo']);
  });

  it('sends all that can be switched on, of one person', async () => {
    const issuer = await createTestIssuer({ algorithms: ['ES384'] });
    const headers = await apisixHeaders(issuer, { sub: 'bøb', groups: ['a'] }, { settings: ALL });
    const access = headers['X-Access-Token'] ?? '';
    const { claims } = decodeToken(access);
    const id = claimsOf(headers['X-ID-Token']);
    expect(id).toEqual(decodeToken(headers['X-Raw-ID-Token'] ?? '').claims);
    expect(id).toMatchObject({
      iss: claims['iss'],
      sub: 'bøb',
      sid: claims['sid'],
      aud: 'web',
      at_hash: await halfHash('ES384', access),
    });
    expect(claims).toMatchObject({ aud: 'drawbridge', azp: 'web', sub: 'bøb' });
    expect(claimsOf(headers['X-Userinfo'])).toEqual({ sub: 'bøb', groups: ['a'] });
    expect(headers['X-Refresh-Token']).toMatch(/^refresh-/);
  });

  it('sends the access token where it is told to, or not at all', async () => {
    const issuer = await createTestIssuer();
    const inAuthorization = { access_token_in_authorization_header: true };
    const headers = await apisixHeaders(issuer, {}, { settings: inAuthorization });
    expect(headers).not.toHaveProperty('X-Access-Token');
    expect(headers['Authorization']).toMatch(/^Bearer ey/);
    const off = {
      set_access_token_header: false,
      set_id_token_header: false,
      set_userinfo_header: false,
    };
    expect(await apisixHeaders(issuer, {}, { settings: off })).toEqual({});
  });

  it('leaves a bearer’s own Authorization, and has no ID token then', async () => {
    const issuer = await createTestIssuer();
    const headers = await apisixHeaders(issuer, {}, { flow: 'bearer', settings: ALL });
    expect(Object.keys(headers)).toEqual(['Authorization', 'X-Access-Token', 'X-Userinfo']);
    const token = headers['X-Access-Token'] ?? '';
    expect(headers['Authorization']).toBe(`Bearer ${token}`);
    expect(claimsOf(headers['X-Userinfo'])).toEqual(decodeToken(token).claims);
  });
});
