import { createMemoryStore, createSealer } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createSealedStore } from './sealed-store.ts';

const sealer = createSealer(['a-secret-of-tests-that-is-long-enough']);

function open() {
  const clock = createTestClock();
  const store = createMemoryStore(clock);
  return { clock, store, sealed: createSealedStore(store, sealer) };
}

describe('a sealed store', () => {
  it.each([{ v: 2 }, { v: '1' }, {}, [1], 'text', null])(
    'takes %j for nothing of its own, though it is sealed as it should be',
    async (value) => {
      const { clock, store, sealed } = open();
      await store.put('a', await sealer.seal(JSON.stringify(value), 'a'), {
        expiresAt: clock.seconds() + 60,
        if: 'absent',
      });
      await expect(sealed.get('a')).rejects.toMatchObject({
        code: 'data_unusable',
        hint: expect.stringContaining('release') as string,
      });
    },
  );

  it('opens nothing that was sealed for another place', async () => {
    const { clock, store, sealed } = open();
    await sealed.put('a', { x: 1 }, clock.seconds() + 60, undefined);
    const [found] = await store.get(['a']);
    await store.put('b', found?.value ?? '', { expiresAt: clock.seconds() + 60, if: 'absent' });
    expect((await sealed.get('a'))?.value).toEqual({ v: 1, x: 1 });
    await expect(sealed.get('b')).rejects.toMatchObject({
      code: 'data_unusable',
      hint: expect.stringContaining('secret') as string,
    });
  });

  it('puts over nothing, or over what it was told, and until it was told', async () => {
    const { clock, sealed } = open();
    const until = clock.seconds() + 60;
    expect(await sealed.put('a', { x: 1 }, until, undefined)).toBe(true);
    expect(await sealed.put('a', { x: 2 }, until, undefined)).toBe(false);
    expect(await sealed.put('a', { x: 2 }, until, 'other')).toBe(false);
    expect(await sealed.put('a', { x: 3 }, until, (await sealed.get('a'))?.version)).toBe(true);
    expect((await sealed.get('a'))?.value).toEqual({ v: 1, x: 3 });
    clock.advance(60);
    expect(await sealed.get('a')).toBeUndefined();
  });
});
