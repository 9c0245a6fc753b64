import { DrawbridgeError } from '@drawbridge/core';
import type { TokenGrant } from '@drawbridge/oauth';
import { expect, test } from 'vitest';
import { ChildEnded } from '../child-ended.ts';
import { type FreshToken, withFreshTokens } from './with-fresh-token.ts';

const never = { stopped: new Promise<never>(() => {}) };

function token(what: string, obtain: TokenGrant['obtain']): FreshToken {
  return { what, grant: { rotates: true, obtain }, attemptTimeout: 5000, tell: () => {} };
}

const given = async () => ({
  accessToken: 'a',
  tokenType: 'N_A',
  obtainedAt: Math.floor(Date.now() / 1000),
});

/** One that takes until its source is closed. */
const waiting: TokenGrant['obtain'] = (_, __, closing) =>
  new Promise((_resolve, reject) => {
    closing?.addEventListener('abort', () => reject(closing.reason as Error));
  });

test('nothing is done before all are there', async () => {
  let had = 0;
  const slow = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    had++;
    return given();
  };
  const tokens = [token('a', slow), token('b', given), token('c', slow)];
  expect(await withFreshTokens(tokens, never, async () => had)).toBe(2);
});

test('the first that could not be had is named, and the others are not waited for', async () => {
  const fault = new DrawbridgeError('token_endpoint_refused', { detail: 'no', hint: 'Ask.' });
  const tokens = [
    token('the token for AWS', waiting),
    token('the token for Azure', () => Promise.reject(fault)),
    token('the token for Google Cloud', given),
  ];
  let isDone = false;
  const attempt = withFreshTokens(tokens, never, async () => void (isDone = true));
  await expect(attempt).rejects.toMatchObject({
    code: 'token_endpoint_refused',
    message: 'the token for Azure could not be had: no',
    hint: 'Ask.',
    cause: expect.anything() as unknown,
  });
  expect(isDone).toBe(false);
});

test('who is stopped before is told so, and nothing is done', async () => {
  const stopped = Promise.reject(new ChildEnded(143));
  stopped.catch(() => {});
  let isDone = false;
  const tokens = [token('a', given), token('b', waiting)];
  const attempt = withFreshTokens(tokens, { stopped }, async () => void (isDone = true));
  await expect(attempt).rejects.toBeInstanceOf(ChildEnded);
  expect(isDone).toBe(false);
});
