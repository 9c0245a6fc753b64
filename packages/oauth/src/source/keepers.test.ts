import { createMemoryStore, type Sealer } from '@drawbridge/core';
import { createTestClock, keeperConformance } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { memoryKeeper } from './memory-keeper.ts';
import { sealedKeeper } from './sealed-keeper.ts';
import { storeKeeper } from './store-keeper.ts';
import type { TokenKeeper } from './token-keeper.ts';

/** Seals nothing, and looks after the place alone. */
const stub: Sealer = {
  seal: (text, context) => `${btoa(encodeURIComponent(context))}.${btoa(encodeURIComponent(text))}`,
  async open(sealed, context) {
    const [place, text] = sealed.split('.').map((part) => decodeURIComponent(atob(part)));
    return place === context ? text : undefined;
  },
};

function inStore(): TokenKeeper {
  const clock = createTestClock();
  return storeKeeper(createMemoryStore(clock), 'tokens/a', { lifetime: 60, clock });
}

const KEEPERS: Readonly<Record<string, () => TokenKeeper>> = {
  memoryKeeper,
  storeKeeper: inStore,
  sealedKeeper: () => sealedKeeper(inStore(), stub, 'tokens/a'),
};

describe.each(Object.entries(KEEPERS))('%s', (_, open) => {
  const suite = keeperConformance(async () => {
    const keeper = open();
    return { keepers: [keeper, keeper], remove: async () => {} };
  });
  it.each(suite.map(({ title, run }) => [title, run] as const))('%s', (_title, run) => run());
});

describe('storeKeeper', () => {
  it('refuses tokens that no store takes, and says what to do', async () => {
    await expect(inStore().write('x'.repeat(70_000), undefined)).rejects.toMatchObject({
      code: 'data_unusable',
      hint: expect.stringContaining('folder'),
    });
  });

  it('keeps for as long as was said after the last change', async () => {
    const clock = createTestClock();
    const keeper = storeKeeper(createMemoryStore(clock), 'a', { lifetime: 60, clock });
    const version = await keeper.write('one', undefined);
    clock.advance(59);
    await keeper.write('two', version);
    clock.advance(59);
    expect((await keeper.read())?.text).toBe('two');
    clock.advance(1);
    expect(await keeper.read()).toBeUndefined();
  });

  it.each([
    ['', 60],
    ['a key', 60],
    ['a'.repeat(401), 60],
    ['a', 0],
    ['a', -1],
    ['a', Number.NaN],
    ['a', 1.5],
  ])('refuses the key %j with the lifetime %d when it is made', (key, lifetime) => {
    expect(() => storeKeeper(createMemoryStore(createTestClock()), key, { lifetime })).toThrow(
      TypeError,
    );
  });
});

describe('sealedKeeper', () => {
  it('refuses what was sealed for another place, and leaves it as it is', async () => {
    const under = memoryKeeper();
    await sealedKeeper(under, stub, 'a').write('text', undefined);
    expect((await sealedKeeper(under, stub, 'a').read())?.text).toBe('text');
    const before = await under.read();
    await expect(sealedKeeper(under, stub, 'b').read()).rejects.toMatchObject({
      code: 'data_unusable',
      hint: expect.stringContaining('key'),
    });
    expect(await under.read()).toEqual(before);
  });

  it('hides the text', async () => {
    const under = memoryKeeper();
    await sealedKeeper(under, stub, 'a').write('secret', undefined);
    expect((await under.read())?.text).not.toContain('secret');
  });
});
