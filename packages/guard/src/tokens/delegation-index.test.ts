import { createDefaultEngine, createMemoryStore, createSealer, type Store } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDelegationIndex } from './delegation-index.ts';
import { createSealedStore } from './sealed-store.ts';

const SECRET = 'a-secret-of-tests-that-is-long-enough';
const ANN = { issuer: 'https://sso.example.com', subject: 'ann' };
const BOB = { ...ANN, subject: 'bob' };
const clock = createTestClock();
const engine = createDefaultEngine();

function indexOf(store: Store, max = 100) {
  const sealed = createSealedStore(store, createSealer([SECRET]));
  return createDelegationIndex({ store: sealed, engine, now: clock.seconds, max });
}

const entry = (id: string, life = 100) => ({
  id,
  purpose: `work ${id}`,
  createdAt: clock.seconds(),
  expiresAt: clock.seconds() + life,
});
const idsOf = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);

/** A store that notes what is put. */
function watched(store = createMemoryStore(clock)) {
  const puts: [string, string][] = [];
  const put: Store['put'] = (key, value, options) => {
    puts.push([key, value]);
    return store.put(key, value, options);
  };
  return { puts, store: { ...store, put } };
}

describe('the delegations of a user', () => {
  it('are those of no other, by issuer and subject', async () => {
    const index = indexOf(createMemoryStore(clock));
    await index.add(ANN, entry('a'));
    expect(await index.list(BOB)).toEqual([]);
    expect(await index.list({ ...ANN, issuer: 'https://other.example' })).toEqual([]);
    expect(await index.remove(BOB, 'a')).toBe(false);
    expect(idsOf(await index.list(ANN))).toEqual(['a']);
  });

  it('are gone when they expire', async () => {
    const index = indexOf(createMemoryStore(clock));
    await index.add(ANN, entry('short', 10));
    await index.add(ANN, entry('long', 100));
    clock.advance(10);
    expect(idsOf(await index.list(ANN))).toEqual(['long']);
    clock.advance(90);
    expect(await index.list(ANN)).toEqual([]);
  });

  it('are so many at most: the oldest makes room', async () => {
    const index = indexOf(createMemoryStore(clock), 2);
    expect(await index.add(ANN, entry('a'))).toEqual([]);
    expect(await index.add(ANN, entry('b'))).toEqual([]);
    expect(idsOf(await index.add(ANN, entry('c')))).toEqual(['a']);
    expect(idsOf(await index.list(ANN))).toEqual(['b', 'c']);
  });

  it('have the minute in which they were used', async () => {
    const { puts, store } = watched();
    const index = indexOf(store);
    await index.add(ANN, entry('a', 1000));
    const at = clock.seconds();
    await index.touch(ANN, 'a');
    clock.advance(59);
    await index.touch(ANN, 'a');
    await index.touch(ANN, 'unknown');
    expect(await index.list(ANN)).toMatchObject([{ id: 'a', lastUsedAt: at }]);
    expect(puts).toHaveLength(2);
    clock.advance(1);
    await index.touch(ANN, 'a');
    expect(await index.list(ANN)).toMatchObject([{ lastUsedAt: at + 60 }]);
  });

  it('cannot be read or moved in the store', async () => {
    const { puts, store } = watched();
    await indexOf(store).add(ANN, entry('a'));
    const [[key, value] = ['', '']] = puts;
    expect(key + value).not.toMatch(/ann|work|sso/);
    await indexOf(store).add(BOB, entry('b'));
    const other = puts[1]?.[0] ?? '';
    await store.put(other, value, { expiresAt: clock.seconds() + 100 });
    await expect(indexOf(store).list(BOB)).rejects.toMatchObject({ code: 'data_unusable' });
  });

  it('of whom there are a hundred with the longest purposes fit into a value', async () => {
    const index = indexOf(createMemoryStore(clock));
    for (let count = 0; count < 100; count++) {
      const id = String(count).padStart(43, '0');
      await index.add(ANN, { ...entry(id), purpose: 'x'.repeat(200), lastUsedAt: clock.seconds() });
    }
    expect(await index.list(ANN)).toHaveLength(100);
  });
});

describe('changes at the same time', () => {
  it('are all made (property)', async () => {
    const change = fc.record({ at: fc.nat({ max: 7 }), isAdded: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(change, { selector: ({ at }) => at }), async (changes) => {
        const store = createMemoryStore(clock);
        const [one, other] = [indexOf(store), indexOf(store)];
        const before = changes.filter(({ isAdded }) => !isAdded);
        for (const { at } of before) await one.add(ANN, entry(`id-${at}`));
        await Promise.all(
          changes.map(({ at, isAdded }) => {
            const index = at % 2 === 0 ? one : other;
            return isAdded ? index.add(ANN, entry(`id-${at}`)) : index.remove(ANN, `id-${at}`);
          }),
        );
        const left = changes.filter(({ isAdded }) => isAdded).map(({ at }) => `id-${at}`);
        expect(new Set(idsOf(await one.list(ANN)))).toEqual(new Set(left));
      }),
      { numRuns: 20 },
    );
  });

  it('end with a fault where others are always faster', async () => {
    const store = createMemoryStore(clock);
    const index = indexOf({ ...store, put: async () => undefined });
    await expect(index.add(ANN, entry('a'))).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});
