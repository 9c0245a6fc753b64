import { memoryKeeper, type TokenKeeper } from '@drawbridge/oauth';
import { describe, expect, it } from 'vitest';
import { keeperConformance } from './keeper.ts';

/** What is wrong with a keeper, by the faulty functions that it has in place of the good ones. */
const FAULTY: Readonly<Record<string, (good: TokenKeeper) => Partial<TokenKeeper>>> = {
  'forgets what it was to write over': (good) => ({
    write: async (text) => good.write(text, (await good.read())?.version),
  }),
  'writes over nothing where something is': (good) => ({
    write: async (text, over) => good.write(text, over ?? (await good.read())?.version),
  }),
  'cuts texts': (good) => ({ write: (text, over) => good.write(text.slice(0, 30_000), over) }),
  'has the text for a version': (good) => ({
    async read() {
      const kept = await good.read();
      return kept && { text: kept.text, version: kept.text };
    },
    async write(text, over) {
      const kept = await good.read();
      const version = kept?.text === over ? kept?.version : 'other';
      return (await good.write(text, version)) === undefined ? undefined : text;
    },
  }),
  'answers a conflict as a success': (good) => ({
    write: async (text, over) => (await good.write(text, over)) ?? '1',
  }),
  'keeps a text each for all who share it': () => {
    const alone = memoryKeeper();
    return { read: () => alone.read() };
  },
};

async function failuresOf(faults: (good: TokenKeeper) => Partial<TokenKeeper>): Promise<string[]> {
  const failures: string[] = [];
  const suite = keeperConformance(async () => {
    const good = memoryKeeper();
    const bad: TokenKeeper = {
      read: () => good.read(),
      write: (text, over) => good.write(text, over),
      ...faults(good),
    };
    return { keepers: [bad, bad], remove: async () => {} };
  });
  for (const { title, run } of suite) await run().catch(() => failures.push(title));
  return failures;
}

describe('keeperConformance', () => {
  it.each(Object.entries(FAULTY))('finds the fault of a keeper that %s', async (_, faults) => {
    expect(await failuresOf(faults)).not.toEqual([]);
  });

  it('finds none with a good one', async () => {
    expect(await failuresOf(() => ({}))).toEqual([]);
  });
});
