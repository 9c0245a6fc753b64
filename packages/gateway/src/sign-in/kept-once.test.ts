import { createMemoryStore, createSealer, type Store } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { hashText } from './hash-text.ts';
import { createKeptOnce } from './kept-once.ts';
import { createParcels } from './parcels.ts';

const clock = createTestClock();
const parcels = createParcels(createSealer(['0123456789abcdef0123456789abcdef']), clock);

function keptIn(store: Store, purpose = 'test') {
  return createKeptOnce<string>({ store, parcels, clock, purpose, lifetime: 60 });
}

it.each([
  '',
  'x',
  'a'.repeat(42),
  'a'.repeat(44),
  '../'.repeat(14),
  'a'.repeat(43),
  `${'a'.repeat(42)}\n`,
])('has nothing under %j', async (name) => {
  expect(await keptIn(createMemoryStore(clock)).take(name)).toBeUndefined();
});

it('gives nothing out twice, not to many who come at once, nor for another purpose, nor too late', async () => {
  const store = createMemoryStore(clock);
  const kept = keptIn(store);
  const name = await kept.keep('secret');
  expect(name).toMatch(/^[\w-]{43}$/);
  expect(await keptIn(store, 'other').take(name)).toBeUndefined();
  const taken = await Promise.all(Array.from({ length: 8 }, () => kept.take(name)));
  expect(taken.filter((text) => text !== undefined)).toEqual(['secret']);
  expect(await kept.take(name)).toBeUndefined();

  const late = await kept.keep('late');
  clock.advance(60);
  expect(await kept.take(late)).toBeUndefined();
});

it('lets whoever reads the store read nothing of it, or move it to another name', async () => {
  const store = createMemoryStore(clock);
  const kept = keptIn(store);
  const [one, other] = [await kept.keep('secret'), await kept.keep('other')];
  const [found] = await store.get([`test/${await hashText(one)}`]);
  expect(await store.get([`test/${one}`])).toEqual([undefined]);
  expect(found?.value).toMatch(/^v1/);
  expect(found?.value).not.toContain('secret');
  await store.put(`test/${await hashText(other)}`, found?.value ?? '', {
    expiresAt: clock.seconds() + 60,
  });
  expect(await kept.take(other)).toBeUndefined();
});
