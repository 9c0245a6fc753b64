import { describe, expect, it } from 'vitest';
import { CLAIMS, DISCOVERY, ISSUER, scene, sceneToken } from '../scene.fixture.ts';
import { namesIssuer } from './about-documents.ts';
import type { BadSignature } from '../signature.ts';
import { hasIssuer, isBegun, isInTime, isSigned, lifetime } from './about-token.ts';

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
      `the iss of the token is "${iss}", and the issuer given here is "${issuer}": they differ in ${words}`,
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

it('a discovery document that agrees with the token is not to be changed', () => {
  const [named, issuer] = [ISSUER, `${ISSUER}/`];
  expect(namesIssuer(given({ iss: named }, issuer, named))).toMatchObject({
    state: 'failed',
    fix: expect.stringContaining(`set the relying party up with "${named}"`),
  });
  expect(namesIssuer(given({ iss: issuer }, issuer, named))).toMatchObject({
    fix: expect.stringContaining(`Have its issuer be "${issuer}"`),
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

it('an exp that is text is told from one that is missing', () => {
  expect(isInTime(0)(given({ exp: '1795860733' }))).toMatchObject({
    state: 'failed',
    seen: 'exp is "1795860733"',
    fix: expect.stringContaining('without quotation marks'),
  });
  expect(isInTime(0)(given({ exp: undefined })).seen).toBe('the token has no exp');
});

describe('what to do about a signature', () => {
  const bad = { state: 'bad', why: 'no key has its kid, "k9"' } as const;
  const signed = (signature: BadSignature, claims: object = {}) =>
    isSigned(scene({ token: sceneToken({ signature, claims: { ...CLAIMS, ...claims } }) }));

  it.each<readonly [BadSignature, object, string]>([
    [bad, { iss: 'https://other.example' }, 'it is of "https://other.example"'],
    [{ ...bad, cause: 'key' }, { iss: 'https://other.example' }, 'it is of "https://other'],
    [{ ...bad, cause: 'key' }, { iss: `${ISSUER}/` }, 'Publish the key'],
    [{ ...bad, cause: 'key' }, {}, 'Publish the key'],
    [{ ...bad, cause: 'length' }, {}, 'Copy it whole'],
    [{ ...bad, cause: 'algorithm' }, {}, 'sign with a private key'],
    [bad, {}, 'another key is published'],
  ])('%j with %j: %s', (signature, claims, words) => {
    expect(signed(signature, claims)).toMatchObject({
      state: 'failed',
      fix: expect.stringContaining(words),
    });
  });
});
