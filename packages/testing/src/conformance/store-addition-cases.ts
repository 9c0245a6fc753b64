import { type ConformanceCase, mustThrow } from './case.ts';
import { mustBe, mustHavePut, type OpenStore, type StoreCase, storeCase } from './store-case.ts';

/** What is asked of add. */
export function storeAdditionCases(openStore: OpenStore): readonly ConformanceCase[] {
  const make = (title: string, body: (given: StoreCase) => Promise<void>) =>
    storeCase(openStore, title, body);
  return [
    make('a counter begins at 0 and goes up and down', async ({ store, key, after, read }) => {
      mustBe(await store.add(key('a'), 3, after(60)), 3, 'the first total');
      mustBe(await store.add(key('a'), -5, after(60)), -2, 'the second total');
      mustBe(await store.add(key('a'), 0, after(60)), -2, 'the third total');
      mustBe(await read(key('a')), '-2', 'the value');
    }),

    make('the expiry of a counter is what was said first', async ({ store, clock, key, after }) => {
      await store.add(key('a'), 1, after(10));
      await store.add(key('a'), 1, after(60));
      clock.advance(9.999);
      mustBe(await store.add(key('a'), 1, after(60)), 3, 'the total before the second');
      clock.advance(0.001);
      mustBe(await store.add(key('a'), 1, after(60)), 1, 'the total at the second');
    }),

    make('a counter ends by delete, and may be put', async ({ store, key, after }) => {
      await store.add(key('a'), 5, after(60));
      await store.delete(key('a'));
      mustBe(await store.add(key('a'), 1, after(60)), 1, 'the total after a delete');
      await store.put(key('a'), '41', { expiresAt: after(60) });
      mustBe(await store.add(key('a'), 1, after(60)), 42, 'the total after a put');
    }),

    make('an addition changes the version', async ({ store, key, after }) => {
      const put = await store.put(key('a'), '1', { expiresAt: after(60) });
      const version = mustHavePut(put, 'the put');
      await store.add(key('a'), 0, after(60));
      const options = { expiresAt: after(60), if: { version } };
      mustBe(await store.put(key('a'), '1', options), undefined, 'the answer for the old version');
    }),

    make('a total is exact up to 2^53, and refused beyond', async ({ store, key, after, read }) => {
      const most = Number.MAX_SAFE_INTEGER;
      mustBe(await store.add(key('a'), most - 1, after(60)), most - 1, 'the total');
      mustBe(await store.add(key('a'), 1, after(60)), most, 'the largest total');
      await mustThrow(() => store.add(key('a'), 1, after(60)), RangeError, 'it goes beyond');
      mustBe(await read(key('a')), String(most), 'the value');
      mustBe(await store.add(key('b'), -most, after(60)), -most, 'the smallest total');
      await mustThrow(() => store.add(key('b'), -1, after(60)), RangeError, 'it goes below');
    }),

    make('nothing is added to what is no counter', async ({ store, key, after, read }) => {
      for (const value of ['', 'five', '0x10', '1.5', '1e3', ' 1', 'inf', 'nan', '9'.repeat(17)]) {
        await store.put(key('a'), value, { expiresAt: after(60) });
        const what = `something is added to ${JSON.stringify(value)}`;
        await mustThrow(() => store.add(key('a'), 1, after(60)), RangeError, what);
        mustBe(await read(key('a')), value, 'the value');
      }
    }),
  ];
}
