import type { ConformanceCase } from './case.ts';
import { mustBe, type OpenStore, type StoreCase, storeCase } from './store-case.ts';

const SEEDS = [1, 2, 3, 4, 5];
const STEPS = 120;
const KEYS = ['a', 'b', 'c'];

interface ModelEntry {
  readonly value: string;
  readonly version: string;
  readonly expiresAt: number;
}

/** Random calls, one after another: each answer must be that of a model of a dozen lines. */
export function storeModelCases(openStore: OpenStore): readonly ConformanceCase[] {
  return SEEDS.map((seed) =>
    storeCase(openStore, `${STEPS} random calls answer as a model does (seed ${seed})`, (given) =>
      walk(given, createRandom(seed)),
    ),
  );
}

async function walk({ store, clock, key, after }: StoreCase, random: Random): Promise<void> {
  const model = new Map<string, ModelEntry>();
  const stale: string[] = ['x'];
  const find = (name: string) => {
    const entry = model.get(name);
    return entry !== undefined && clock.seconds() < entry.expiresAt ? entry : undefined;
  };

  for (let step = 0; step < STEPS; step++) {
    const name = random.of(KEYS);
    const live = find(name);
    const expiresAt = after(random.below(6));
    const version = random.below(2) === 0 ? live?.version : random.of(stale);
    const holds = live !== undefined && live.version === version;
    const what = `step ${step}: the answer`;
    const kind = random.below(8);
    if (kind < 3) {
      const value = String(random.below(1000));
      const condition = [undefined, 'absent', { version: version ?? 'x' }] as const;
      const chosen = condition[kind];
      const answer = await store.put(key(name), value, {
        expiresAt,
        ...(chosen !== undefined && { if: chosen }),
      });
      const expected = kind === 0 || (kind === 1 ? live === undefined : holds);
      mustBe(answer !== undefined, expected, `${what} to put`);
      if (answer !== undefined) {
        model.set(name, { value, version: answer, expiresAt });
        stale.push(answer);
      }
    } else if (kind === 3) {
      const isConditional = version !== undefined && random.below(3) > 0;
      const answer = await store.delete(key(name), isConditional ? { if: { version } } : {});
      const expected = live === undefined || !isConditional || holds;
      mustBe(answer, expected, `${what} to delete`);
      if (answer) model.delete(name);
    } else if (kind === 4) {
      const total = Number(live?.value ?? 0) + step;
      mustBe(await store.add(key(name), step, expiresAt), total, `${what} to add`);
      const [entry] = await store.get([key(name)]);
      const until = live?.expiresAt ?? expiresAt;
      model.set(name, { value: `${total}`, version: entry?.version ?? '', expiresAt: until });
    } else if (kind === 5) {
      clock.advance(random.below(3000) / 1000);
    }
    const entries = await store.get(KEYS.map(key));
    for (const [index, one] of KEYS.entries()) {
      mustBe(entries[index]?.value, find(one)?.value, `step ${step}: the value of ${one}`);
      mustBe(entries[index]?.version, find(one)?.version, `step ${step}: the version of ${one}`);
    }
  }
}

interface Random {
  /** A whole number from 0 to below the limit. */
  below(limit: number): number;
  of<T>(list: readonly T[]): T;
}

/** The same numbers for the same seed everywhere (xorshift32, Marsaglia 2003). */
function createRandom(seed: number): Random {
  let state = seed * 0x9e37_79b9;
  const below = (limit: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  return { below, of: (list) => list[below(list.length)] as (typeof list)[number] };
}
