import { type ConformanceCase, mustThrow } from './case.ts';
import { mustBe, type OpenStore, type StoreCase, storeCase } from './store-case.ts';

const LARGEST = 64 * 1024;

/** What is asked at the limits of keys and values. */
export function storeLimitCases(openStore: OpenStore): readonly ConformanceCase[] {
  const make = (title: string, body: (given: StoreCase) => Promise<void>) =>
    storeCase(openStore, title, body);
  return [
    make('values of 64 KiB come back whole', async ({ store, key, after, read }) => {
      for (const unit of ['x', '€', '😀', '\u0000', '\n', '"']) {
        const bytes = new TextEncoder().encode(unit).length;
        const value = unit.repeat(Math.floor(LARGEST / bytes));
        await store.put(key('a'), value, { expiresAt: after(60) });
        mustBe(await read(key('a')), value, `a value of ${JSON.stringify(unit)}`);
      }
    }),

    make('every character comes back', async ({ store, key, after, read }) => {
      const points = [...Array(0x300).keys(), 0x2028, 0xd7ff, 0xe000, 0xfeff, 0xffff, 0x1_0000];
      const value = String.fromCodePoint(...points, 0x10_ffff);
      for (const text of [value, '', '\ufeffx', 'e\u0301', '{"a":1}', '\r\n', '1 2 3']) {
        await store.put(key('a'), text, { expiresAt: after(60) });
        mustBe(await read(key('a')), text, 'the value');
      }
    }),

    make('keys of 400 characters work, and differ in the last', async (given) => {
      const { store, key, after, read } = given;
      const long = (last: string) => key('').padEnd(399, 'x/.:-_') + last;
      await store.put(long('a'), 'A', { expiresAt: after(60) });
      await store.put(long('b'), 'B', { expiresAt: after(60) });
      mustBe(await read(long('a')), 'A', 'the first value');
      mustBe(await read(long('b')), 'B', 'the second value');
      mustBe(await store.add(long('c'), 2, after(60)), 2, 'the total');
    }),

    make('a key that no store takes is refused by every function', async ({ store, after }) => {
      for (const key of ['', 'a b', 'ä', 'a\u0000b', 'a\n', '{a}', '*', 'x'.repeat(401)]) {
        const expiresAt = after(60);
        const what = `${JSON.stringify(key).slice(0, 20)} is taken`;
        await mustThrow(() => store.get([key]), RangeError, what);
        await mustThrow(() => store.get(['a', key]), RangeError, what);
        await mustThrow(() => store.put(key, 'A', { expiresAt }), RangeError, what);
        await mustThrow(() => store.delete(key), RangeError, what);
        await mustThrow(() => store.add(key, 1, expiresAt), RangeError, what);
      }
    }),

    make('a value or number that no store takes is refused', async (given) => {
      const { store, key, after, read } = given;
      const expiresAt = after(60);
      for (const value of ['x'.repeat(LARGEST + 1), '€'.repeat(21_846), 'a\ud800', '\udc00b']) {
        await mustThrow(() => store.put(key('a'), value, { expiresAt }), RangeError, 'it is taken');
      }
      for (const n of [0.5, Number.NaN, Infinity, 2 ** 53]) {
        await mustThrow(() => store.add(key('a'), n, expiresAt), RangeError, `${n} is added`);
      }
      for (const never of [Number.NaN, Infinity]) {
        const put = () => store.put(key('a'), 'A', { expiresAt: never });
        await mustThrow(put, RangeError, `an expiry of ${never} is taken`);
        await mustThrow(() => store.add(key('a'), 1, never), RangeError, `${never} is taken`);
      }
      mustBe(await read(key('a')), undefined, 'the value');
    }),
  ];
}
