import { createTestClock, storeConformance } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from './memory-store.ts';

describe('the store in memory', () => {
  const suite = storeConformance(async (clock) => createMemoryStore(clock));
  it.each(suite)('$title', ({ run }) => run());

  it('refuses what it has no room for, and forgets nothing for it', async () => {
    const clock = createTestClock();
    const store = createMemoryStore(clock, { capacity: 10 * 200 });
    const expiresAt = clock.seconds() + 60;
    const value = 'x'.repeat(99);
    for (let index = 0; index < 10; index++) await store.put(`${index}`, value, { expiresAt });

    await expect(store.put('a', value, { expiresAt })).rejects.toMatchObject({
      code: 'store_unavailable',
      message: 'the store in memory is full of entries that have not expired',
    });
    await expect(store.add('a', 1, expiresAt)).rejects.toMatchObject({ code: 'store_unavailable' });
    expect((await store.get(['0', '9', 'a'])).map((entry) => entry?.value)).toEqual([
      value,
      value,
      undefined,
    ]);
    // What needs no more room is done.
    expect(await store.put('0', 'y'.repeat(99), { expiresAt })).toBeDefined();
    expect(await store.delete('1')).toBe(true);
    expect(await store.put('a', value, { expiresAt })).toBeDefined();
  });

  it('has room again once entries have expired', async () => {
    const clock = createTestClock();
    const store = createMemoryStore(clock, { capacity: 10 * 200 });
    const value = 'x'.repeat(99);
    for (let index = 0; index < 10; index++) {
      await store.put(`${index}`, value, { expiresAt: clock.seconds() + 10 });
    }
    clock.advance(9);
    const later = { expiresAt: clock.seconds() + 60 };
    await expect(store.put('a', value, later)).rejects.toMatchObject({ code: 'store_unavailable' });
    clock.advance(1);
    for (let index = 0; index < 10; index++) {
      expect(await store.put('abcdefghij'.charAt(index), value, later)).toBeDefined();
    }
  });

  it('forgets no value because the clock ran ahead, however much is changed meanwhile', async () => {
    const clock = createTestClock();
    const store = createMemoryStore(clock, { capacity: 10 * 200 });
    const expiresAt = clock.seconds() + 600;
    const value = 'x'.repeat(99);
    for (let index = 0; index < 10; index++) await store.put(`${index}`, value, { expiresAt });
    clock.step(86_400);
    for (let change = 0; change < 2500; change++) {
      await store.put('0', value, { expiresAt: clock.seconds() + 600 });
      clock.advance(0.1);
    }
    const later = { expiresAt: clock.seconds() + 60 };
    await expect(store.put('a', value, later)).rejects.toMatchObject({ code: 'store_unavailable' });
    clock.step(-86_400);
    for (let index = 1; index < 10; index++) {
      expect(await store.put(`${index}`, value, { expiresAt, if: 'absent' })).toBeUndefined();
    }
    // Their time is over by both clocks: there is room.
    clock.advance(600);
    expect(await store.put('a', value, { expiresAt: clock.seconds() + 60 })).toBeDefined();
  });

  it('keeps no counter of a clock that ran ahead for the time that it showed', async () => {
    const clock = createTestClock();
    const store = createMemoryStore(clock, { capacity: 21 * 105 });
    const end = clock.seconds() + 86_400 + 60;
    clock.step(86_400);
    for (let index = 0; index < 19; index++) await store.add(`${index}`, 100, end);
    clock.step(-86_400);
    clock.advance(60);
    // They take no room from others, and are gone when their window comes.
    for (let index = 0; index < 19; index++) {
      expect(await store.add(`abcdefghijklmnopqrs`.charAt(index), 1, end)).toBe(1);
    }
    clock.advance(86_400 - 30);
    expect(await store.add('0', 1, end)).toBe(1);
  });
});
