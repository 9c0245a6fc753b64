import { createDefaultEngine, type FetchDocument, headerValues } from '@drawbridge/core';
import {
  createAuthOrigin,
  createBearer,
  createGateway,
  IDENTITY_TOKEN_FIELD,
} from '@drawbridge/gateway';
import { createGuard, DRAWBRIDGE, type GuardRequest } from '@drawbridge/guard';
import { compileAccessRules } from '@drawbridge/rules';
import {
  createTestClock,
  createTestIssuer,
  createTestKeyRing,
  testCall,
  trust,
} from '@drawbridge/testing';
import { expect, it } from 'vitest';

// What the gateway signs for an app, and a guard in that app reads: neither part knows the other.

const AUTH = 'https://auth.example.com';
const APP = 'https://app.example.com';
const PROXY = '10.0.0.2';

async function setUp() {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock });
  const nowhere = () => Promise.reject(new Error('no browser comes here'));
  const gateway = createGateway({
    auth: createAuthOrigin(AUTH),
    hosts: { has: (host) => host.endsWith('.example.com') },
    trustedProxies: [PROXY],
    access: await compileAccessRules([{ name: 'anyone', match: {}, allow: 'anyone' }]),
    sessions: { open: () => Promise.resolve(undefined) },
    identity: { fields: [], keyRing: await createTestKeyRing({ algorithms: ['ES256'], clock }) },
    bearer: createBearer({
      issuers: [{ provider: 'ci', groups: { claim: 'groups' }, trust: trust(issuer) }],
      engine: createDefaultEngine(),
      clock,
    }),
    signIn: {
      begin: nowhere,
      enter: nowhere,
      callback: nowhere,
      takeOver: nowhere,
      callbackPaths: [],
    },
    logout: {
      fromApp: nowhere,
      atAuthHost: nowhere,
      signedOut: nowhere,
      backChannel: nowhere,
      frontChannel: nowhere,
    },
    account: { show: nowhere, act: nowhere },
    clock,
  });

  /** What the app is told of a request by the proxy. @param token - that the client brings; none for nobody */
  async function told(origin: string, token?: string): Promise<GuardRequest> {
    const { host } = new URL(origin);
    const reply = await gateway.handle(
      testCall({
        target: '/authz/envoy/x',
        address: PROXY,
        headers: [
          ['host', host],
          ['x-forwarded-proto', 'https'],
          ...(token === undefined ? [] : [['authorization', `Bearer ${token}`] as const]),
        ],
      }),
    );
    expect(reply.status).toBe(200);
    return { headers: reply.headers, peer: { address: PROXY } };
  }

  const fetch: FetchDocument = async (url) => {
    expect(url.startsWith(`${AUTH}/.well-known/`)).toBe(true);
    const reply = await gateway.handle(testCall({ target: url.slice(AUTH.length) }));
    return { status: reply.status, body: new TextEncoder().encode(String(reply.body)) };
  };
  const guard = createGuard({ issuer: AUTH, audience: APP, headers: DRAWBRIDGE, fetch, clock });
  return { clock, issuer, guard, told };
}

it('a guard knows by the signed field who was let through, and finds the keys by itself', async () => {
  const { issuer, guard, told } = await setUp();
  const request = await told(APP, await issuer.issue({ sub: 'job-7', groups: ['deploy'] }));
  const caller = await guard.identify(request);
  expect(caller.subject).toBe('ci:job-7');
  expect(caller.hasRole('deploy')).toBe(true);
  expect(caller.claim('provider')).toBe('ci');
});

it('a guard knows nobody by an empty field', async () => {
  const { guard, told } = await setUp();
  const request = await told(APP);
  expect(headerValues(request, IDENTITY_TOKEN_FIELD.toLowerCase())).toEqual(['']);
  await expect(guard.identify(request)).rejects.toMatchObject({ code: 'credentials_missing' });
});

it('a guard takes no token that was signed for another app, or that is over', async () => {
  const { clock, issuer, guard, told } = await setUp();
  const token = await issuer.issue({ exp: clock.seconds() + 3600 });
  const other = await told('https://other.example.com', token);
  await expect(guard.identify(other)).rejects.toMatchObject({ code: 'audience_mismatch' });
  const own = await told(APP, token);
  expect((await guard.identify(own)).subject).toBe('ci:alice');
  clock.advance(331);
  await expect(guard.identify(own)).rejects.toMatchObject({ code: 'token_expired' });
});
