import { DrawbridgeError } from '@drawbridge/core';
import { createTestClock, createTestIssuer, forgeHostileTokens } from '@drawbridge/testing';
import { describe, expect, it, vi } from 'vitest';
import { faultOf } from '../endpoint.fixture.ts';
import { createLogoutTokenCheck } from './logout-token-check.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const clock = createTestClock();
const now = clock.seconds();
const issuer = await createTestIssuer({ clock, audience: 'app' });
const provider = { issuer: issuer.issuer, jwksUri: `${issuer.issuer}/jwks.json` };
const check = createLogoutTokenCheck({
  provider,
  clientId: 'app',
  clock,
  fetchDocument: issuer.fetch,
});

/** What a provider sends, as OpenID Connect Back-Channel Logout 1.0 section 2.4 has it. */
const GOOD = { jti: 'bWJq', sid: '08a5019c', events: { [EVENT]: {} }, exp: now + 120 };

const sign = (
  claims: Readonly<Record<string, unknown>> = {},
  typ: string | undefined = 'logout+jwt',
) => issuer.issue({ ...GOOD, ...claims }, { header: { typ } });

describe('is no logout token:', () => {
  it.each([
    ['an ID token', { events: undefined }],
    ['one without events', { events: undefined }],
    ['events in text', { events: EVENT }],
    ['events in a list', { events: [EVENT] }],
    ['events that are null', { events: null }],
    ['no event', { events: {} }],
    ['another event', { events: { 'http://schemas.openid.net/event/other': {} } }],
    ['an event as text', { events: { [EVENT]: '' } }],
    ['an event as a list', { events: { [EVENT]: [] } }],
    ['an event that is null', { events: { [EVENT]: null } }],
    ['an event that is inherited', { events: { ['__proto__']: { [EVENT]: {} } } }],
    ['one with a nonce', { nonce: 'n' }],
    ['one with an empty nonce', { nonce: '' }],
    ['one with a nonce of null', { nonce: null }],
    ['neither sid nor sub', { sid: undefined, sub: undefined }],
    ['an empty sid', { sid: '' }],
    ['a sid of null', { sid: null }],
    ['a sid that is a number', { sid: 7 }],
    ['a sid in a list', { sid: ['08a5019c'] }],
    ['an empty sub beside a sid', { sub: '' }],
    ['a sub that is a number', { sub: 7, sid: undefined }],
    ['no jti', { jti: undefined }],
    ['an empty jti', { jti: '' }],
    ['a jti that is a number', { jti: 7 }],
    ['no iat', { iat: undefined }],
    ['no exp', { exp: undefined }],
    ['expired', { exp: now - 31 }],
    ['issued too long ago, however long it lives', { iat: now - 331, exp: now + 86_400 }],
    ['issued in the future', { iat: now + 31 }],
    ['for another client', { aud: 'other' }],
    ['of another issuer', { iss: 'https://evil.test' }],
  ])('%s', async (_, claims) => {
    for (const typ of ['logout+jwt', 'JWT', undefined]) {
      expect((await faultOf(check.check(await sign(claims, typ)))).kind).toBe('token');
    }
  });

  it.each(['at+jwt', 'secevent+jwt', 'application/at+jwt', 'logout', 'id_token', ''])(
    'one of the type %j',
    async (typ) => {
      const fault = await faultOf(check.check(await sign({}, typ)));
      expect(fault.code).toBe('token_type_not_allowed');
    },
  );

  it('an ID token that the very provider signed for the very client, with a sid and a jti', async () => {
    const idToken = await issuer.issue({ sid: '08a5019c', auth_time: now });
    const fault = await faultOf(check.check(idToken), idToken);
    expect([fault.kind, fault.code]).toEqual(['token', 'claim_missing']);
    expect(fault.token).toMatch(/^[\da-f]{12}$/);
  });

  it('what nobody may take: no signature, HS256 by the public key, keys of its own, and others', async () => {
    const events = { ...GOOD, exp: undefined };
    // Each with all that a logout token has, so that it has one fault and no other.
    const logoutIssuer = {
      ...issuer,
      claims: (changes: Readonly<Record<string, unknown>> = {}) =>
        issuer.claims({ ...events, exp: now + 120, ...changes }),
    };
    let count = 0;
    for (const { name, token } of await forgeHostileTokens(logoutIssuer, { audience: 'app' })) {
      // Good ones, of this kind.
      if (name === 'no sub' || name === 'typ logout+jwt') continue;
      count++;
      expect((await faultOf(check.check(token))).kind, name).toBe('token');
    }
    expect(count).toBeGreaterThan(100);
    const forger = await createTestIssuer({ clock, freshKeys: true, audience: 'app' });
    const forged = await forger.issue(GOOD, {
      header: { kid: issuer.key().kid, typ: 'logout+jwt' },
    });
    expect((await faultOf(check.check(forged))).code).toBe('signature_invalid');
  });
});

it('loads no keys for the sake of tokens that anybody can send', async () => {
  const fetchDocument = vi.fn(issuer.fetch);
  const other = createLogoutTokenCheck({ provider, clientId: 'app', clock, fetchDocument });
  await other.check(await sign());
  const loads = fetchDocument.mock.calls.length;
  for (let count = 0; count < 5; count++) {
    const token = await issuer.issue(GOOD, { header: { kid: `made-up-${count}` } });
    expect((await faultOf(other.check(token))).code).toBe('key_unknown');
  }
  expect(fetchDocument.mock.calls.length - loads).toBeLessThanOrEqual(1);
});

it('says that keys cannot be had, which is not the fault of the token', async () => {
  const down = createLogoutTokenCheck({
    provider,
    clientId: 'app',
    clock,
    fetchDocument: async () => {
      throw new DrawbridgeError('upstream_unreachable');
    },
  });
  expect((await faultOf(down.check(await sign()))).kind).toBe('upstream');
});

it.each([['logout+jwt'], ['application/logout+jwt'], ['JWT'], [undefined]])(
  'takes one of the type %j, whose session it names',
  async (typ) => {
    expect(await check.check(await sign({ sub: undefined }, typ))).toEqual({
      issuer: 'https://issuer.test',
      id: 'bWJq',
      sid: '08a5019c',
      acceptedUntil: now + 150,
    });
  },
);

it('takes one that names a person, alone or beside the session, and says until when it is taken', async () => {
  const { sid: _, ...rest } = await check.check(await sign({ exp: now + 86_400 }));
  expect(rest).toEqual({
    issuer: 'https://issuer.test',
    id: 'bWJq',
    subject: 'alice',
    acceptedUntil: now + 330,
  });
  const person = await check.check(await sign({ sid: undefined }));
  expect([person.sid, person.subject]).toEqual([undefined, 'alice']);
  const late = await sign({ exp: now + 86_400 });
  clock.step(329);
  expect((await check.check(late)).id).toBe('bWJq');
  clock.step(1);
  expect((await faultOf(check.check(late))).code).toBe('token_too_old');
  clock.step(-330);
});

it('takes more in the event, and claims that nobody here knows (section 2.4)', async () => {
  const events = { [EVENT]: { revoke_offline_access: true }, 'urn:other': 1 };
  const token = await check.check(await sign({ events, aud: ['other', 'app'], more: [1] }));
  expect(token.sid).toBe('08a5019c');
});
