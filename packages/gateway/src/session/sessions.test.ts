import { DrawbridgeError } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import type { SessionsOptions } from './session-options.ts';
import { APP, AUTH, createWorld, HOUR, IDLE, LIFETIME, type World } from './sessions.fixture.ts';
import type { Sessions } from './sessions.ts';

/** What holds wherever sessions are kept. */
const KINDS: readonly (readonly [string, (world: World) => Sessions])[] = [
  ['in the store', (world) => world.inStore()],
  ['in cookies', (world) => world.inCookies()],
];

describe.each(KINDS)('sessions %s', (_, make) => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });

  /** One that begins, with its cookie on the app host. */
  async function begun(more: Parameters<World['signedIn']>[0] = {}) {
    const sessions = make(world);
    const session = await sessions.begin(await world.signedIn(more));
    return { sessions, session, cookie: await sessions.cookieFor(session, APP) };
  }

  describe('open nothing', () => {
    it('for a text that nobody sealed, and throw for none (property)', async () => {
      const { sessions, cookie } = await begun();
      const place = fc.record({ at: fc.nat(), to: anyCharacter });
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: anyCharacter }), place, async (text, { at, to }) => {
          expect(await sessions.open(text, APP)).toBeUndefined();
          const from = at % cookie.length;
          const changed = cookie.slice(0, from) + to + cookie.slice(from + 1);
          fc.pre(changed !== cookie);
          expect(await sessions.open(changed, APP)).toBeUndefined();
        }),
        { numRuns: 50 },
      );
      expect(await sessions.open(cookie, APP)).toBeDefined();
    });

    it('for the cookie of another host, however alike its name is', async () => {
      const { sessions, cookie } = await begun();
      // The second time it is one that was seen.
      for (const time of [1, 2]) {
        expect(await sessions.open(cookie, APP), `${time}`).toBeDefined();
        for (const host of [AUTH, `${APP}:8443`, `x.${APP}`, 'app.exampl', '']) {
          expect(await sessions.open(cookie, host), host).toBeUndefined();
        }
      }
    });

    it('for what the same keys sealed for something else', async () => {
      const { sessions, session } = await begun();
      const { sealer } = world;
      for (const text of [session.id, JSON.stringify([1, session.id]), '{}', '[]', '"x"']) {
        expect(
          await sessions.open(await sealer.seal(text, `cookie of ${APP}`), APP),
        ).toBeUndefined();
        expect(await sessions.open(await sealer.seal(text, APP), APP)).toBeUndefined();
      }
    });

    it('for the cookie of the other kind of session', async () => {
      const other = make === KINDS[0]?.[1] ? world.inCookies() : world.inStore();
      const session = await other.begin(await world.signedIn());
      const cookie = await other.cookieFor(session, APP);
      expect(await other.open(cookie, APP)).toBeDefined();
      expect(await make(world).open(cookie, APP)).toBeUndefined();
    });
  });

  describe('begin under a new id (CVE-2021-41246 of express-openid-connect: session fixation)', () => {
    it('each time, of 256 random bits, which is in no cookie, log or list', async () => {
      const { sessions, session, cookie } = await begun({ claims: { sub: 'fixed' } });
      const again = await sessions.begin(await world.signedIn({ claims: { sub: 'fixed' } }));
      expect(session.id).toMatch(/^[\w-]{43}$/);
      expect(again.id).not.toBe(session.id);
      const listed = await sessions.list(session.user);
      const told = JSON.stringify([cookie, listed, world.log.entries]);
      for (const { id } of [session, again]) expect(told).not.toContain(id);
    });
  });

  describe('end', () => {
    it('on every host and in every process at once, for good (CVE-2026-34454: the old cookie after a logout)', async () => {
      const { sessions, session, cookie } = await begun();
      const elsewhere = make(world);
      const atAuth = await sessions.cookieFor(session, AUTH);
      for (const each of [sessions, elsewhere]) {
        expect((await each.open(cookie, APP))?.user).toEqual(session.user);
        expect((await each.open(atAuth, AUTH))?.user).toEqual(session.user);
      }
      await elsewhere.end(session);
      // And again: to end what has ended is no fault.
      await elsewhere.end(session);
      for (const each of [sessions, elsewhere, make(world)]) {
        expect(await each.open(cookie, APP)).toBeUndefined();
        expect(await each.open(atAuth, AUTH)).toBeUndefined();
        // A cookie that is made of it only now is as dead.
        expect(await each.open(await each.cookieFor(session, APP), APP)).toBeUndefined();
      }
      world.clock.advance(IDLE - 1);
      expect(await sessions.open(cookie, APP)).toBeUndefined();
    });

    it('none of the others of this person, and of no other', async () => {
      const { sessions, session } = await begun();
      const other = await begun();
      const bob = await begun({ claims: { sub: 'bob' } });
      await sessions.end(session);
      expect(await sessions.open(other.cookie, APP)).toBeDefined();
      expect(await sessions.open(bob.cookie, APP)).toBeDefined();
    });

    it('when they were not used for long, and at the latest after their lifetime', async () => {
      const { sessions, session } = await begun();
      const { clock } = world;
      let cookie = await sessions.cookieFor(session, APP);
      for (let hours = 0.75; hours < LIFETIME / HOUR; hours += 0.75) {
        clock.advance(0.75 * HOUR);
        const opened = await sessions.open(cookie, APP);
        expect(opened, `${hours}`).toBeDefined();
        if (opened !== undefined) cookie = await sessions.cookieFor(opened, APP);
      }
      expect(session.endsAt).toBeGreaterThan(clock.seconds());
      clock.advance(session.endsAt - clock.seconds() - 1);
      expect(await sessions.open(cookie, APP)).toBeDefined();
      clock.advance(1);
      expect(await sessions.open(cookie, APP)).toBeUndefined();

      const idle = await begun();
      clock.advance(IDLE - 1);
      expect(await idle.sessions.open(idle.cookie, APP)).toBeDefined();
      const unused = await begun();
      clock.advance(IDLE);
      expect(await unused.sessions.open(unused.cookie, APP)).toBeUndefined();
    });

    it('after the lifetime that is in force, though there was a longer one when they began', async () => {
      const { clock } = world;
      const long = make(withOptions(world, { idle: LIFETIME }));
      const given = await world.signedIn({ claims: { sub: 'shortened' }, sid: 'sid-shortened' });
      const session = await long.begin(given);
      const cookie = await long.cookieFor(session, APP);
      const short = make(withOptions(world, { lifetime: HOUR, idle: HOUR }));
      const end = session.createdAt + HOUR;
      expect(await short.open(cookie, APP)).toMatchObject({ endsAt: end, idleEndsAt: end });
      expect(await short.list(given.user)).toMatchObject([{ endsAt: end }]);
      await short.endSid(given.user.issuer, 'sid-shortened');
      expect(await short.open(cookie, APP)).toBeUndefined();
      // Whatever is remembered of its end is forgotten by then.
      clock.advance(HOUR);
      expect(await short.open(cookie, APP)).toBeUndefined();
      expect(await short.list(given.user)).toEqual([]);
    });

    it('where their provider is not one any more, or another has its name', async () => {
      const given = await world.signedIn({ claims: { sub: 'left' } });
      const before = make(world);
      const cookie = await before.cookieFor(await before.begin(given), APP);
      const { issuer } = given.user;
      const asked: unknown[] = [];
      for (const providers of [new Map(), new Map([['main', 'https://other.example']])]) {
        const after = make(
          withOptions(world, {
            accepts: (user) => {
              asked.push([user.provider, user.issuer]);
              return providers.get(user.provider) === user.issuer;
            },
          }),
        );
        expect(await after.open(cookie, APP)).toBeUndefined();
        expect(await after.list(given.user)).toEqual([]);
      }
      expect(asked).toContainEqual(['main', issuer]);
      expect(await before.open(cookie, APP)).toBeDefined();
    });

    it('of a person, all that had begun, and none that begins later', async () => {
      const { clock, issuer } = world;
      const { sessions, session, cookie } = await begun();
      const bob = await begun({ claims: { sub: 'bob' } });
      await make(world).endPerson(issuer.issuer, session.user.subject);
      expect(await sessions.open(cookie, APP)).toBeUndefined();
      expect(await sessions.list(session.user)).toEqual([]);
      expect(await sessions.open(bob.cookie, APP)).toBeDefined();
      clock.advance(1);
      const later = await begun();
      expect(await sessions.open(later.cookie, APP)).toBeDefined();
      expect(await sessions.list(session.user)).toHaveLength(1);
    });

    it('of a person, within one second: none that begins a millisecond later, and all before', async () => {
      const { clock } = world;
      const brought = { claims: { sub: 'at-once' } };
      clock.advance(0.4);
      const before = await begun(brought);
      const underWay = await world.signedIn(brought);
      clock.advance(0.1);
      const { issuer, subject } = underWay.user;
      await make(world).endPerson(issuer, subject);
      clock.advance(0.001);
      const { sessions, ...later } = await begun(brought);
      const late = await sessions.cookieFor(await sessions.begin(underWay), APP);
      const opened = [before.cookie, late, later.cookie].map((cookie) =>
        sessions.open(cookie, APP),
      );
      expect(await Promise.all(opened)).toEqual([undefined, undefined, later.session]);
      const [listed, ...others] = await sessions.list(underWay.user);
      expect([listed?.createdAt, others]).toEqual([later.session.createdAt, []]);
      clock.advance(0.499);
    });

    it('that begin within a second at its end, for as long as others', async () => {
      const { clock } = world;
      clock.advance(0.999);
      const { session } = await begun({ claims: { sub: 'late-in-a-second' } });
      clock.advance(0.001);
      const end = clock.seconds() - 1 + LIFETIME;
      expect([session.endsAt, session.createdAt]).toEqual([end, (clock.now() - 1) / 1000]);
    });

    it('of a person, also what began on a machine whose clock runs ahead', async () => {
      const ahead = createTestClock(world.clock.seconds() + 60);
      const sessions = make(withOptions(world, { clock: ahead }));
      const given = await world.signedIn({ claims: { sub: 'ahead' } });
      const session = await sessions.begin(given);
      const cookie = await sessions.cookieFor(session, APP);
      expect(await sessions.open(cookie, APP)).toBeDefined();
      await make(world).endPerson(given.user.issuer, given.user.subject);
      expect(await sessions.open(cookie, APP)).toBeUndefined();
      expect(await sessions.list(given.user)).toEqual([]);
    });

    it('by the sid of the provider, and by no other', async () => {
      const { issuer } = world;
      const one = await begun({ sid: 'one' });
      const other = await begun({ sid: 'other' });
      const without = await begun();
      expect(await make(world).knowsSid(issuer.issuer, 'one')).toBe(true);
      expect(await make(world).knowsSid('https://other.test', 'one')).toBe(false);
      expect(await make(world).knowsSid(issuer.issuer, 'two')).toBe(false);
      await make(world).endSid(issuer.issuer, 'one');
      await make(world).endSid('https://other.test', 'other');
      expect(await one.sessions.open(one.cookie, APP)).toBeUndefined();
      expect(await other.sessions.open(other.cookie, APP)).toMatchObject({ sid: 'other' });
      expect(await without.sessions.open(without.cookie, APP)).toBeDefined();
    });
  });

  describe('that were made of a sign-in before', () => {
    let runs = 0;

    /** Two that were made of one sign-in, and one that was made of another, all of one person. */
    async function adopted() {
      const name = `adopted-${runs++}`;
      const { clock, store } = world;
      const given = await world.signedIn({ claims: { sub: name } });
      const madeOf = { key: `revoked/vouch/${name}`, endsAt: clock.seconds() + 2 * LIFETIME };
      const other = { ...madeOf, key: `${madeOf.key}-other` };
      const sessions = make(world);
      const own = [];
      for (const of of [madeOf, madeOf, other]) {
        const session = await sessions.begin({ ...given, madeOf: of });
        own.push({ session, cookie: await sessions.cookieFor(session, APP) });
      }
      const [one, two, apart] = own as [(typeof own)[0], (typeof own)[0], (typeof own)[0]];
      const isOpen = async (...each: readonly { readonly cookie: string }[]) => {
        const opened = await Promise.all(
          each.map(({ cookie }) =>
            Promise.all([sessions, make(world)].map((of) => of.open(cookie, APP))),
          ),
        );
        return opened.flat().map((session) => session !== undefined);
      };
      const isMarked = async () => (await store.get([madeOf.key]))[0] !== undefined;
      return { sessions, user: given.user, madeOf, one, two, apart, isOpen, isMarked };
    }

    it('are ended by the mark of it, in one question to the store, and not listed then', async () => {
      const { sessions, user, madeOf, one, two, apart, isOpen } = await adopted();
      const { counts } = world.store;
      const before = counts.get;
      expect(await sessions.open(one.cookie, APP)).toMatchObject({ id: one.session.id, madeOf });
      expect(counts.get - before).toBe(1);
      expect(await sessions.list(user)).toHaveLength(3);
      await world.store.put(madeOf.key, '1', { expiresAt: madeOf.endsAt });
      expect(await isOpen(one, two, apart)).toEqual([false, false, false, false, true, true]);
      expect(await sessions.toEnd(one.cookie, APP)).toBeUndefined();
      expect(await sessions.list(user)).toHaveLength(1);
    });

    it('end with each other, and that sign-in with them, for as long as it lasts', async () => {
      const { sessions, one, two, apart, isOpen, isMarked } = await adopted();
      await sessions.end(one.session);
      expect(await isOpen(one, two, apart)).toEqual([false, false, false, false, true, true]);
      world.clock.advance(2 * LIFETIME - 1);
      expect(await isMarked()).toBe(true);
      world.clock.advance(1);
      expect(await isMarked()).toBe(false);
    });

    it('end with each other where one is ended by the list', async () => {
      const { sessions, user, one, two, apart, isOpen } = await adopted();
      const [, listed] = await sessions.list(user);
      expect(await make(world).endListed(user, listed?.handle ?? '')).toBe(true);
      expect(await isOpen(one, two, apart)).toEqual([false, false, false, false, true, true]);
    });

    it('end that sign-in where all of their person are ended', async () => {
      const { sessions, user, isMarked } = await adopted();
      await sessions.endPerson(user.issuer, user.subject);
      expect(await isMarked()).toBe(true);
    });

    it('do not where another takes the place of one in its browser, or they are too many', async () => {
      const { sessions, user, madeOf, one, two, isOpen, isMarked } = await adopted();
      await sessions.end(one.session, two.session);
      expect(await isOpen(one, two)).toEqual([false, false, true, true]);
      const given = await world.signedIn({ claims: { sub: user.subject } });
      for (let count = 0; count < 100; count++) await sessions.begin({ ...given, madeOf });
      expect(await isOpen(two)).toEqual([false, false]);
      expect(await isMarked()).toBe(false);
    });
  });

  describe('are listed', () => {
    const alone = { claims: { sub: 'listed' } };

    it('for their person, the newest first, and not when they have ended', async () => {
      const first = await begun(alone);
      world.clock.advance(1);
      const second = await begun({ ...alone, sid: 'gone' });
      world.clock.advance(1);
      const third = await begun(alone);
      const { sessions } = first;
      const { user } = first.session;
      const listed = await sessions.list(user);
      expect(listed).toEqual(
        [third, second, first].map(({ session: { createdAt, endsAt } }) => ({
          handle: expect.stringMatching(/^[\w-]{43}$/) as string,
          createdAt,
          endsAt,
          provider: 'main',
        })),
      );
      await sessions.endSid(user.issuer, 'gone');
      await sessions.end(third.session);
      expect(await sessions.list(user)).toEqual([listed[2]]);
      expect(await sessions.list({ ...user, subject: 'nobody' })).toEqual([]);
      expect(await sessions.list({ ...user, issuer: 'https://other.test' })).toEqual([]);
    });

    it('and ended by their handle there, by their person alone', async () => {
      const { sessions, session, cookie } = await begun({ claims: { sub: 'carol' } });
      const other = await begun({ claims: { sub: 'carol' } });
      const { user } = session;
      const handle = (await sessions.list(user))[1]?.handle ?? '';
      expect(await sessions.endListed({ ...user, subject: 'mallory' }, handle)).toBe(false);
      expect(await sessions.endListed(user, session.id)).toBe(false);
      expect(await sessions.endListed(user, '')).toBe(false);
      // It opens nothing.
      expect(await sessions.open(handle, APP)).toBeUndefined();
      expect(await sessions.open(cookie, APP)).toBeDefined();
      const ended = (await sessions.list(user)).find((listed) => listed.handle === handle);
      expect(ended).toBeDefined();
      expect(await make(world).endListed(user, handle)).toBe(true);
      expect(await sessions.endListed(user, handle)).toBe(false);
      const left = [await sessions.open(cookie, APP), await sessions.open(other.cookie, APP)];
      expect(left.filter((opened) => opened !== undefined)).toHaveLength(1);
    });

    it('all that begin at the same time, in any process', async () => {
      const claims = { sub: 'crowd' };
      const given = await world.signedIn({ claims });
      const [one, two] = [make(world), make(world)];
      const all = await Promise.all(
        Array.from({ length: 40 }, (__, index) => (index % 2 === 0 ? one : two).begin(given)),
      );
      expect(new Set(all.map(({ id }) => id)).size).toBe(40);
      expect(await make(world).list(given.user)).toHaveLength(40);
    });

    it('a hundred at most: one more ends the oldest', async () => {
      const given = await world.signedIn({ claims: { sub: 'many' } });
      const sessions = make(world);
      const first = await sessions.begin(given);
      const second = await sessions.begin(given);
      const cookies = [await sessions.cookieFor(first, APP), await sessions.cookieFor(second, APP)];
      for (let count = 2; count < 101; count++) await sessions.begin(given);
      expect(await sessions.list(given.user)).toHaveLength(100);
      expect(await sessions.open(cookies[0] ?? '', APP)).toBeUndefined();
      expect(await sessions.open(cookies[1] ?? '', APP)).toBeDefined();
    });
  });

  it('that began by a clock which ran ahead go on, but for those that began further ahead than they last: they would not end', async () => {
    const own = await createWorld();
    const sessions = make(own);
    const session = await sessions.begin(await own.signedIn());
    const cookie = await sessions.cookieFor(session, APP);
    for (const back of [1, IDLE, LIFETIME - IDLE - 1]) {
      own.clock.step(-back);
      expect(await sessions.open(cookie, APP), `${back}`).toBeDefined();
    }
    own.clock.step(-1);
    expect(await sessions.open(cookie, APP)).toBeUndefined();
    expect(await sessions.toEnd(cookie, APP)).toBeUndefined();
    own.clock.advance(LIFETIME);
    expect(await sessions.open(cookie, APP)).toBeDefined();
  });

  it('are found to be ended by what opens them, and by nothing else', async () => {
    const { sessions, session, cookie } = await begun();
    expect((await sessions.toEnd(cookie, APP))?.id).toBe(session.id);
    for (const [text, host] of [
      [cookie, AUTH],
      [`${cookie}x`, APP],
      ['', APP],
    ] as const) {
      expect(await sessions.toEnd(text, host)).toBeUndefined();
    }
    await sessions.end(session);
    expect(await sessions.toEnd(cookie, APP)).toBeUndefined();
  });

  it('let nobody in while the store does not answer, and do again when it does', async () => {
    const { sessions, session, cookie } = await begun();
    const { store } = world;
    expect(await sessions.open(cookie, APP)).toBeDefined();
    const fault = new DrawbridgeError('store_unavailable');
    store.fault = fault;
    try {
      const given = await world.signedIn();
      const works: readonly (() => Promise<unknown>)[] = [
        () => sessions.open(cookie, APP),
        () => sessions.toEnd(cookie, APP),
        () => sessions.begin(given),
        () => sessions.end(session),
        () => sessions.list(session.user),
        () => sessions.endListed(session.user, 'x'),
        () => sessions.endPerson('x', 'y'),
        () => sessions.endSid('x', 'y'),
        () => sessions.knowsSid('x', 'y'),
      ];
      for (const work of works) await expect(work()).rejects.toBe(fault);
    } finally {
      store.fault = undefined;
    }
    expect(await sessions.open(cookie, APP)).toBeDefined();
  });

  it('are looked up each time in one question to the store, also where the cookie was seen', async () => {
    const { sessions, cookie } = await begun({ sid: 'x' });
    const { counts } = world.store;
    for (const time of [1, 2, 3]) {
      const before = counts.get;
      expect(await sessions.open(cookie, APP)).toBeDefined();
      expect(counts.get - before, `${time}`).toBe(1);
    }
  });

  it('remember no more cookies than they are told to, and open the others all the same', async () => {
    const sessions = make(withOptions(world, { seen: 1 }));
    const session = await sessions.begin(await world.signedIn());
    const hosts = ['a.example', 'b.example', 'c.example'];
    const cookies = await Promise.all(hosts.map((host) => sessions.cookieFor(session, host)));
    for (const round of [1, 2]) {
      for (const [index, host] of hosts.entries()) {
        const opened = await sessions.open(cookies[index] ?? '', host);
        expect(opened?.user, `${round} ${host}`).toEqual(session.user);
      }
    }
  });

  it.each([
    { lifetime: 0 },
    { idle: 0 },
    { lifetime: Number.NaN },
    { idle: 1.5 },
    { seen: 0 },
    { clock: {} as never },
  ])('are not made with %j', (wrong) => {
    const { options } = world;
    const wrongly = make === KINDS[0]?.[1] ? world.inStore : world.inCookies;
    expect(() => wrongly({ ...options, ...wrong })).toThrow(TypeError);
  });
});

/** Sessions of a process with other options. */
function withOptions(
  world: World,
  options: Partial<Pick<SessionsOptions, 'seen' | 'clock' | 'idle' | 'lifetime' | 'accepts'>>,
): World {
  return {
    ...world,
    inStore: (more) => world.inStore({ ...options, ...more }),
    inCookies: (more) => world.inCookies({ ...options, ...more }),
  };
}
