import { DrawbridgeError, type FetchDocument } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { faultOf, testEndpoint } from '../endpoint.fixture.ts';
import { revokeToken } from '../revoke-token.ts';
import type { ClientAuthentication } from '../token-endpoint.ts';
import { discoverEndpoint } from './discover-endpoint.ts';

const ISSUER = 'https://issuer.test';
const GOOD = {
  issuer: ISSUER,
  token_endpoint: `${ISSUER}/token`,
  revocation_endpoint: `${ISSUER}/revoke`,
  mtls_endpoint_aliases: { token_endpoint: 'https://mtls.issuer.test/token' },
};

/** An issuer whose document may be changed, and how often it was asked. */
function issuer() {
  const state = { document: GOOD as object, asked: [] as string[], down: false };
  const fetchDocument: FetchDocument = async (url) => {
    state.asked.push(url);
    await Promise.resolve();
    if (state.down) throw new DrawbridgeError('upstream_unreachable');
    return { status: 200, body: new TextEncoder().encode(JSON.stringify(state.document)) };
  };
  const clock = createTestClock();
  return { state, clock, options: { issuer: ISSUER, fetchDocument, clock, fetch } };
}

describe('discoverEndpoint', () => {
  it('asks nobody before the endpoint is needed, and once for all who need it', async () => {
    const { state, options } = issuer();
    const find = discoverEndpoint('token_endpoint', { ...options, timeout: 5 });
    expect(state.asked).toEqual([]);
    const found = await Promise.all([find(), find(), find()]);
    expect(found[0]).toEqual({
      url: `${ISSUER}/token`,
      fetch: expect.any(Function),
      timeout: 5,
    });
    await find();
    expect(state.asked).toEqual([`${ISSUER}/.well-known/openid-configuration`]);
  });

  it('looks again after ten minutes', async () => {
    const { state, clock, options } = issuer();
    const find = discoverEndpoint('revocation_endpoint', options);
    expect((await find()).url).toBe(`${ISSUER}/revoke`);
    state.document = { ...GOOD, revocation_endpoint: `${ISSUER}/end` };
    clock.advance(599);
    expect((await find()).url).toBe(`${ISSUER}/revoke`);
    clock.advance(1);
    expect((await find()).url).toBe(`${ISSUER}/end`);
  });

  it('looks again when nothing of the kind was there', async () => {
    const { state, options } = issuer();
    const answering = testEndpoint(
      (_, count) => new Response(null, { status: count === 1 ? 404 : 200 }),
    );
    const find = discoverEndpoint('revocation_endpoint', { ...options, fetch: answering.fetch });
    const moved = await faultOf(revokeToken(await find(), 'a-token'));
    expect(moved.code).toBe('token_endpoint_wrong');
    await revokeToken(await find(), 'a-token');
    await find();
    expect(state.asked).toHaveLength(2);
  });

  it('remembers no failure, and fails for all who waited', async () => {
    const { state, options } = issuer();
    const find = discoverEndpoint('token_endpoint', options);
    state.down = true;
    const outcomes = await Promise.allSettled([find(), find()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(outcomes[0]).toMatchObject({ reason: { code: 'upstream_unreachable' } });
    expect(state.asked).toHaveLength(1);
    state.down = false;
    expect((await find()).url).toBe(`${ISSUER}/token`);
  });

  it.each([
    ['none', {}],
    ['one over http', { token_endpoint: 'http://issuer.test/token' }],
    ['the metadata service', { token_endpoint: 'https://169.254.169.254/token' }],
    ['one of another issuer', { issuer: 'https://other.test' }],
  ])('refuses a document with %s', async (_, others) => {
    const { state, options } = issuer();
    const { token_endpoint: _endpoint, ...rest } = GOOD;
    state.document = { ...(Object.hasOwn(others, 'issuer') ? GOOD : rest), ...others };
    await expect(discoverEndpoint('token_endpoint', options)()).rejects.toMatchObject({
      code: 'upstream_invalid',
    });
  });

  it.each(['tls_client_auth', 'self_signed_tls_client_auth'] as const)(
    'leads a client of %s to where a certificate is asked for',
    async (method) => {
      const client = { method, clientId: 'teller' };
      const { options } = issuer();
      const find = discoverEndpoint('token_endpoint', { ...options, client });
      expect(await find()).toMatchObject({ url: 'https://mtls.issuer.test/token', client });
    },
  );

  it('makes the JWT of a client for the issuer, unless told otherwise', async () => {
    const key = { kid: 'k', alg: 'ES256', sign: async () => new Uint8Array() } as const;
    const client: ClientAuthentication = { method: 'private_key_jwt', clientId: 'teller', key };
    const { options } = issuer();
    const clientOf = async (given: ClientAuthentication) =>
      (await discoverEndpoint('token_endpoint', { ...options, client: given })()).client;
    expect(await clientOf(client)).toMatchObject({ audience: ISSUER });
    expect(await clientOf({ ...client, audience: 'x' })).toMatchObject({ audience: 'x' });
  });

  it('refuses what is no issuer and no address', () => {
    const { options } = issuer();
    const made = (others: object) => () =>
      discoverEndpoint('token_endpoint', { ...options, ...others });
    expect(made({ issuer: 'issuer.test' })).toThrow(new TypeError('issuer is not an absolute URL'));
    expect(made({ discoveryUrl: 'http://a.test/x' })).toThrow(TypeError);
  });
});
