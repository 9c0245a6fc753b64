import { createMemoryStore, createSealer } from '@drawbridge/core';
import type { TokenGrant } from '@drawbridge/oauth';
import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { delegationKeeper, tellRotation } from './delegation-tokens.ts';

const tokens = (refreshToken?: string) => ({
  accessToken: 'a',
  tokenType: 'Bearer',
  obtainedAt: 0,
  ...(refreshToken !== undefined && { refreshToken }),
});

/** Where the tokens of a delegation are kept that can be ended. */
function kept() {
  const clock = createTestClock();
  const store = createMemoryStore(clock);
  const sealer = createSealer(['a-secret-of-tests-that-is-long-enough']);
  const state = { isThere: true };
  const open = (key: string) =>
    delegationKeeper({ store, sealer, clock, key, lifetime: 60 }, async () => state.isThere);
  return { clock, store, state, open, keeper: open('a') };
}

describe('the tokens of a delegation', () => {
  it('are read by nobody once it has ended, though they are still there', async () => {
    const { keeper, state } = kept();
    await keeper.write('text', undefined);
    state.isThere = false;
    await expect(keeper.read()).rejects.toMatchObject({ code: 'sign_in_needed' });
  });

  it('are kept by nobody that came after its end, and nobody takes that for a conflict', async () => {
    const { keeper, state, store } = kept();
    state.isThere = false;
    expect(await keeper.write('text', undefined)).toBeDefined();
    expect(await store.get(['a'])).toEqual([undefined]);
  });

  it('are sealed for their place, and kept for their time', async () => {
    const { keeper, open, store, clock } = kept();
    await keeper.write('text', undefined);
    const [found] = await store.get(['a']);
    await store.put('b', found?.value ?? '', { expiresAt: clock.seconds() + 90, if: 'absent' });
    await expect(open('b').read()).rejects.toMatchObject({ code: 'data_unusable' });
    clock.advance(59);
    expect((await keeper.read())?.text).toBe('text');
    clock.advance(1);
    expect(await keeper.read()).toBeUndefined();
  });
});

it.each([
  ['replaced', 'r1', 'r2', 1],
  ['the same', 'r1', 'r1', 0],
  ['the first', undefined, 'r1', 0],
])('a refresh token is told of as replaced: %s', async (_, held, given, count) => {
  let told = 0;
  const grant = { rotates: true, obtain: async () => tokens(given) };
  const telling = tellRotation(grant, () => told++);
  expect(telling.rotates).toBe(true);
  const { signal } = new AbortController();
  expect(await telling.obtain(tokens(held), signal)).toEqual(tokens(given));
  expect(told).toBe(count);
});

it('a grant that tells of that is told itself when the source is closed', async () => {
  const seen: unknown[] = [];
  const grant: TokenGrant = {
    rotates: true,
    async obtain(held, signal, closing) {
      seen.push(held, signal, closing);
      return tokens('r1');
    },
  };
  const [signal, closing] = [new AbortController().signal, new AbortController().signal];
  await tellRotation(grant, () => {}).obtain(undefined, signal, closing);
  expect(seen[2]).toBe(closing);
});
