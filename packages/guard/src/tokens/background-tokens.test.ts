import { inspect } from 'node:util';
import { createMemoryStore, createSealer, DrawbridgeError, type Store } from '@drawbridge/core';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Delegation } from './delegation.ts';
import { startProvider, URN } from './provider.fixture.ts';

const WORK = { purpose: 'nightly report' };
const open: Delegation[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ source }) => source.close()));
});

/** Closes it after the test. */
async function held(delegation: Promise<Delegation>): Promise<Delegation> {
  const made = await delegation;
  open.push(made);
  return made;
}

async function faultOf(work: Promise<unknown>): Promise<DrawbridgeError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(DrawbridgeError);
  return thrown as DrawbridgeError;
}

const subjectOf = (token: string) =>
  (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub: string })
    .sub;

describe('a caller who cannot delegate', () => {
  it('is of another issuer, or nobody', async () => {
    const { open: make, signIn, asked, puts } = await startProvider();
    const ann = await signIn();
    const other = { ...ann, issuer: 'https://other.example' };
    expect((await faultOf(make().delegate(other, WORK))).code).toBe('issuer_unknown');
    const nobody = { ...ann, subject: undefined };
    expect((await faultOf(make().delegate(nobody, WORK))).code).toBe('claim_missing');
    expect([asked, puts]).toEqual([[], []]);
  });

  it('has a purpose that is too long, or empty', async () => {
    const { open: make, signIn, asked } = await startProvider();
    const ann = await signIn();
    for (const purpose of ['', 'x'.repeat(201), '\u0001'.repeat(40), 'é'.repeat(101)]) {
      expect((await faultOf(make().delegate(ann, { purpose }))).code).toBe('parameter_invalid');
    }
    const wrong = { purpose: undefined } as unknown as typeof WORK;
    await expect(make().delegate(ann, wrong)).rejects.toThrow(TypeError);
    const nobody = undefined as unknown as typeof ann;
    await expect(make().delegate(nobody, WORK)).rejects.toThrow('caller is missing');
    await expect(make().delegate(ann, { ...WORK, lifetime: 0.5 })).rejects.toThrow(TypeError);
    expect(asked).toEqual([]);
  });

  it.each([
    'unsupported_grant_type',
    'invalid_request',
    'unauthorized_client',
    'invalid_target',
    'access_denied',
  ])('is one whom the provider refuses an exchange: %s', async (error) => {
    const { open: make, signIn, grants, puts } = await startProvider({ exchanges: { error } });
    const fault = await faultOf(make().delegate(await signIn(), WORK));
    expect(fault.code).toBe('token_endpoint_refused');
    expect(fault.message).toContain(error);
    expect(fault.hint).toMatch(
      /\(1\).*exchange.*\(2\).*offline_access.*\(3\).*sessionRefreshToken/,
    );
    expect([grants(), puts]).toEqual([['token-exchange'], []]);
  });

  it('is one for whom there is no refresh token in exchange', async () => {
    const { open: make, signIn, puts } = await startProvider({ exchanges: 'access token' });
    const fault = await faultOf(make().delegate(await signIn(), WORK));
    expect([fault.code, fault.message]).toEqual([
      'token_endpoint_refused',
      expect.stringContaining('gave no refresh token'),
    ]);
    expect(fault.hint).toContain('three ways out');
    expect(puts).toEqual([]);
  });

  it.each(['invalid_scope', 'invalid_client'])(
    'is told what is wrong where it is another matter: %s',
    async (error) => {
      const { open: make, signIn } = await startProvider({ exchanges: { error } });
      const fault = await faultOf(make().delegate(await signIn(), WORK));
      expect(fault.message).toContain(error);
      expect(fault.hint).not.toContain('ways out');
    },
  );

  it('has no refresh token where the session is to be used', async () => {
    const { open: make, signIn, asked } = await startProvider();
    const ann = await signIn('ann', { refresh: 'none' });
    const fault = await faultOf(make({ sessionRefreshToken: 'use' }).delegate(ann, WORK));
    expect([fault.code, asked]).toEqual(['credentials_missing', []]);
  });

  it('gives an offline token that is none', async () => {
    const { open: make, signIn, store } = await startProvider();
    const tokens = make();
    const ann = await signIn();
    const work = { ...WORK, offlineToken: 'refresh-that-nobody-gave' };
    expect((await faultOf(tokens.delegate(ann, work))).code).toBe('sign_in_needed');
    expect(await tokens.list({ issuer: ann.issuer, subject: 'ann' })).toEqual([]);
    await store.check();
  });
});

describe('a delegation by exchange', () => {
  it.each(['both', 'refresh token'] as const)('gives tokens of its own: %s', async (exchanges) => {
    const { open: make, signIn, asked, grants, clock } = await startProvider({ exchanges });
    const ann = await signIn();
    const scoped = { ...WORK, scope: 'orders:read', audience: ['orders', 'stock'] };
    const { source, handle, ...told } = await held(make().delegate(ann, scoped));
    const [form] = asked;
    expect([form?.get('subject_token'), form?.get('scope'), form?.getAll('audience')]).toEqual([
      ann.access.raw,
      'orders:read',
      ['orders', 'stock'],
    ]);
    expect(form?.get('requested_token_type')).toBe(`${URN}refresh_token`);
    expect(handle).toMatch(/^[\w-]{43}$/);
    const { accessToken } = await source.get();
    expect([subjectOf(accessToken), accessToken === ann.access.raw]).toEqual(['ann', false]);
    clock.advance(301);
    const next = await source.get();
    expect([subjectOf(next.accessToken), next.accessToken === accessToken]).toEqual(['ann', false]);
    // The session's token was never sent.
    expect(asked.some((each) => each.toString().includes(ann.refresh?.raw ?? '?'))).toBe(false);
    expect(new Set(grants())).toEqual(new Set(['token-exchange', 'refresh_token']));
    expect(told).toMatchObject({ subject: 'ann', purpose: WORK.purpose });
  });

  it('can ask for an access token, beside which a refresh token comes', async () => {
    const { open: make, signIn, asked } = await startProvider();
    const requestedTokenType = `${URN}access_token`;
    await held(make({ requestedTokenType }).delegate(await signIn(), WORK));
    expect(asked[0]?.get('requested_token_type')).toBe(requestedTokenType);
  });

  it('goes on in another process, where the first is gone', async () => {
    const { open: make, signIn, grants, clock } = await startProvider();
    const { handle, source } = await held(make().delegate(await signIn(), WORK));
    const first = await source.get();
    await source.close();
    const resumed = await held(make().resume(handle));
    expect(await resumed.source.get()).toEqual(first);
    expect(resumed).toMatchObject({ handle, subject: 'ann', purpose: WORK.purpose });
    clock.advance(301);
    const next = await resumed.source.get();
    expect(subjectOf(next.accessToken)).toBe('ann');
    // What was rotated there counts in a third.
    const third = await held(make().resume(handle));
    expect(await third.source.get()).toEqual(next);
    clock.advance(301);
    await third.source.get();
    expect(grants()).toEqual(['token-exchange', 'refresh_token', 'refresh_token']);
  });

  it('is refreshed once for two processes', async () => {
    const { open: make, signIn, grants, clock } = await startProvider();
    const one = await held(make().delegate(await signIn(), WORK));
    const other = await held(make().resume(one.handle));
    await Promise.all([one.source.get(), other.source.get()]);
    clock.advance(301);
    const [a, b] = await Promise.all([one.source.get(), other.source.get()]);
    expect(a).toEqual(b);
    expect(grants()).toEqual(['token-exchange', 'refresh_token']);
  });

  it('is over when its time is', async () => {
    const { open: make, signIn, clock, grants } = await startProvider();
    const tokens = make();
    const ann = await signIn();
    const { handle, source } = await held(tokens.delegate(ann, { ...WORK, lifetime: 60 }));
    clock.advance(60);
    expect((await faultOf(source.get())).code).toBe('sign_in_needed');
    expect((await faultOf(tokens.resume(handle))).code).toBe('sign_in_needed');
    expect(await tokens.list({ issuer: ann.issuer, subject: 'ann' })).toEqual([]);
    expect(grants()).toEqual(['token-exchange']);
  });

  it('is listed before there is anything to list, and lasts for 30 days', async () => {
    const { open: make, signIn, puts, log } = await startProvider();
    const { id, createdAt, expiresAt } = await held(make().delegate(await signIn(), WORK));
    expect(expiresAt - createdAt).toBe(30 * 86_400);
    const keys = puts.filter((text) => /^delegations?\//.test(text));
    expect(keys.slice(1)).toEqual([`delegation/${id}`, `delegation/${id}/tokens`]);
    expect(keys[0]).toMatch(/^delegations\//);
    expect(log.entries).toMatchObject([{ level: 'info', event: 'delegation begun' }]);
  });

  it('never goes back to the token that it began with, where the store has lost the newest', async () => {
    const { open: make, signIn, clock, store, grants } = await startProvider();
    const { id, source } = await held(make().delegate(await signIn(), WORK));
    clock.advance(301);
    await source.get();
    await store.delete(`delegation/${id}/tokens`);
    clock.advance(301);
    await faultOf(source.get());
    expect(grants()).toEqual(['token-exchange', 'refresh_token']);
  });

  it('keeps its tokens no longer than itself', async () => {
    const { open: make, signIn, clock, store } = await startProvider();
    const { id } = await held(make().delegate(await signIn(), { ...WORK, lifetime: 60 }));
    const key = `delegation/${id}/tokens`;
    clock.advance(59);
    expect(await store.get([key])).toMatchObject([{}]);
    clock.advance(1);
    expect(await store.get([key])).toEqual([undefined]);
  });

  it('is ended also by a process whose clock says that it was over before', async () => {
    const { open: make, signIn, clock, revoked } = await startProvider();
    const { handle } = await held(make().delegate(await signIn(), { ...WORK, lifetime: 60 }));
    const ahead = { now: () => clock.now() + 90_000, monotonic: () => clock.monotonic() };
    expect(await make({ clock: ahead }).end(handle)).toEqual({ ended: true, revoked: true });
    expect(revoked).toHaveLength(1);
  });
});

describe("a delegation with the session's refresh token", () => {
  const USE = { sessionRefreshToken: 'use' } as const;

  it('begins with the tokens at hand, and refreshes them by need', async () => {
    const { open: make, signIn, grants, clock } = await startProvider();
    const ann = await signIn();
    const { source } = await held(make(USE).delegate(ann, WORK));
    expect((await source.get()).accessToken).toBe(ann.access.raw);
    expect(grants()).toEqual([]);
    clock.advance(301);
    expect(subjectOf((await source.get()).accessToken)).toBe('ann');
    expect(grants()).toEqual(['refresh_token']);
  });

  it('warns once where the provider rotates, and never where it does not', async () => {
    for (const [refresh, count] of [
      ['rotated', 1],
      ['kept', 0],
    ] as const) {
      const { open: make, signIn, clock, log } = await startProvider();
      const tokens = make(USE);
      for (const subject of ['ann', 'bob']) {
        const { source } = await held(tokens.delegate(await signIn(subject, { refresh }), WORK));
        for (let round = 0; round < 2; round++) {
          clock.advance(301);
          await source.get();
        }
      }
      const warnings = log.entries.filter(({ event }) => event.includes('session was replaced'));
      expect(warnings).toHaveLength(count);
    }
  });

  it('keeps what is rotated before anybody is handed it', async () => {
    const { open: make, signIn, clock, puts, issuer, store } = await startProvider();
    const failing = { isOn: false };
    const own: Store = {
      ...store,
      put: (...parameters) =>
        failing.isOn
          ? Promise.reject(new DrawbridgeError('store_unavailable'))
          : store.put(...parameters),
    };
    const { source } = await held(make({ ...USE, store: own }).delegate(await signIn(), WORK));
    clock.advance(301);
    failing.isOn = true;
    await expect(source.get()).rejects.toMatchObject({ code: 'store_unavailable' });
    // Nothing was sent: the old refresh token is still good.
    expect(issuer.requests.token).toBe(0);
    expect(puts.length).toBeGreaterThan(0);
  });

  it('shares what was rotated with others of the same session, which come later with the old one', async () => {
    const { open: make, signIn, clock, grants } = await startProvider();
    const ann = await signIn();
    const tokens = make(USE);
    const one = await held(tokens.delegate(ann, WORK));
    clock.advance(301);
    await one.source.get();
    await one.source.close();
    await tokens.end(one.handle);
    // The proxy sends the token that was used up: another use would end the family.
    const other = await held(make(USE).delegate(ann, WORK));
    clock.advance(301);
    expect(subjectOf((await other.source.get()).accessToken)).toBe('ann');
    expect(grants()).toEqual(['refresh_token', 'refresh_token']);
  });

  it('is no way to the tokens of whose refresh token one has found', async () => {
    const { open: make, signIn, clock, issuer, log } = await startProvider();
    const tokens = make(USE);
    const ann = await signIn();
    await held(tokens.delegate(ann, WORK));
    const mallory = { ...(await signIn('mallory')), refresh: ann.refresh };
    const { source } = await held(tokens.delegate(mallory, WORK));
    expect(subjectOf((await source.get()).accessToken)).toBe('mallory');
    clock.advance(301);
    expect((await faultOf(source.get())).code).toBe('sign_in_needed');
    expect(issuer.requests.token).toBe(1);
    expect(log.entries.map(({ event }) => event)).toContain('sign-in needed');
  });

  it('is not revoked when it ends: the user stays signed in', async () => {
    const { open: make, signIn, revoked } = await startProvider();
    const tokens = make(USE);
    const { handle } = await held(tokens.delegate(await signIn(), WORK));
    expect(await tokens.end(handle)).toEqual({ ended: true, revoked: false });
    expect(revoked).toEqual([]);
  });
});

describe('a delegation with an offline token', () => {
  it('exchanges nothing', async () => {
    const { open: make, signIn, grants } = await startProvider();
    const ann = await signIn();
    const offline = await signIn('ann', { scope: 'offline_access' });
    const work = { ...WORK, offlineToken: offline.refresh?.raw ?? '' };
    const { source } = await held(make().delegate(ann, work));
    expect(subjectOf((await source.get()).accessToken)).toBe('ann');
    expect(grants()).toEqual(['refresh_token']);
  });
});

describe('the list of a user', () => {
  it('tells what goes on, and nothing that resumes it', async () => {
    const { open: make, signIn, clock } = await startProvider();
    const tokens = make();
    const ann = await signIn();
    const person = { issuer: ann.issuer, subject: 'ann' };
    const { handle, id, createdAt } = await held(tokens.delegate(ann, { ...WORK, lifetime: 600 }));
    await held(tokens.delegate(await signIn('bob'), { purpose: 'of somebody else' }));
    const entry = { id, ...WORK, createdAt, expiresAt: createdAt + 600 };
    expect(await tokens.list(person)).toEqual([entry]);
    clock.advance(60);
    await held(make().resume(handle));
    expect(await tokens.list(person)).toEqual([{ ...entry, lastUsedAt: createdAt + 60 }]);
    expect((await faultOf(tokens.resume(id))).code).toBe('sign_in_needed');
  });

  it('has no more than so many: the oldest is ended', async () => {
    const { open: make, signIn, revoked } = await startProvider();
    const tokens = make({ maxPerUser: 2 });
    const ann = await signIn();
    const all: Delegation[] = [];
    for (const purpose of ['a', 'b', 'c']) all.push(await held(tokens.delegate(ann, { purpose })));
    const left = await tokens.list({ issuer: ann.issuer, subject: 'ann' });
    expect(left.map(({ purpose }) => purpose)).toEqual(['b', 'c']);
    expect((await faultOf(tokens.resume(all[0]?.handle ?? ''))).code).toBe('sign_in_needed');
    expect(revoked).toHaveLength(1);
  });
});

describe('ending a delegation', () => {
  it('revokes the newest refresh token, and stops all processes within ten seconds', async () => {
    const { open: make, signIn, clock, revoked, store, puts } = await startProvider();
    const [here, there] = [make(), make()];
    const { handle, source, id } = await held(here.delegate(await signIn(), WORK));
    clock.advance(301);
    const { refreshToken } = await source.get();
    const other = await held(there.resume(handle));
    await other.source.get();
    expect(await here.end(handle)).toEqual({ ended: true, revoked: true });
    expect(revoked).toEqual([refreshToken]);
    clock.advance(10);
    for (const each of [source, other.source]) {
      expect((await faultOf(each.get())).code).toBe('sign_in_needed');
      expect(each.peek()).toBeUndefined();
    }
    expect((await faultOf(there.resume(handle))).code).toBe('sign_in_needed');
    const keys = [...new Set(puts.filter((text) => text.includes(id)))];
    expect(keys).toHaveLength(2);
    expect(await store.get(keys)).toEqual([undefined, undefined]);
    expect(await here.end(handle)).toEqual({ ended: false, revoked: false });
  });

  it('is for its user, by its id', async () => {
    const { open: make, signIn } = await startProvider();
    const tokens = make();
    const ann = await signIn();
    const { id, handle } = await held(tokens.delegate(ann, WORK));
    const person = { issuer: ann.issuer, subject: 'ann' };
    const not = { ended: false, revoked: false };
    expect(await tokens.end({ ...person, subject: 'bob', id })).toEqual(not);
    expect(await tokens.end({ ...person, issuer: 'https://other.example', id })).toEqual(not);
    expect(await tokens.end({ ...person, id: handle })).toEqual(not);
    expect(await tokens.end({ ...person, id: 'x' })).toEqual(not);
    expect(await tokens.end({ ...person, id })).toEqual({ ended: true, revoked: true });
    expect(await tokens.list(person)).toEqual([]);
  });

  it('is told as not revoked where the provider cannot, and is an end all the same', async () => {
    for (const revocation of [true, false]) {
      const { open: make, signIn, state, log } = await startProvider({ revocation });
      state.canRevoke = false;
      const tokens = make();
      const { handle } = await held(tokens.delegate(await signIn(), WORK));
      expect(await tokens.end(handle)).toEqual({ ended: true, revoked: false });
      expect(log.entries.filter(({ event }) => event.includes('not revoked'))).toHaveLength(1);
      expect((await faultOf(tokens.resume(handle))).code).toBe('sign_in_needed');
    }
  });
});

describe('ending a delegation while a store fails', () => {
  const down = new DrawbridgeError('store_unavailable');

  it.each(['get', 'delete'] as const)(
    'is a fault, and can be done again: nothing is revoked or taken from the list (%s)',
    async (part) => {
      const { open: make, signIn, store, revoked } = await startProvider();
      const ann = await signIn();
      let isDown = false;
      const failing: Store = {
        ...store,
        get: (keys) =>
          isDown && part === 'get' && (keys[0] ?? '').endsWith('/tokens')
            ? Promise.reject(down)
            : store.get(keys),
        delete: (key) => (isDown && part === 'delete' ? Promise.reject(down) : store.delete(key)),
      };
      const tokens = make({ store: failing });
      const { handle } = await held(tokens.delegate(ann, WORK));
      isDown = true;
      expect((await faultOf(tokens.end(handle))).code).toBe('store_unavailable');
      expect(await tokens.list({ issuer: ann.issuer, subject: 'ann' })).toHaveLength(1);
      expect(revoked).toEqual([]);
      isDown = false;
      expect(await tokens.end(handle)).toEqual({ ended: true, revoked: true });
    },
  );

  it('is an end also of what the list has lost', async () => {
    const { open: make, signIn, store, puts } = await startProvider();
    const tokens = make();
    const { handle } = await held(tokens.delegate(await signIn(), WORK));
    await store.delete(puts.find((text) => text.startsWith('delegations/')) ?? '');
    expect(await tokens.end(handle)).toEqual({ ended: true, revoked: true });
  });

  it('is told once, and not of what never began', async () => {
    const { open: make, signIn, store, log } = await startProvider();
    const ended = () => log.entries.filter(({ event }) => event === 'delegation ended');
    const none: Store = { ...store, put: () => Promise.reject(down) };
    await faultOf(make({ store: none }).delegate(await signIn(), WORK));
    expect(ended()).toEqual([]);
    const { handle } = await held(make().delegate(await signIn(), WORK));
    await make().end(handle);
    await make().end(handle);
    expect(ended()).toMatchObject([{ level: 'info', fields: { revoked: true } }]);
  });
});

describe('a delegation that nobody can read any more', () => {
  it('is one that no release wrote, though it is sealed as it should be', async () => {
    const { open: make, signIn, store, clock } = await startProvider();
    const { id, handle } = await held(make().delegate(await signIn(), WORK));
    const key = `delegation/${id}`;
    const sealer = createSealer(['a-secret-of-tests-that-is-long-enough']);
    const [found] = await store.get([key]);
    await store.put(key, await sealer.seal('{"v":1,"tokensId":"../a"}', key), {
      expiresAt: clock.seconds() + 60,
      if: { version: found?.version ?? '' },
    });
    expect((await faultOf(make().resume(handle))).code).toBe('data_unusable');
  });

  const [old, next] = ['an-old-secret-of-tests-that-is-long', 'a-new-secret-of-tests-that-is-long'];

  it.each(['record', 'tokens'] as const)('is ended, where the %s has been lost', async (part) => {
    const { open: make, signIn, store, clock, log } = await startProvider();
    const ann = await signIn();
    const person = { issuer: ann.issuer, subject: 'ann' };
    const { id, handle } = await held(make({ sealer: createSealer([old]) }).delegate(ann, WORK));
    clock.advance(61);
    if (part === 'record') {
      // The list is sealed anew by the first use after the change, the rest is not.
      await held(make({ sealer: createSealer([next, old]) }).resume(handle));
    } else {
      const [found] = await store.get([`delegation/${id}/tokens`]);
      await store.put(`delegation/${id}/tokens`, 'spoilt', {
        expiresAt: clock.seconds() + 60,
        if: { version: found?.version ?? '' },
      });
    }
    const tokens = make({ sealer: createSealer([part === 'record' ? next : old]) });
    expect(await tokens.end({ ...person, id })).toEqual({ ended: true, revoked: false });
    expect(await tokens.list(person)).toEqual([]);
    expect(await store.get([`delegation/${id}`, `delegation/${id}/tokens`])).toEqual([
      undefined,
      undefined,
    ]);
    expect(log.entries.map(({ event }) => event)).toContain('delegation ended unread');
  });
});

describe('what is kept, told and shown', () => {
  it('has no token and no handle in it', async () => {
    const { open: make, signIn, secrets, puts, log, clock, state } = await startProvider();
    const delegations: Delegation[] = [];
    for (const sessionRefreshToken of ['refuse', 'use'] as const) {
      const tokens = make({ sessionRefreshToken });
      const ann = await signIn();
      const delegation = await held(tokens.delegate(ann, WORK));
      delegations.push(delegation, await held(tokens.resume(delegation.handle)));
      clock.advance(301);
      await delegation.source.get();
      secrets.add(delegation.handle);
      state.canRevoke = false;
      await tokens.end(delegation.handle);
    }
    expect(secrets.size).toBeGreaterThan(6);
    const shown = [
      ...puts,
      log.text(),
      JSON.stringify(delegations),
      inspect(delegations, { depth: 5, showHidden: true }),
    ];
    for (const secret of secrets) {
      for (const text of shown) expect(text.includes(secret)).toBe(false);
    }
    expect(puts.join()).not.toMatch(/nightly|"ann"|issuer\.test/);
  });

  it('is opened by no other secret', async () => {
    const { open: make, signIn } = await startProvider();
    const ann = await signIn();
    const { handle } = await held(make().delegate(ann, WORK));
    const other = make({ sealer: createSealer(['another-secret-of-tests-as-long-as-it']) });
    expect((await faultOf(other.resume(handle))).code).toBe('data_unusable');
    expect((await faultOf(other.list({ issuer: ann.issuer, subject: 'ann' }))).code).toBe(
      'data_unusable',
    );
  });

  it('is nothing where the store fails, and what was given is revoked', async () => {
    const { open: make, signIn, store, revoked } = await startProvider();
    let left = 2;
    const failing: Store = {
      ...store,
      async put(...parameters) {
        if (left-- <= 0) throw new DrawbridgeError('store_unavailable');
        return store.put(...parameters);
      },
    };
    const tokens = make({ store: failing });
    const ann = await signIn();
    expect((await faultOf(tokens.delegate(ann, WORK))).code).toBe('store_unavailable');
    expect(revoked).toHaveLength(1);
  });

  it('is nothing where the store fails, and what others use is not revoked', async () => {
    const { open: make, signIn, store, revoked } = await startProvider();
    const down = new DrawbridgeError('store_unavailable');
    const tokens = make({
      sessionRefreshToken: 'use',
      store: { ...store, put: () => Promise.reject(down) },
    });
    const ann = await signIn();
    const { raw: offlineToken } = (await signIn()).refresh ?? { raw: '' };
    for (const work of [WORK, { ...WORK, offlineToken }]) {
      expect((await faultOf(tokens.delegate(ann, work))).code).toBe('store_unavailable');
    }
    expect(revoked).toEqual([]);
  });
});

describe('a handle that is none', () => {
  it('resumes and ends nothing, whatever it is (property)', async () => {
    const { open: make, asked } = await startProvider();
    const tokens = make();
    const anything = fc.oneof(fc.string(), fc.stringMatching(/^[\w-]{43}$/));
    await fc.assert(
      fc.asyncProperty(anything, async (handle) => {
        expect((await faultOf(tokens.resume(handle))).code).toBe('sign_in_needed');
        expect(await tokens.end(handle)).toEqual({ ended: false, revoked: false });
      }),
    );
    expect(asked).toEqual([]);
  });
});

describe('many at the same time', () => {
  it('lose nothing', async () => {
    const { open: make, signIn } = await startProvider();
    const processes = [make(), make(), make()];
    const ann = await signIn();
    const person = { issuer: ann.issuer, subject: 'ann' };
    const begun = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        held(pick(processes, at).delegate(ann, { purpose: `${at}` })),
      ),
    );
    expect(await pick(processes, 0).list(person)).toHaveLength(12);
    await Promise.all([
      ...begun.slice(0, 6).map(({ handle }, at) => pick(processes, at).end(handle)),
      ...begun.slice(6).map(async ({ handle }, at) => held(pick(processes, at).resume(handle))),
      ...Array.from({ length: 3 }, (_, at) =>
        held(pick(processes, at).delegate(ann, { purpose: `new ${at}` })),
      ),
    ]);
    const left = (await pick(processes, 1).list(person)).map(({ purpose }) => purpose);
    expect(left.toSorted()).toEqual(['10', '11', '6', '7', '8', '9', 'new 0', 'new 1', 'new 2']);
  });
});

function pick<T>(list: readonly T[], at: number): T {
  const found = list[at % list.length];
  if (found === undefined) throw new TypeError('an empty list');
  return found;
}

describe('options that cannot be meant', () => {
  it.each([
    ['an issuer that is none', { issuer: 'sso.example.com' }, /issuer is not an absolute URL/],
    ['no client', { client: undefined }, /client is missing: it is how/],
    ['a client that is its name', { client: 'web' }, /client must be an object, such as/],
    [
      'a client without a secret',
      { client: { method: 'client_secret_post', clientId: 'web', clientSecret: '' } },
      /client\.clientSecret/,
    ],
    ['a client of no method', { client: { clientId: 'web' } }, /client\.method must be one of/],
    ['no store', { store: undefined }, /store is missing/],
    ['a store that is none', { store: new Map() }, /store must be/],
    ['no sealer', { sealer: undefined }, /sealer is missing/],
    [
      'an endpoint over http',
      { tokenEndpoint: 'http://sso.example.com/token' },
      /tokenEndpoint is not an https URL/,
    ],
    [
      'a word that it does not know',
      { sessionRefreshToken: true },
      /sessionRefreshToken must be one of/,
    ],
    [
      'a client without a key',
      { client: { method: 'private_key_jwt', clientId: 'web' } },
      /client\.key must be an object, such as ring\.signingKey/,
    ],
    ['a clock that is none', { clock: Date }, /clock must be a clock/],
    ['a log that is none', { log: () => {} }, /log must be a log, such as console/],
    ['an engine that is none', { engine: {} }, /engine must be/],
    ['a fetch that is none', { fetch: 'node' }, /fetch must be a function/],
    ['what fetches no document', { fetchDocument: {} }, /made by createFetchDocument/],
    ['a type that is none', { requestedTokenType: 1 }, /requestedTokenType must be the URN/],
    ['too many for a user', { maxPerUser: 101 }, /100 at most/],
    ['none for a user', { maxPerUser: 0 }, /maxPerUser/],
    [
      'a name that is misspelled',
      { sessionRefreshTokens: 'use' },
      /did you mean sessionRefreshToken/,
    ],
  ])('%s', async (_, wrong, message) => {
    const { open: make } = await startProvider();
    expect(() => make(wrong as object)).toThrow(TypeError);
    expect(() => make(wrong as object)).toThrow(message);
  });
});

describe('a store in memory', () => {
  it('is enough for one process', async () => {
    const { open: make, signIn, clock } = await startProvider();
    const { handle } = await held(
      make({ store: createMemoryStore(clock) }).delegate(await signIn(), WORK),
    );
    expect((await faultOf(make({ store: createMemoryStore(clock) }).resume(handle))).code).toBe(
      'sign_in_needed',
    );
  });
});
