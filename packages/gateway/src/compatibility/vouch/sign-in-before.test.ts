import { replyText } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import {
  browse,
  clearedBy,
  CROSS,
  fieldOf,
  logoutOf,
  OWN,
  setUp,
} from '../../logout/logout.fixture.ts';
import { notAllEnded } from '../../vouch/logout/not-all-ended.ts';
import { NAME, startAdopting } from './adopt.fixture.ts';

const HOST = 'auth.example.com';

async function start() {
  const world = await startAdopting();
  const cookie = await world.cookieOf();
  const call = { headers: [['cookie', `${NAME}=${cookie}`]] } as const;
  return { ...world, cookie, call };
}

describe('a sign-out', () => {
  it('ends the cookie of Vouch Proxy, whose person is signed in by it no more', async () => {
    const { before, call, visit, cookie, records } = await start();
    expect(await before.isHeld(call, HOST)).toBe(true);
    expect(await before.end(call, HOST)).toEqual([
      ['set-cookie', `${NAME}=delete; Path=/; Domain=example.com; Max-Age=0; HttpOnly; Secure`],
    ]);
    expect(await before.isHeld(call, HOST)).toBe(false);
    expect((await visit(cookie)).url).toContain('https://one.test/authorize');
    expect(records).toEqual([]);
  });

  it('ends it behind others that were planted in front of it', async () => {
    const { before, cookie, call } = await start();
    const planted = Array.from({ length: 180 }, (_, at) => `${NAME}=${at}; `).join('');
    const many = { headers: [['cookie', `${planted}${NAME}=${cookie}`]] } as const;
    expect(await before.isHeld(many, HOST)).toBe(true);
    await before.end(many, HOST);
    expect(await before.isHeld(call, HOST)).toBe(false);
  });

  it('is not said to be one where there are more than can be looked at', async () => {
    const { before, cookie, call } = await start();
    const planted = Array.from({ length: 400 }, (_, at) => `; ${NAME}=${at}`).join('');
    const many = { headers: [['cookie', `${NAME}=${cookie}${planted}`]] } as const;
    await expect(before.end(many, HOST)).rejects.toMatchObject({ code: 'parameter_invalid' });
    expect(await before.isHeld(call, HOST)).toBe(false);
  });

  it('clears what was planted too, in all its parts, and ends nothing by it', async () => {
    const { before } = await start();
    const cookies = `${NAME}=x; ${NAME}_1of2=y; other=z`;
    const fields = await before.end({ headers: [['cookie', cookies]] }, HOST);
    expect(fields.map(([, value]) => value.split('=')[0])).toEqual([NAME, `${NAME}_1of2`]);
  });
});

describe('with a cookie of Vouch Proxy', () => {
  /** A logout at the auth host, with a sign-in of before that a browser has or has not. */
  async function setUpBefore(isHeld = true, fault?: Error) {
    const { options, sessions } = await setUp();
    const state = { ended: 0 };
    const logout = logoutOf({
      ...options,
      before: {
        isHeld: async () => isHeld,
        async end() {
          if (fault !== undefined) throw fault;
          state.ended++;
          return [['set-cookie', `${NAME}=; Max-Age=0`]];
        },
      },
    });
    return { logout, sessions, state };
  }

  it('a link of another site signs nobody out, also where there is no session here', async () => {
    const { logout, state } = await setUpBefore();
    const reply = await logout.atAuthHost(browse('auth.test', '/logout', { headers: [CROSS] }));
    expect([reply.status, clearedBy(reply), state.ended]).toEqual([200, 0, 0]);
    const none = await setUpBefore(false);
    const left = await none.logout.atAuthHost(browse('auth.test', '/logout', { headers: [CROSS] }));
    expect([left.status, none.state.ended]).toEqual([303, 0]);
  });

  it('a sign-out ends the session here, also where not all that another host planted could be looked at', async () => {
    const { logout, sessions } = await setUpBefore(true, notAllEnded());
    for (const host of ['auth.test', 'app.test']) {
      sessions.add(host);
      const headers = [OWN];
      const reply =
        host === 'auth.test'
          ? await logout.atAuthHost(browse(host, '/logout', { id: host, headers }))
          : await logout.fromApp(browse(host, '/.drawbridge/logout', { id: host, headers }), host);
      expect([reply.status, sessions.live.length]).toEqual([400, 0]);
      expect(replyText(reply)).toContain('not signed out everywhere');
    }
  });

  it('a sign-out at the auth host, and one at an app, end both', async () => {
    const { logout, sessions, state } = await setUpBefore();
    sessions.add('a');
    const headers = [OWN];
    const here = await logout.atAuthHost(browse('auth.test', '/logout', { id: 'a', headers }));
    expect([here.status, state.ended, sessions.live.length]).toEqual([303, 1, 0]);
    expect(here.headers).toContainEqual(['set-cookie', `${NAME}=; Max-Age=0`]);
    sessions.add('b');
    const there = await logout.fromApp(
      browse('app.test', '/.drawbridge/logout', { id: 'b', headers }),
      'app.test',
    );
    expect([state.ended, sessions.live.length]).toEqual([2, 0]);
    expect(there.headers).toContainEqual(['set-cookie', `${NAME}=; Max-Age=0`]);
    const led = (fieldOf(there, 'location') ?? '').slice('https://auth.test'.length);
    await logout.atAuthHost(browse('auth.test', led, { headers: [CROSS] }));
    expect(state.ended).toBe(3);
  });
});
