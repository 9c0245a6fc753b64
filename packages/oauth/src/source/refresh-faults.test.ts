import { DrawbridgeError } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { formatRecord } from './token-record.ts';
import { memoryKeeper } from './memory-keeper.ts';
import { failing, fault, gate, settle, tokenSet, world } from './source.fixture.ts';
import type { TokenKeeper } from './token-keeper.ts';

describe('a fault that passes', () => {
  it.each(['token_endpoint_unreachable', 'token_endpoint_timeout', 'overloaded'] as const)(
    '%s is retried while the old token lives, which everybody gets meanwhile',
    async (code) => {
      const { source, grant, timers } = world();
      await source.get();
      grant.next.push(failing(code), failing(code), failing(code));
      await timers.pass(2785);
      for (let second = 0; second < 30; second++) {
        await timers.pass(1);
        await source.get();
      }
      expect(grant.requests.length).toBeGreaterThan(4);
      expect(grant.requests.length).toBeLessThan(7);
      expect((await source.get()).accessToken).toBe('access-2');
    },
  );

  it('fails at once between attempts when the old token is over, and says when to come again', async () => {
    const { source, grant, clock } = world();
    grant.next.push(failing('token_endpoint_unreachable'), failing('token_endpoint_unreachable'));
    await expect(source.get()).rejects.toMatchObject({
      code: 'token_endpoint_unreachable',
      retryAfter: 1,
    });
    await expect(source.get()).rejects.toMatchObject({ retryAfter: 1, repeated: true });
    expect(grant.requests).toHaveLength(1);
    clock.advance(1);
    await expect(source.get()).rejects.toMatchObject({ retryAfter: 2 });
    clock.advance(2);
    expect((await source.get()).accessToken).toBe('access-1');
  });

  it('leaves a server alone for as long as it asks', async () => {
    const { source, grant, clock } = world();
    grant.next.push(() => {
      throw new DrawbridgeError('token_endpoint_unavailable', { retryAfter: 120 });
    });
    await expect(source.get()).rejects.toMatchObject({ retryAfter: 120 });
    clock.advance(119);
    await expect(source.get()).rejects.toMatchObject({ retryAfter: 1 });
    clock.advance(1);
    expect((await source.get()).accessToken).toBe('access-1');
  });
});

it('a wrong setting is told of once, and tried again after half a minute', async () => {
  const { source, grant, log, clock } = world();
  const wrong = failing('token_endpoint_wrong', 'that is no token endpoint');
  grant.next.push(wrong, wrong);
  await expect(source.get()).rejects.toMatchObject({ code: 'token_endpoint_wrong' });
  clock.advance(29);
  await expect(source.get()).rejects.toMatchObject({ code: 'token_endpoint_wrong' });
  expect(grant.requests).toHaveLength(1);
  clock.advance(20);
  await expect(source.get()).rejects.toMatchObject({ code: 'token_endpoint_wrong' });
  expect(grant.requests).toHaveLength(2);
  expect(log.entries.filter(({ level }) => level === 'error')).toHaveLength(1);
});

describe('a keeper', () => {
  it('that cannot be written to is found before the refresh token is used up', async () => {
    const full: TokenKeeper = {
      read: async () => undefined,
      write: () => Promise.reject(fault('data_unusable', 'the disk is full')),
    };
    const { source, grant } = world({ keeper: full });
    await expect(source.get()).rejects.toMatchObject({ code: 'data_unusable' });
    expect(grant.requests).toEqual([]);
  });

  it('that fails after the request: the tokens serve from memory, it is told, and they are kept later', async () => {
    const under = memoryKeeper();
    let writes = 0;
    const keeper: TokenKeeper = {
      read: () => under.read(),
      write: (text, over) =>
        [2, 3].includes(++writes)
          ? Promise.reject(fault('data_unusable', 'the disk is full'))
          : under.write(text, over),
    };
    const { source, timers, log, make } = world({ keeper });
    expect((await source.get()).accessToken).toBe('access-1');
    expect(log.text()).toContain('tokens not kept');
    expect((await under.read())?.text).not.toContain('access-1');
    await timers.pass(10);
    expect((await under.read())?.text).toContain('access-1');
    expect(log.text()).toContain('tokens kept after all');
    expect((await make().get()).accessToken).toBe('access-1');
    await source.close();
  });

  it('that fails to the end: closing tries once more, and says that they are lost', async () => {
    const under = memoryKeeper();
    let writes = 0;
    const keeper: TokenKeeper = {
      read: () => under.read(),
      write: (text, over) =>
        ++writes > 1 ? Promise.reject(fault('data_unusable')) : under.write(text, over),
    };
    const { source, log } = world({ keeper });
    await source.get();
    await source.close();
    expect(log.entries.at(-1)).toMatchObject({ level: 'error', event: 'tokens lost' });
  });

  it('with what somebody else wrote is left as it is', async () => {
    const keeper = memoryKeeper();
    await keeper.write('{"v":2}', undefined);
    const { source, grant } = world({ keeper });
    await expect(source.get()).rejects.toMatchObject({ code: 'data_unusable' });
    expect((await keeper.read())?.text).toBe('{"v":2}');
    expect(grant.requests).toEqual([]);
  });

  it('that is so slow that the lease is over before it was written: nothing is sent', async () => {
    const under = memoryKeeper();
    const { source, grant, clock } = world({
      keeper: {
        read: () => under.read(),
        write(text, over) {
          if (text.includes('owner')) clock.advance(6);
          return under.write(text, over);
        },
      },
    });
    await expect(source.get()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(grant.requests).toEqual([]);
    expect((await under.read())?.text).not.toContain('owner');
  });
});

describe("another process's lease", () => {
  it('is waited for until it was seen for its whole term, whatever the wall clock says', async () => {
    const keeper = memoryKeeper();
    const lease = { owner: 'other', term: 30_000 };
    await keeper.write(formatRecord({ lease }), undefined);
    const { source, grant, clock, timers, log } = world({ keeper });
    const waiting = source.get();
    await timers.pass(15);
    // Once, for a person who waits for it.
    const told = log.entries.filter(({ level }) => level === 'info');
    expect(told).toMatchObject([{ event: expect.stringContaining('waiting for another process') }]);
    clock.step(86_400);
    await timers.pass(14);
    expect(grant.requests).toEqual([]);
    await timers.pass(2);
    expect((await waiting).accessToken).toBe('access-1');
  });

  it('ends with newer tokens, and no request is made', async () => {
    const keeper = memoryKeeper();
    const version = await keeper.write(
      formatRecord({ lease: { owner: 'other', term: 30_000 } }),
      undefined,
    );
    const { source, grant, clock, timers } = world({ keeper });
    const waiting = source.get();
    await timers.pass(1);
    await keeper.write(formatRecord({ tokens: tokenSet(7, clock.seconds(), 3600) }), version);
    await timers.pass(1);
    expect((await waiting).accessToken).toBe('access-7');
    expect(grant.requests).toEqual([]);
  });
});

describe('a grant', () => {
  it('that does not look at its signal is not waited for', async () => {
    const { source, timers, grant } = world();
    grant.obtain = () => new Promise(() => {});
    const waiting = source.get();
    const expected = expect(waiting).rejects.toMatchObject({ code: 'token_endpoint_timeout' });
    await timers.pass(21);
    await expected;
  });

  it('whose tokens were over before they were given is not asked time and again', async () => {
    const { source, grant, timers } = world();
    grant.life = -3600;
    for (let second = 0; second < 20; second++) {
      expect((await source.get()).accessToken).toBe('access-1');
      await timers.pass(1);
    }
    expect(grant.requests).toHaveLength(1);
  });

  it('whose answer took longer than its tokens live: they are over, and not good for ever', async () => {
    const { source, grant } = world();
    grant.life = -2;
    expect((await source.get()).accessToken).toMatch(/^access-/);
    grant.obtain = failing('token_endpoint_unavailable');
    await expect(source.get()).rejects.toMatchObject({ code: 'token_endpoint_unavailable' });
  });

  it.each(['a\nb', '', 'é'])('that gives the access token %j has given nothing', async (bad) => {
    const { source, grant, clock } = world();
    grant.obtain = async () => ({ ...tokenSet(1, clock.seconds(), 60), accessToken: bad });
    await expect(source.get()).rejects.toMatchObject({ code: 'token_endpoint_invalid' });
  });
});

describe('close', () => {
  it('lets an attempt that may have used up a refresh token come to its end, and keeps what it gives', async () => {
    const { source, grant, keeper, timers } = world();
    const { promise, open } = gate();
    grant.next.push(promise);
    const waiting = source.get();
    const ended = expect(waiting).rejects.toThrow('closed');
    await settle();
    const closing = source.close();
    await ended;
    open();
    await closing;
    expect((await keeper.read())?.text).toContain('refresh-1');
    expect(timers.count()).toBe(0);
    await expect(source.get()).rejects.toThrow('closed');
    expect(source.peek()).toBeUndefined();
  });

  it('is no fault of an endpoint to who asks on: trying again helps nobody', async () => {
    const { source, grant } = world();
    const { promise, open } = gate();
    grant.next.push(promise);
    const waiting = source.get().catch((thrown: unknown) => thrown);
    await settle();
    const closing = source.close();
    open();
    await closing;
    const asking = source.get().catch((thrown: unknown) => thrown);
    for (const told of await Promise.all([waiting, asking])) {
      expect(told).toMatchObject({ code: 'internal', message: expect.stringContaining('closed') });
      expect(told).toMatchObject({ hint: expect.stringContaining('make another') });
      expect((told as DrawbridgeError).retryAfter).toBeUndefined();
    }
  });

  it('tells nobody of an attempt that fails then: nothing comes of it any more', async () => {
    const { source, grant, log, timers } = world();
    const { promise, open } = gate();
    grant.next.push(async () => {
      await promise;
      throw fault('token_endpoint_unreachable');
    });
    const ended = expect(source.get()).rejects.toThrow('closed');
    await settle();
    const closing = source.close();
    open();
    await Promise.all([closing, ended]);
    expect(log.entries.filter(({ event }) => event === 'tokens not renewed')).toEqual([]);
    expect(timers.count()).toBe(0);
  });

  it('ends an attempt at once that costs nothing, and gives the lease back', async () => {
    const { source, grant, keeper, timers } = world({ rotates: false });
    grant.next.push(gate().promise);
    const ended = expect(source.get()).rejects.toThrow('closed');
    await settle();
    await source.close();
    await ended;
    expect((await keeper.read())?.text).not.toContain('owner');
    expect(timers.count()).toBe(0);
  });
});
