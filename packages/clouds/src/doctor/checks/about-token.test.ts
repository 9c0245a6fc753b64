import { describe, expect, it } from 'vitest';
import { CLAIMS, DISCOVERY, ISSUER, scene, sceneToken } from '../scene.fixture.ts';
import { hasIssuer, isBegun, isInTime, lifetime } from './about-token.ts';

const given = (claims: object, issuer = ISSUER, named: string = issuer) =>
  scene({
    seen: { ...scene().seen, issuer },
    discovery: { ...DISCOVERY, issuer: named },
    token: sceneToken({ claims: { ...CLAIMS, ...claims } }),
  });

describe('the issuer', () => {
  it.each([
    [ISSUER, `${ISSUER}/`, 'a slash at the end alone'],
    ['https://OIDC.example.com', ISSUER, 'upper and lower case alone'],
    ['http://oidc.example.com', ISSUER, 'the scheme alone: "http" and "https"'],
    ['oidc.example.com', ISSUER, 'the scheme alone'],
    [`${ISSUER}:8443`, ISSUER, 'the port alone: "8443" and none'],
    [`${ISSUER}/realms/a`, `${ISSUER}/realms/b`, 'the path alone: "/realms/a" and "/realms/b"'],
  ])('%s for %s is told with both values, and what they differ in', (iss, issuer, words) => {
    const { state, seen } = hasIssuer(given({ iss }, issuer));
    expect(state).toBe('failed');
    expect(seen).toBe(
      `the iss of the token is "${iss}", and --issuer is "${issuer}": they differ in ${words}`,
    );
  });

  it('is not said to be alike where it is another', () => {
    expect(hasIssuer(given({ iss: 'https://other.example' })).seen).toMatch(/example\.com"$/);
  });

  it('is that of the discovery document where that and the token agree', () => {
    expect(hasIssuer(given({ iss: ISSUER }, `${ISSUER}/`, ISSUER))).toMatchObject({
      fix: expect.stringContaining(`set the relying party up with "${ISSUER}"`),
    });
  });
});

describe('times in milliseconds', () => {
  const [iat, exp] = [Number(CLAIMS['iat']) * 1000, Number(CLAIMS['exp']) * 1000];

  it('are called so', () => {
    expect(isBegun(0)(given({ iat }))).toMatchObject({
      state: 'failed',
      seen: expect.stringContaining('in milliseconds (2025-12-31T23:59:50Z)'),
      fix: expect.stringContaining('in seconds'),
    });
    expect(lifetime(600)(given({ exp }))).toMatchObject({
      state: 'failed',
      seen: expect.stringContaining('in milliseconds'),
    });
    expect(isInTime(0)(given({ exp }))).toMatchObject({
      state: 'passed',
      seen: expect.stringContaining('in milliseconds'),
    });
  });

  it('are no others', () => {
    expect(isInTime(0)(given({})).seen).not.toContain('milliseconds');
    expect(isInTime(0)(given({ exp: 1e40 })).seen).toContain('beyond the calendar');
  });
});
