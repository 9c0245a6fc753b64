import { DrawbridgeError } from '@drawbridge/core';
import type { TokenGrant, TokenSet, TokenSource } from '@drawbridge/oauth';
import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createOpenSources } from './open-sources.ts';

/** Timers that go off when a test says so. */
function setUp(places = 2) {
  const clock = createTestClock();
  const set = new Set<{ readonly milliseconds: number; readonly work: () => void }>();
  const timers = {
    after(milliseconds: number, work: () => void) {
      const timer = { milliseconds, work };
      set.add(timer);
      return () => set.delete(timer);
    },
    hold: () => () => {},
  };
  const sources = createOpenSources({ timers, places });
  const tokens: TokenSet = {
    accessToken: 'a',
    tokenType: 'Bearer',
    obtainedAt: clock.seconds(),
    expiresAt: clock.seconds() + 300,
  };
  const grant: TokenGrant = { rotates: false, obtain: async () => tokens };
  const options = { grant, clock };
  const fail = async (source: TokenSource): Promise<never> => {
    seen.push(source);
    throw new DrawbridgeError('store_unavailable');
  };
  const seen: TokenSource[] = [];
  const isClosed = async (source: TokenSource | undefined) =>
    source?.get().then(
      () => false,
      () => true,
    );
  return { sources, options, set, fail, seen, isClosed };
}

describe('a source', () => {
  it('is closed after work that went well', async () => {
    const { sources, options, seen, isClosed } = setUp();
    const given = await sources.use('a', options, async (source) => {
      seen.push(source);
      return source.get();
    });
    expect(given.accessToken).toBe('a');
    expect(await isClosed(seen[0])).toBe(true);
  });

  it('is one for all who work with it, and is closed after the last', async () => {
    const { sources, options, isClosed } = setUp();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = sources.use('a', options, async (source) => {
      await held;
      return source;
    });
    const second = await sources.use('a', options, async (source) => source);
    expect(await isClosed(second)).toBe(false);
    release();
    expect(await first).toBe(second);
    expect(await isClosed(second)).toBe(true);
  });

  it('stays after work that failed, for who asks next, and is closed when nobody does', async () => {
    const { sources, options, set, fail, seen, isClosed } = setUp();
    for (const time of [1, 2]) {
      await expect(sources.use('a', options, fail), `${time}`).rejects.toThrow(DrawbridgeError);
    }
    expect(seen[0]).toBe(seen[1]);
    expect(await isClosed(seen[0])).toBe(false);
    for (const { milliseconds, work } of set) if (milliseconds === 600_000) work();
    expect(await isClosed(seen[0])).toBe(true);
  });

  it('that was left longest makes room, and one that is worked with never does', async () => {
    const { sources, options, fail, seen, isClosed } = setUp();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const busy = sources.use('busy', options, async (source) => {
      await held;
      return isClosed(source);
    });
    for (const name of ['a', 'b', 'c']) await sources.use(name, options, fail).catch(() => {});
    expect(await Promise.all(seen.map(isClosed))).toEqual([true, true, false]);
    release();
    expect(await busy).toBe(false);
  });

  it('is closed with all', async () => {
    const { sources, options, set, fail, seen, isClosed } = setUp();
    for (const name of ['a', 'b']) await sources.use(name, options, fail).catch(() => {});
    await sources.close();
    expect(await Promise.all(seen.map(isClosed))).toEqual([true, true]);
    expect([...set].filter(({ milliseconds }) => milliseconds === 600_000)).toEqual([]);
  });
});
