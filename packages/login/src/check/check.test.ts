import type { Provider } from '@drawbridge/oauth';
import { describe, expect, it } from 'vitest';
import { findProviderByName } from '../providers/find-provider.ts';
import { check, inOrder } from './check.ts';
import { checkAws } from './check-aws.ts';
import { checkClock } from './check-clock.ts';
import { type CheckedLogin, checkProvider } from './check-provider.ts';

const good: Provider = {
  issuer: 'https://op.example.com',
  discoveryUrl: 'https://op.example.com/.well-known/openid-configuration',
  jwksUri: 'https://op.example.com/jwks',
  authorizationEndpoint: 'https://op.example.com/auth',
  tokenEndpoint: 'https://op.example.com/token',
  supportsS256: true,
  namesItself: true,
  responseModes: ['query'],
};
const login: CheckedLogin = {
  clientId: 'laptop',
  flow: 'code',
  redirect: { host: '127.0.0.1', ports: [6432], path: '/callback' },
};
const bad = (metadata: Partial<Provider>, others: Partial<CheckedLogin> = {}, known = '') =>
  checkProvider(
    { ...good, ...metadata },
    { ...login, ...others },
    findProviderByName(known),
  ).flatMap(({ id, state }) => (state === 'passed' ? [] : [`${id} ${state}`]));

describe('checkProvider', () => {
  it('has nothing against one that has all', () => {
    expect(bad({})).toEqual([]);
    expect(bad({}, {}, 'okta')).toEqual([]);
  });

  it('has nothing against one that has an implicit flow alone, where that is wanted', () => {
    const { tokenEndpoint: __, ...others } = good;
    const metadata = { ...others, responseTypes: ['id_token'], responseModes: ['form_post'] };
    const found = checkProvider(metadata, { ...login, flow: 'implicit' }, undefined);
    expect(found.filter(({ state }) => state !== 'passed')).toEqual([]);
  });

  const { authorizationEndpoint: _, ...withoutPage } = good;

  it.each([
    ['no S256', { supportsS256: false }, {}, '', ['pkce warning']],
    ['the fragment alone', { responseModes: ['fragment'] }, {}, '', ['response-modes warning']],
    ['no code flow', { responseTypes: ['id_token'] }, {}, '', ['response-types failed']],
    [
      'no implicit flow where that is wanted',
      { responseTypes: ['code'], supportsS256: false },
      { flow: 'implicit' },
      '',
      ['response-types failed', 'response-modes warning'],
    ],
    [
      'no secrets where there is one',
      { clientMethods: ['none', 'private_key_jwt'] },
      { clientSecret: { kind: 'text', text: 'x' } },
      '',
      ['client-secret failed'],
    ],
    ['no client and no registration', {}, { clientId: undefined }, '', ['registration failed']],
    ['no device flow that is wanted', {}, { flow: 'device' }, '', ['device failed']],
    ['Entra by an address', {}, {}, 'entra', ['redirect-host warning']],
  ] as const)('minds %s', (_name, metadata, others, known, wanted) => {
    expect(bad(metadata, others, known)).toEqual(wanted);
  });

  it('minds a provider without a page to sign in at', () => {
    const found = checkProvider(withoutPage, login, undefined);
    expect(found[0]).toMatchObject({
      id: 'endpoints',
      state: 'failed',
      seen: 'without authorization_endpoint',
    });
  });

  it('says where the steps are for what cannot register itself', () => {
    const found = checkProvider(
      good,
      { ...login, clientId: undefined },
      findProviderByName('okta'),
    );
    expect(inOrder(found)[0]?.fix).toContain('drawbridge login setup okta');
  });
});

describe('checkClock', () => {
  const now = Date.parse('Fri, 27 Nov 2026 10:00:00 GMT');
  it.each([
    ['Fri, 27 Nov 2026 10:00:00 GMT', '', 'passed'],
    ['Fri, 27 Nov 2026 09:59:00 GMT', '', 'warning'],
    ['Fri, 27 Nov 2026 09:59:00 GMT', '60', 'passed'],
    ['Fri, 27 Nov 2026 10:06:00 GMT', '', 'failed'],
  ])('with the date %s and the age %s it %s', (date, age, state) => {
    expect(checkClock({ date, age }, now)).toMatchObject([{ id: 'clock', state }]);
  });

  it('has nothing to say without a date', () => {
    expect(checkClock({}, now)).toEqual([]);
    expect(checkClock({ date: 'today' }, now)).toEqual([]);
  });
});

describe('checkAws', () => {
  const trust = { issuer: 'https://op.example.com', clientId: 'laptop' };
  const states = (others: object) =>
    checkAws({ ...trust, claims: undefined, ...others }).flatMap(({ id, state }) =>
      state === 'passed' ? [] : [id],
    );
  it.each([
    [{ issuer: 'https://op.example.com:8443' }, ['aws-issuer']],
    [{ clientId: 'x'.repeat(256) }, ['aws-audience']],
    [{ claims: { iss: 'https://op.example.com/', aud: 'laptop' } }, ['aws-iss']],
    [{ claims: { iss: trust.issuer, aud: ['laptop', 'b'] } }, ['aws-audience']],
    [{ claims: { iss: trust.issuer, aud: 'laptop', azp: 'other' } }, ['aws-audience']],
    [{ claims: { iss: trust.issuer, aud: ['laptop', 'b'], azp: 'laptop' } }, []],
    [{ claims: { iss: trust.issuer, aud: ['laptop'] } }, []],
    [{}, []],
  ])('of %j it minds %j', (others, wanted) => {
    expect(states(others)).toEqual(wanted);
  });
});

it('what failed comes first, and what passed needs nothing', () => {
  const words = { seen: 'a', wanted: 'b', fix: 'c' };
  const states = ['passed', 'warning', 'failed', 'warning'] as const;
  const sorted = inOrder(states.map((state, index) => check(String(index), state, words)));
  expect(sorted.map(({ id }) => id)).toEqual(['2', '1', '3', '0']);
  expect(sorted.at(-1)).not.toHaveProperty('fix');
});
