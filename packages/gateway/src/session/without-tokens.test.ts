import { describe, expect, it } from 'vitest';
import type { NewSession } from './sessions.ts';
import { APP, AUTH, createWorld, LIFETIME, type World } from './sessions.fixture.ts';

const inStore = (world: World) => world.inStore({ refresh: () => world.provider });
const inCookies = (world: World) => world.inCookies();

async function start(make: typeof inStore | typeof inCookies) {
  const world = await createWorld();
  const sessions = make(world);
  /** A sign-in without the tokens that are named, and with an end of its own. */
  const given = async (
    endsAt: number | undefined,
    ...without: readonly (keyof NewSession['tokens'])[]
  ): Promise<NewSession> => {
    const { tokens, ...others } = await world.signedIn();
    const kept = Object.entries(tokens).filter(([name]) => !without.includes(name as never));
    return {
      ...others,
      ...(endsAt !== undefined && { madeOf: { key: 'revoked/vouch/x', endsAt } }),
      tokens: Object.fromEntries(kept),
    };
  };
  return { world, sessions, given };
}

describe.each([
  ['the store', inStore],
  ['cookies', inCookies],
] as const)('a session in %s', (_, make) => {
  it('ends when it must, where that is before its lifetime is over, and not later than that', async () => {
    const { world, sessions, given } = await start(make);
    const now = world.clock.seconds();
    const session = await sessions.begin(await given(now + 600));
    expect(session).toMatchObject({ endsAt: now + 600, idleEndsAt: now + 600 });
    const cookie = await sessions.cookieFor(session, APP);
    world.clock.advance(599);
    expect(await sessions.open(cookie, APP)).toBeDefined();
    world.clock.advance(1);
    expect(await sessions.open(cookie, APP)).toBeUndefined();
    const late = world.clock.seconds() + 2 * LIFETIME;
    expect((await sessions.begin(await given(late))).endsAt).toBe(world.clock.seconds() + LIFETIME);
  });

  it('is as good without an ID token, and has none to tell its provider by', async () => {
    const { sessions, given } = await start(make);
    const session = await sessions.begin(await given(undefined, 'idToken', 'refreshToken'));
    const cookie = await sessions.cookieFor(session, AUTH);
    const opened = await sessions.open(cookie, AUTH);
    expect(opened?.user).toEqual(session.user);
    expect(await sessions.end(opened ?? session)).toEqual({ user: session.user });
  });
});

describe('a session in the store is not renewed', () => {
  it.each(['idToken', 'accessToken', 'refreshToken'] as const)('without %s', async (missing) => {
    const { world, sessions, given } = await start(inStore);
    const cookie = await sessions.cookieFor(
      await sessions.begin(await given(undefined, missing)),
      APP,
    );
    world.clock.advance(400);
    expect(await sessions.open(cookie, APP)).toBeDefined();
    expect(world.calls.find).toBe(0);
    const whole = await sessions.cookieFor(await sessions.begin(await given(undefined)), APP);
    world.clock.advance(400);
    await sessions.open(whole, APP).catch(() => undefined);
    expect(world.calls.find).toBeGreaterThan(0);
  });
});
