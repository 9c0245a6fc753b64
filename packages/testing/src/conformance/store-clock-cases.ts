import type { ConformanceCase } from './case.ts';
import { mustBe, mustHavePut, type OpenStore, type StoreCase, storeCase } from './store-case.ts';

const HOUR = 3600;

/** What is asked when the wall clock is set to another time. */
export function storeClockCases(openStore: OpenStore): readonly ConformanceCase[] {
  const make = (title: string, body: (given: StoreCase) => Promise<void>) =>
    storeCase(openStore, title, body);
  return [
    make('a value outlives a clock that is set back', async (given) => {
      const { store, clock, key, after, read } = given;
      const options = { expiresAt: after(10), if: 'absent' } as const;
      mustHavePut(await store.put(key('a'), 'A', options), 'the first put');
      clock.step(-HOUR);
      clock.advance(HOUR - 1);
      await store.put(key('b'), 'B', { expiresAt: after(60) });
      mustBe(await read(key('a')), 'A', 'the value');
      mustBe(await store.put(key('a'), 'B', options), undefined, 'the answer to a put if absent');
      clock.advance(11);
      mustBe(await read(key('a')), undefined, 'the value when its time has come');
    }),

    make('a value is there again when a clock that ran ahead is set right', async (given) => {
      const { store, clock, key, after, read } = given;
      const options = { expiresAt: after(10), if: 'absent' } as const;
      const first = await store.put(key('a'), 'A', options);
      clock.step(HOUR);
      mustBe(await read(key('a')), undefined, 'the value while the clock is ahead');
      clock.step(-HOUR);
      mustBe(await read(key('a')), 'A', 'the value');
      mustBe(await store.put(key('a'), 'B', options), undefined, 'the answer to a put if absent');
      const version = mustHavePut(first, 'the first put');
      const next = { expiresAt: after(10), if: { version } };
      mustHavePut(await store.put(key('a'), 'C', next), 'the put for the first version');
    }),

    make('a counter goes on when a clock that ran ahead is set right', async (given) => {
      const { store, clock, key, after } = given;
      const expiresAt = after(60);
      mustBe(await store.add(key('a'), 5, expiresAt), 5, 'the first total');
      clock.step(HOUR);
      clock.step(-HOUR);
      mustBe(await store.add(key('a'), 1, expiresAt), 6, 'the second total');
      clock.step(-10);
      mustBe(await store.add(key('a'), 1, expiresAt), 7, 'the total with the clock set back');
    }),
  ];
}
