import { DrawbridgeError } from '@drawbridge/core';
import type { IdentifiedTokens } from '@drawbridge/login';
import { expect, test } from 'vitest';
import { loginTokenGrant } from './login-token-grant.ts';

const held: IdentifiedTokens = {
  accessToken: 'access',
  idToken: 'id',
  tokenType: 'Bearer',
  obtainedAt: 1,
};
const signal = new AbortController().signal;

function grant(tokens: () => Promise<IdentifiedTokens>) {
  const written: string[] = [];
  const told: string[] = [];
  const made = loginTokenGrant({
    tokens,
    write: async (token) => void written.push(token),
    onLost: ({ message }) => told.push(message),
  });
  return { ...made, written, told };
}

test('a login that is over is told of once a file was good, and not before', async () => {
  const fault = new DrawbridgeError('sign_in_needed', { detail: 'it ended', hint: 'Run: this' });
  const { obtain, told, written } = grant(() => Promise.reject(fault));
  await expect(obtain(undefined, signal)).rejects.toBe(fault);
  expect(told).toEqual([]);
  await expect(obtain(held, signal)).rejects.toBe(fault);
  expect(told).toEqual(['it ended']);
  expect(written).toEqual([]);
});

test('what is busy does not hold a command that is to end', async () => {
  const closing = AbortSignal.abort(new Error('closed'));
  const { obtain, written } = grant(() => new Promise(() => {}));
  await expect(obtain(undefined, signal, closing)).rejects.toThrow('closed');
  expect(written).toEqual([]);
});

test('the ID token is written, and is what is held', async () => {
  const { obtain, written } = grant(() => Promise.resolve(held));
  expect(await obtain(undefined, signal)).toMatchObject({ accessToken: 'id' });
  expect(written).toEqual(['id']);
});
