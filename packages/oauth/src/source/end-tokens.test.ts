import { createTestClock } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { createTokenSource } from './create-token-source.ts';
import { endTokens } from './end-tokens.ts';
import { keepTokens, keptTokens, replaceTokens } from './kept-tokens.ts';
import { memoryKeeper } from './memory-keeper.ts';
import { formatRecord } from './token-record.ts';

const now = Math.floor(Date.now() / 1000);
const tokens = {
  accessToken: 'access-of-tests',
  tokenType: 'Bearer',
  obtainedAt: now,
  expiresAt: now + 300,
  refreshToken: 'refresh-of-tests',
};
const why = 'the person has signed out';

it('answers what was kept, and tells whoever asks from then on', async () => {
  const keeper = memoryKeeper();
  await keepTokens(keeper, tokens);
  expect(await endTokens(keeper, { why })).toEqual(tokens);
  expect(await keptTokens(keeper)).toBeUndefined();
  const grant = { rotates: false, obtain: () => Promise.reject(new Error('nobody asks')) };
  const source = createTokenSource({ grant, keeper });
  await expect(source.get()).rejects.toMatchObject({ code: 'sign_in_needed', message: why });
  await source.close();
  expect(await endTokens(memoryKeeper(), { why })).toBeUndefined();
});

it('waits for who renews them, and ends what that gave', async () => {
  const keeper = memoryKeeper();
  await keeper.write(formatRecord({ tokens, lease: { owner: 'other', term: 9_000 } }), undefined);
  const clock = createTestClock(now);
  const given = { ...tokens, refreshToken: 'next-of-tests' };
  let looks = 0;
  const timers = {
    after(milliseconds: number, work: () => void) {
      clock.advance(milliseconds / 1000);
      if (++looks === 3) void replaceTokens(keeper, given);
      queueMicrotask(work);
      return () => {};
    },
    hold: () => () => {},
  };
  expect(await endTokens(keeper, { why, clock, timers })).toEqual(given);
  expect(looks).toBe(3);
});

it('waits no longer than it is told to', async () => {
  const keeper = memoryKeeper();
  await keeper.write(formatRecord({ tokens, lease: { owner: 'killed', term: 9_000 } }), undefined);
  const clock = createTestClock(now);
  const timers = {
    after(milliseconds: number, work: () => void) {
      clock.advance(milliseconds / 1000);
      queueMicrotask(work);
      return () => {};
    },
    hold: () => () => {},
  };
  expect(await endTokens(keeper, { why, patience: 200, clock, timers })).toEqual(tokens);
});

it('is over with a new sign-in', async () => {
  const keeper = memoryKeeper();
  await keepTokens(keeper, tokens);
  await endTokens(keeper, { why });
  await replaceTokens(keeper, { ...tokens, accessToken: 'later' });
  expect((await keptTokens(keeper))?.accessToken).toBe('later');
});
