import { afterEach, expect, it, vi } from 'vitest';
import { memoryAdapter } from './memory-adapter.ts';

afterEach(() => {
  vi.useRealTimers();
});

const adapterOf = memoryAdapter((id) => (id === 'known' ? { consumed: 7 } : undefined));

it('keeps a record for its time, and marks it as used', async () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const codes = adapterOf('AuthorizationCode');
  await codes.upsert('a', {}, 60);
  expect(await codes.find('a')).toEqual({});
  expect(await adapterOf('Interaction').find('a')).toBeUndefined();
  await codes.consume?.('a');
  expect(await codes.find('a')).toEqual({ consumed: 1000 });
  vi.setSystemTime(1_060_000);
  expect(await codes.find('a')).toBeUndefined();
});

it('removes a record', async () => {
  const codes = adapterOf('AuthorizationCode');
  await codes.upsert('b', {}, 60);
  await codes.destroy('b');
  expect(await codes.find('b')).toBeUndefined();
});

it('forgets sessions, and asks somebody else for clients', async () => {
  const sessions = adapterOf('Session');
  await sessions.upsert('c', {}, 60);
  expect(await sessions.find('c')).toBeUndefined();
  const clients = adapterOf('Client');
  expect([await clients.find('known'), await clients.find('other')]).toEqual([
    { consumed: 7 },
    undefined,
  ]);
});
