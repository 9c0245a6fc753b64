import { describe, expect, it } from 'vitest';
import { createTestClock } from '@drawbridge/testing';
import { createTokenSource } from './create-token-source.ts';
import { storeKeeper } from './store-keeper.ts';
import { memoryKeeper } from './memory-keeper.ts';
import { createMemoryStore } from '@drawbridge/core';
import { formatRecord } from './token-record.ts';
import { tokenSet, world } from './source.fixture.ts';

describe('ahead of the end', () => {
  it('tokens that rotate are renewed, though nobody asks', async () => {
    const { source, grant, timers } = world();
    await source.get();
    await timers.pass(12 * 3600);
    expect(grant.requests.length).toBeGreaterThan(12);
    expect(grant.requests.length).toBeLessThan(18);
  });

  it('others are renewed once after they were handed out, and then when they are asked for', async () => {
    const { source, grant, timers } = world({ rotates: false });
    await source.get();
    await timers.pass(12 * 3600);
    expect(grant.requests).toHaveLength(2);
    await source.get();
    expect(grant.requests).toHaveLength(3);
  });

  it.each([
    [3600, 2700, 2880],
    [60, 29, 31],
    [20, 9, 11],
    [1, 0.4, 1.1],
  ])('of a life of %d seconds, between %d and %d', async (life, first, last) => {
    const { source, grant, timers } = world();
    grant.life = life;
    await source.get();
    await timers.pass(first);
    expect(grant.requests).toHaveLength(1);
    await timers.pass(last - first);
    expect(grant.requests).toHaveLength(2);
    await source.close();
  });

  it('tokens of which nobody said how long they live are never renewed by time', async () => {
    const { source, grant, timers } = world();
    grant.life = undefined;
    await source.get();
    await timers.pass(1_000_000);
    await source.get();
    expect(grant.requests).toHaveLength(1);
  });

  it('a life longer than a timer can wait makes no storm', async () => {
    const { source, grant, timers } = world();
    grant.life = 400 * 86_400;
    await source.get();
    await timers.pass(60 * 86_400);
    expect(grant.requests).toHaveLength(1);
  });
});

describe('the wall clock', () => {
  it('that jumps ahead costs one refresh', async () => {
    const { source, grant, clock, timers } = world();
    await source.get();
    clock.step(86_400);
    for (let time = 0; time < 20; time++) {
      await source.get();
      await timers.pass(1);
    }
    expect(grant.requests).toHaveLength(2);
  });

  it('that jumps back makes no dead token look alive', async () => {
    const { source, clock } = world();
    await source.get();
    clock.step(-86_400);
    clock.advance(3601);
    expect((await source.get()).accessToken).toBe('access-2');
  });

  it('that was set back while nobody ran makes no kept token look alive', async () => {
    const keeper = memoryKeeper();
    const { make, clock, grant } = world({ keeper });
    const tokens = { ...tokenSet(9, clock.seconds() + 7200, 3600), refreshToken: 'refresh-0' };
    await keeper.write(formatRecord({ tokens }), undefined);
    expect((await make().get()).accessToken).toBe('access-1');
    expect(grant.requests).toEqual(['refresh-0']);
  });
});

describe('a refused token', () => {
  it('is replaced once for all who were refused with it', async () => {
    const { source, grant, clock } = world();
    await source.get();
    clock.advance(31);
    const given = await Promise.all(
      Array.from({ length: 50 }, () => source.get({ refused: 'access-1' })),
    );
    expect(new Set(given.map(({ accessToken }) => accessToken))).toEqual(new Set(['access-2']));
    expect((await source.get({ refused: 'access-1' })).accessToken).toBe('access-2');
    expect(grant.requests).toHaveLength(2);
  });

  it('stands when it was given a moment ago', async () => {
    const { source, grant, clock } = world();
    await source.get();
    clock.advance(29);
    expect((await source.get({ refused: 'access-1' })).accessToken).toBe('access-1');
    expect(grant.requests).toHaveLength(1);
  });

  it('is looked for again at once where it was read, and not more than once a second', async () => {
    const { make, grant, clock } = world({ rotates: false });
    const source = make({ grant: { ...grant, isRead: true } });
    await source.get();
    expect((await source.get({ refused: 'access-1' })).accessToken).toBe('access-1');
    clock.advance(1);
    expect((await source.get({ refused: 'access-1' })).accessToken).toBe('access-2');
  });

  it('does not stand when the person brought it', async () => {
    const { make, clock } = world();
    const initial = { ...tokenSet(0, clock.seconds(), 3600), accessToken: 'brought' };
    const source = make({ initial });
    expect((await source.get()).accessToken).toBe('brought');
    expect((await source.get({ refused: 'brought' })).accessToken).toBe('access-1');
  });
});

describe('what the person brought', () => {
  it('gives way to what is kept', async () => {
    const { source, make, clock } = world();
    await source.get();
    const initial = { ...tokenSet(0, clock.seconds(), 3600), accessToken: 'stale' };
    expect((await make({ initial }).get()).accessToken).toBe('access-1');
  });

  it('may be no access token', async () => {
    const { make, clock } = world();
    const initial = { ...tokenSet(0, clock.seconds(), undefined), accessToken: '' };
    const source = make({ initial });
    expect(source.peek()).toBeUndefined();
    expect((await source.get()).accessToken).toBe('access-1');
  });

  it('that has expired is not handed out', async () => {
    const { make, clock } = world();
    const initial = { ...tokenSet(0, clock.seconds(), -1), accessToken: 'dead' };
    expect((await make({ initial }).get()).accessToken).toBe('access-1');
  });
});

it('says once that rotated tokens end with the process, where memory alone keeps them', () => {
  const clock = createTestClock();
  const store = storeKeeper(createMemoryStore(clock), 'a', { lifetime: 60, clock });
  const warnings = (...options: Parameters<typeof world>) =>
    world(...options).log.entries.filter(({ level }) => level === 'warn').length;
  expect(warnings()).toBe(1);
  expect(warnings({ rotates: false })).toBe(0);
  expect(warnings({ keeper: store })).toBe(0);
});

it.each([0, -1, 1.5, Number.NaN, 300_001])('refuses an attemptTimeout of %d', (attemptTimeout) => {
  const { grant } = world();
  expect(() => createTokenSource({ grant, attemptTimeout })).toThrow(TypeError);
});
