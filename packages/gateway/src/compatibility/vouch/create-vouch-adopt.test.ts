import { createRevocations } from '@drawbridge/core';
import { createVouchCodec } from '@drawbridge/oauth';
import { testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { APP } from '../../sign-in/sign-in.fixture.ts';
import { endSession } from '../../vouch/ended-sessions.ts';
import { type AdoptingWorld, MAX_AGE, startAdopting } from './adopt.fixture.ts';
import { createVouchAdopt } from './create-vouch-adopt.ts';

const THERE = `${APP}/a?b=c`;
const AT_PROVIDER = /^https:\/\/one\.test\/authorize/;

/** Nobody was signed in by it: the way went on to the provider. */
async function expectAsked(world: AdoptingWorld, ...values: readonly string[]) {
  const { url, session } = await world.visit(...values);
  expect(url).toMatch(AT_PROVIDER);
  expect(session).toBeUndefined();
  expect(world.records).toEqual([]);
}

describe('nobody is signed in by a cookie of Vouch Proxy', () => {
  it('that is forged, or of another secret', async () => {
    const world = await startAdopting();
    const cookie = await world.cookieOf();
    const codec = createVouchCodec({
      keys: [{ secret: 'another secret with forty-four letters, or more' }],
    });
    await expectAsked(world, await codec.encode(world.sessionOf()));
    await expectAsked(world, `${cookie.slice(0, -8)}AAAAAAA=`);
    for (const text of ['x', 'a.b.c', 'H4sIAAAAAAAA_', cookie.slice(1)]) {
      await expectAsked(world, text);
    }
  });

  it('that has ended, or never ends', async () => {
    const world = await startAdopting();
    const cookie = await world.cookieOf();
    await expectAsked(world, await world.cookieOf({ expiresAt: undefined }));
    world.clock.advance(MAX_AGE);
    await expectAsked(world, cookie);
  });

  it('that is for other hosts, by its own word or by that of the settings', async () => {
    const world = await startAdopting();
    await expectAsked(world, await world.cookieOf({ audience: 'other.example,ample.com' }));
    const others = await startAdopting({ settings: { domains: ['other.example'] } });
    await expectAsked(others, await others.cookieOf({ audience: 'example.com' }));
  });

  it('that its person signed out of', async () => {
    const world = await startAdopting();
    await endSession(world.context, world.sessionOf());
    await expectAsked(world, await world.cookieOf());
  });

  it('that its person signs out of while it is being looked at', async () => {
    const world = await startAdopting();
    const { context, provider } = world;
    const adopt = createVouchAdopt({
      context,
      auth: { host: 'auth.example.com' },
      provider: {
        name: provider.name,
        parameters: {},
        async find() {
          await endSession(context, world.sessionOf());
          return provider.find();
        },
      },
      reader: { provider: provider.name, groups: { claim: 'groups' } },
      checkOf: () => {
        throw new Error('there is no ID token in it');
      },
    });
    const headers = [['cookie', `VouchCookie=${await world.cookieOf()}`]] as const;
    expect(await adopt(testCall({ headers }))).toBeUndefined();
    expect(world.log.text()).toContain('signed out of meanwhile');
  });

  it('of somebody whose sessions were all ended since', async () => {
    const world = await startAdopting();
    const cookie = await world.cookieOf();
    world.clock.advance(10);
    const { engine, store } = world.context;
    const { issuer } = world.provider.issuer;
    const now = world.clock.seconds();
    await createRevocations({ store, engine }).revokeSubject(
      issuer,
      'vouch:ann@example.com',
      now,
      now + MAX_AGE,
    );
    world.clock.advance(10);
    await expectAsked(world, cookie);
    // Who signed in there after that is somebody again.
    expect((await world.visit(await world.cookieOf())).url).toBe(THERE);
  });

  it('beside that of somebody else, which another host may have planted', async () => {
    const world = await startAdopting();
    const [ann, eve] = [await world.cookieOf(), await world.cookieOf({ username: 'eve@x.test' })];
    await expectAsked(world, eve, ann);
    expect(world.log.text()).toContain('two people');
  });

  it('in front of so many others that whose browser it is stays hidden', async () => {
    const world = await startAdopting();
    const [ann, eve] = [await world.cookieOf(), await world.cookieOf({ username: 'eve@x.test' })];
    await expectAsked(world, eve, 'planted', 'planted', 'planted', ann);
    const half = Math.ceil(ann.length / 2);
    const parts = [`VouchCookie_1of2=${ann.slice(0, half)}`, `VouchCookie_2of2=${ann.slice(half)}`];
    await expectAsked(world, [eve, ...parts, 'VouchCookie_1of2=planted'].join('; '));
    // Without the planted ones it is of two people.
    await expectAsked(world, [eve, ...parts].join('; '));
    expect((await world.visit(['x', ...parts].join('; '))).url).toBe(THERE);
  });

  it('of which the ID token is of somebody else than the claims', async () => {
    const world = await startAdopting();
    const idToken = await world.idTokenOf();
    await expectAsked(world, await world.cookieOf({ idToken, customClaims: { sub: 'eve-1' } }));
  });

  it('without the proof that the provider is asked for at each sign-in', async () => {
    const world = await startAdopting({ parameters: { max_age: '600' } });
    await expectAsked(world, await world.cookieOf());
    const idToken = await world.idTokenOf({ auth_time: world.clock.seconds() - MAX_AGE - 700 });
    await expectAsked(world, await world.cookieOf({ idToken }));
    const recent = await world.idTokenOf({ auth_time: world.clock.seconds() });
    expect((await world.visit(await world.cookieOf({ idToken: recent }))).url).toBe(THERE);
  });

  it('a second time, when a minute has passed: what it was taken for has ended', async () => {
    const world = await startAdopting();
    const cookie = await world.cookieOf();
    expect((await world.visit(cookie)).url).toBe(THERE);
    world.clock.advance(60);
    expect((await world.visit(cookie)).url).toBe(THERE);
    expect(world.sessions.begun).toHaveLength(2);
    world.clock.advance(1);
    expect((await world.visit(cookie)).url).toMatch(AT_PROVIDER);
    expect(world.sessions.begun).toHaveLength(2);
  });

  it('while the provider, by whose name the person is known, does not answer', async () => {
    const world = await startAdopting();
    world.provider.goDown();
    const { reply, session } = await world.visit(await world.cookieOf());
    expect([reply?.status, session]).toEqual([502, undefined]);
    world.provider.comeUp();
    expect((await world.visit(await world.cookieOf())).url).toBe(THERE);
  });

  it('while the store does not answer', async () => {
    const world = await startAdopting();
    world.down.store = true;
    const { reply, session } = await world.visit(await world.cookieOf());
    expect([reply?.status, session]).toEqual([503, undefined]);
  });

  it('where there is a session already', async () => {
    const world = await startAdopting();
    await world.visit(await world.cookieOf());
    await world.browser.open(world.loginAt());
    expect(world.sessions.begun).toHaveLength(1);
  });
});

describe('a cookie of Vouch Proxy signs its person in', () => {
  it('at once, with a record and a line of the log, and no word of its own in them', async () => {
    const world = await startAdopting();
    const cookie = await world.cookieOf({ accessToken: 'PLANTED-access' });
    const { url, way } = await world.visit(cookie);
    expect(url).toBe(THERE);
    expect(way.some((step) => AT_PROVIDER.test(step))).toBe(false);
    expect(world.records).toMatchObject([
      {
        decision: 'granted',
        issuer: 'https://one.test',
        subject: 'vouch:ann@example.com',
        client: world.provider.clientId,
      },
    ]);
    const events = world.log.entries.filter(({ event }) => event === 'signed in');
    expect(events).toMatchObject([
      { fields: { provider: 'one', by: 'cookie of the gateway before', host: 'app.example.com' } },
    ]);
    const said = JSON.stringify([world.log.entries, world.records, way]);
    expect(said).not.toContain('PLANTED');
    expect(said).not.toContain(cookie);
  });

  it('beside others that are not good', async () => {
    const world = await startAdopting();
    const good = await world.cookieOf();
    const over = await world.cookieOf({ expiresAt: world.clock.seconds() - 1 });
    expect((await world.visit('planted', over, good)).url).toBe(THERE);
  });

  it('on every host where all users are allowed', async () => {
    const world = await startAdopting({ settings: { domains: [], allowAllUsers: true } });
    expect((await world.visit(await world.cookieOf({ audience: '' }))).url).toBe(THERE);
  });

  it('as the subject of an ID token that was good when the cookie was made, and with its sid', async () => {
    const world = await startAdopting();
    const idToken = await world.idTokenOf({ sid: 'session-1', exp: world.clock.seconds() + 60 });
    const cookie = await world.cookieOf({ idToken });
    world.clock.advance(3600);
    const { session } = await world.visit(cookie);
    expect(session).toMatchObject({ user: { subject: 'ann-1' }, sid: 'session-1' });
  });

  it.each([
    ['of another client', { aud: 'another' }],
    ['of before the cookie', { exp: 1, iat: 0 }],
  ])('by its name alone where the ID token is %s', async (_, claims) => {
    const world = await startAdopting();
    const { session } = await world.visit(
      await world.cookieOf({ idToken: await world.idTokenOf(claims) }),
    );
    expect(session?.user.subject).toBe('vouch:ann@example.com');
  });

  it('with tokens to renew it by where the ID token was verified, and without them else', async () => {
    const world = await startAdopting();
    const tokens = { accessToken: 'access', refreshToken: 'refresh' };
    const call = async (cookie: string) =>
      world.adopt({
        headers: [
          ['host', 'auth.example.com'],
          ['cookie', `VouchCookie=${cookie}`],
        ],
      } as never);
    const idToken = await world.idTokenOf();
    const whole = await call(await world.cookieOf({ ...tokens, idToken }));
    expect(whole).toMatchObject({
      tokens: { ...tokens, idToken },
      madeOf: { endsAt: world.clock.seconds() + MAX_AGE },
    });
    expect((await call(await world.cookieOf({ ...tokens, idToken: 'x.y.z' })))?.tokens).toEqual({});
    expect((await call(await world.cookieOf(tokens)))?.tokens).toEqual({});
  });
});
