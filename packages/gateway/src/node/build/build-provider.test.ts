import { DrawbridgeError, encodeUtf8, type FetchDocument } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { ProviderSection } from '../section/provider-schema.ts';
import { buildProvider } from './build-provider.ts';

const ISSUER = 'https://id.example.com';
const SECTION: ProviderSection = { name: 'corp', issuer: ISSUER, clientId: 'gateway' };

/** A provider whose document a test changes. */
function setUp(section: Partial<ProviderSection> = {}, secret?: string) {
  const clock = createTestClock();
  const asked: string[] = [];
  const state: { document: object | undefined } = {
    document: {
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/authorize`,
      token_endpoint: `${ISSUER}/token`,
      jwks_uri: `${ISSUER}/jwks`,
    },
  };
  const fetchDocument: FetchDocument = async (url) => {
    asked.push(url);
    if (state.document === undefined) throw new DrawbridgeError('upstream_unreachable');
    const body = encodeUtf8(JSON.stringify(state.document));
    return { status: 200, headers: new Headers(), body };
  };
  const fetch = () => Promise.reject(new Error('nobody asks for a token here'));
  const provider = buildProvider(
    { ...SECTION, ...section },
    { secret, fetchDocument, fetch, clock },
  );
  const change = (members: object) => {
    state.document = { ...state.document, ...members };
  };
  return { provider, asked, clock, state, change };
}

describe('buildProvider', () => {
  it('asks nobody before somebody wants to sign in, and then for one document', async () => {
    const { provider, asked } = setUp();
    expect([provider.name, provider.title, provider.scope]).toEqual([
      'corp',
      'corp',
      'openid email profile',
    ]);
    expect(asked).toEqual([]);
    await Promise.all([provider.find(), provider.find()]);
    expect(asked).toEqual([`${ISSUER}/.well-known/openid-configuration`]);
  });

  it('is not found where codes cannot be redeemed, or where it is another', async () => {
    const noToken = setUp();
    noToken.change({ token_endpoint: undefined });
    await expect(noToken.provider.find()).rejects.toMatchObject({
      code: 'upstream_invalid',
      message: expect.stringContaining('names no token_endpoint'),
    });
    const other = setUp();
    other.change({ issuer: 'https://other.example.com' });
    await expect(other.provider.find()).rejects.toMatchObject({ code: 'upstream_invalid' });
  });

  it('goes on with what was known while its document cannot be read', async () => {
    const { provider, clock, state } = setUp();
    const before = await provider.find();
    state.document = undefined;
    clock.advance(601);
    expect(await provider.find()).toBe(before);
  });

  it('keeps the check of tokens, with its keys, until the keys are elsewhere', async () => {
    const { provider, clock, change } = setUp();
    const { check } = await provider.find();
    clock.advance(601);
    change({ end_session_endpoint: `${ISSUER}/end` });
    const same = await provider.find();
    expect(same.provider.endSessionEndpoint).toBe(`${ISSUER}/end`);
    expect(same.check).toBe(check);
    clock.advance(601);
    change({ jwks_uri: `${ISSUER}/keys` });
    expect((await provider.find()).check).not.toBe(check);
  });

  it.each([
    ['nobody says', undefined, 'client_secret_basic'],
    ['it takes both', ['client_secret_post', 'client_secret_basic'], 'client_secret_basic'],
    ['it takes the body alone', ['private_key_jwt', 'client_secret_post'], 'client_secret_post'],
    ['it takes neither', ['private_key_jwt'], 'client_secret_basic'],
  ])('proves itself, where %s, by %s: %s', async (_, methods, method) => {
    const { provider, change } = setUp({}, 'the-secret');
    change({ token_endpoint_auth_methods_supported: methods });
    const { endpoint } = await provider.find();
    expect(endpoint).toMatchObject({
      url: `${ISSUER}/token`,
      client: { method, clientId: 'gateway', clientSecret: 'the-secret' },
    });
  });

  it('is a public client without a secret, whatever the document says', async () => {
    const { provider, change } = setUp();
    change({ token_endpoint_auth_methods_supported: ['client_secret_post'] });
    const { endpoint } = await provider.find();
    expect(endpoint.client).toEqual({ method: 'none', clientId: 'gateway' });
  });

  it('takes what its section says', () => {
    const parameters = { prompt: 'login' };
    const { provider } = setUp({ title: 'The company', scope: 'openid', parameters });
    expect(provider).toMatchObject({ title: 'The company', scope: 'openid', parameters });
  });
});
