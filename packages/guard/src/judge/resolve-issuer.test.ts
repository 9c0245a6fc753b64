import { createLogRecorder, createTestClock, createTestIssuer } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { IssuerOptions } from '../options/guard-options.ts';
import { createIdTokenIssuers } from './id-token-issuers.ts';
import { createIdTokenVerifier } from './id-token-verifier.ts';
import { resolveIssuer } from './resolve-issuer.ts';
import { CACHE, partsOf, resolved } from './resolved.fixture.ts';
import { warnOfWideAudience } from './warn-of-wide-audience.ts';

const issuer = await createTestIssuer({ algorithms: ['ES256'], clock: createTestClock() });
const parts = partsOf(issuer);
const WELL_KNOWN = '/.well-known/openid-configuration';
const audience = 'drawbridge';

describe('resolveIssuer', () => {
  it.each<[string, Partial<IssuerOptions>, RegExp]>([
    ['neither', {}, /give issuer/],
    ['an issuer that is no URL', { issuer: 'issuer' }, /^issuer is not an absolute URL/],
    ['an issuer over http', { issuer: 'http://a.test' }, /^issuer is not an https URL/],
    ['an issuer with a query', { issuer: 'https://a.test?x' }, /^issuer has a query/],
    [
      'an address over http',
      { openIdConnectUrl: `http://a.test${WELL_KNOWN}` },
      /^openIdConnectUrl/,
    ],
    [
      'an address of another form',
      { openIdConnectUrl: 'https://a.test/x' },
      /issuer must be given/,
    ],
    [
      'an address of keys over http',
      { issuer: 'https://a.test', jwksUri: 'http://a.test' },
      /^jwksUri/,
    ],
    ['keys that are none', { issuer: 'https://a.test', keys: {} as never }, /^keys must be/],
    ['no audience', { issuer: 'https://a.test', audience: [] }, /^audience must be/],
    ['an empty audience', { issuer: 'https://a.test', audience: '' }, /^audience must be/],
    ['no client', { issuer: 'https://a.test', authorizedParties: [] }, /^authorizedParties must/],
    ['an unknown profile', { issuer: 'https://a.test', profile: 'x' as never }, /^profile must be/],
    ['no algorithm', { issuer: 'https://a.test', algorithms: [] }, /^algorithms must/],
    [
      'an unknown word',
      { issuer: 'https://a.test', senderConstrained: 'off' as never },
      /^senderConstrained must be one of refuse/,
    ],
  ])('refuses %s', (_name, options, message) => {
    const make = () => resolveIssuer({ audience, ...options }, parts);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it('takes one from the other', () => {
    const address = `https://a.test/realms/x${WELL_KNOWN}`;
    expect(resolveIssuer({ openIdConnectUrl: address, audience }, parts)).toMatchObject({
      issuer: 'https://a.test/realms/x',
      openIdConnectUrl: address,
    });
    expect(resolveIssuer({ issuer: 'https://a.test/', audience }, parts)).toMatchObject({
      issuer: 'https://a.test/',
      openIdConnectUrl: `https://a.test${WELL_KNOWN}`,
    });
  });

  it('loads keys by the document, by their own address, or not at all', async () => {
    const [found] = issuer.jwks().keys.map((key) => key.kid);
    expect(found).toBe(issuer.key().kid);
    for (const options of [{}, { jwksUri: `${issuer.issuer}/jwks.json` }]) {
      const one = resolved(issuer, options);
      await one.ready();
      expect(await one.keys.find('ES256', found)).toHaveLength(1);
    }
    const before = { ...issuer.requests };
    const given = resolved(issuer, { keys: { find: () => [] } });
    await given.ready();
    expect(issuer.requests).toEqual(before);
  });

  it('tells to set issuer when the document names another than was derived', async () => {
    const slashed = await createTestIssuer({
      issuer: 'https://slash.test/',
      algorithms: ['ES256'],
    });
    const address = `https://slash.test${WELL_KNOWN}`;
    const derived = resolveIssuer({ openIdConnectUrl: address, audience }, partsOf(slashed));
    await expect(derived.ready()).rejects.toMatchObject({
      code: 'upstream_invalid',
      message: expect.stringMatching(
        /"https:\/\/slash.test\/" .*not https:\/\/slash.test .*set issuer/,
      ),
    });
    const told = { issuer: slashed.issuer, openIdConnectUrl: address, audience };
    await expect(resolveIssuer(told, partsOf(slashed)).ready()).resolves.toBeUndefined();
  });
});

describe('createIdTokenVerifier', () => {
  const two = 'https://two.test';
  const verify = createIdTokenVerifier({
    issuers: [resolved(issuer), resolved(issuer, { issuer: two, keys: resolved(issuer).keys })],
    cache: CACHE,
    ...parts,
  });

  it('verifies an ID token, whomever it is for', async () => {
    for (const claims of [{ aud: 'app' }, { typ: 'ID', at_hash: 'x' }, { token_use: 'id' }]) {
      const token = await verify(await issuer.issue(claims), issuer.issuer);
      expect(token.claim('sub')).toBe('alice');
    }
  });

  it.each([
    ['an access token of Keycloak', { typ: 'Bearer' }, {}, 'token_type_not_allowed'],
    ['a refresh token', { typ: 'Refresh' }, {}, 'token_type_not_allowed'],
    ['an access token of Cognito', { token_use: 'access' }, {}, 'token_type_not_allowed'],
    ['a logout token', { events: {} }, {}, 'token_type_not_allowed'],
    ['an access token of RFC 9068', {}, { typ: 'at+jwt' }, 'token_type_not_allowed'],
    ['one of another issuer', { iss: two }, {}, 'token_mismatch'],
    ['one of an unknown issuer', { iss: 'https://evil.test' }, {}, 'issuer_unknown'],
    ['one that has ended', { exp: 1 }, {}, 'token_expired'],
    ['one without a subject', { sub: undefined }, {}, 'claim_missing'],
  ])('refuses %s', async (_name, claims, header, code) => {
    const token = await issuer.issue(claims, { header });
    await expect(verify(token, issuer.issuer)).rejects.toMatchObject({ code });
  });

  it('verifies nothing for another issuer than its own', async () => {
    const token = await issuer.issue();
    await expect(verify(token, 'https://opaque.test')).rejects.toMatchObject({
      code: 'token_mismatch',
    });
  });
});

describe('createIdTokenIssuers', () => {
  it.each([[[]], [[resolved(issuer)]]])(
    'has no keys of an issuer that is only asked',
    (issuers) => {
      const issuerOf = createIdTokenIssuers({ issuers, cache: CACHE, ...parts });
      expect(issuerOf('https://opaque.test').verifyIdToken).toBeUndefined();
    },
  );
});

describe('warnOfWideAudience', () => {
  it('warns of "account" without a list of clients, and of nothing else', () => {
    const log = createLogRecorder();
    const narrow = { audience: 'account', authorizedParties: ['app'] };
    warnOfWideAudience([resolved(issuer), resolved(issuer, narrow)], log);
    expect(log.entries).toEqual([]);
    warnOfWideAudience([resolved(issuer, { audience: ['a', 'account'] })], log);
    expect(log.text()).toMatch(/authorizedParties/);
  });
});
