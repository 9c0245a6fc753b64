import { type ConformanceCase, must } from './case.ts';
import { mustBe, mustHavePut, type OpenStore, type StoreCase, storeCase } from './store-case.ts';

/** What is asked of get, put and delete. */
export function storeChangeCases(openStore: OpenStore): readonly ConformanceCase[] {
  const make = (title: string, body: (given: StoreCase) => Promise<void>) =>
    storeCase(openStore, title, body);
  return [
    make('check resolves', ({ store }) => store.check()),

    make('what was never put is not there', async ({ key, read }) => {
      mustBe(await read(key('a')), undefined, 'the value');
    }),

    make('get answers in the order it was asked, also twice and for nothing', async (given) => {
      const { store, key, after } = given;
      await store.put(key('a'), 'A', { expiresAt: after(60) });
      await store.put(key('b'), 'B', { expiresAt: after(60) });
      const asked = ['b', 'none', 'a', 'b'].map(key);
      const values = (await store.get(asked)).map((entry) => entry?.value ?? '-');
      mustBe(values.join(), 'B,-,A,B', 'the answer');
      mustBe((await store.get([])).length, 0, 'the length of the answer to no key');
    }),

    make('put answers the version that get shows', async ({ store, key, after }) => {
      const version = await store.put(key('a'), 'A', { expiresAt: after(60) });
      const [entry] = await store.get([key('a')]);
      mustBe(entry?.version, mustHavePut(version, 'the first put'), 'the version');
    }),

    make('a version never comes back, not for the same value or after a delete', async (given) => {
      const { store, key, after } = given;
      const seen = new Set<string>();
      for (let round = 0; round < 20; round++) {
        const version = await store.put(key('a'), 'A', { expiresAt: after(60) });
        seen.add(mustHavePut(version, `put ${round}`));
        if (round % 3 === 0) await store.delete(key('a'));
      }
      mustBe(seen.size, 20, 'the number of versions');
    }),

    make('put if absent puts once', async ({ store, key, after, read }) => {
      const options = { expiresAt: after(60), if: 'absent' } as const;
      mustHavePut(await store.put(key('a'), 'first', options), 'the first put');
      mustBe(await store.put(key('a'), 'second', options), undefined, 'the second answer');
      mustBe(await read(key('a')), 'first', 'the value');
    }),

    make('put if of a version puts for this version only', async (given) => {
      const { store, key, after, read } = given;
      const put = (value: string, version: string) =>
        store.put(key('a'), value, { expiresAt: after(60), if: { version } });
      const first = await store.put(key('a'), '1', { expiresAt: after(60) });
      const second = await put('2', mustHavePut(first, 'the first put'));
      mustHavePut(second, 'the second put');
      mustBe(await put('3', first as string), undefined, 'the answer for an old version');
      mustBe(await put('3', ''), undefined, 'the answer for an empty version');
      mustBe(await put('3', 'absent'), undefined, 'the answer for a version of another name');
      mustBe(await read(key('a')), '2', 'the value');
    }),

    make('put if of a version does not bring back what is gone', async (given) => {
      const { store, clock, key, after, read } = given;
      const short = await store.put(key('short'), '1', { expiresAt: after(5) });
      const deleted = await store.put(key('deleted'), '1', { expiresAt: after(60) });
      await store.delete(key('deleted'));
      clock.advance(5);
      for (const [name, version] of [
        ['short', short],
        ['deleted', deleted],
        ['never', 'x'],
      ] as const) {
        const options = { expiresAt: after(60), if: { version: version as string } };
        mustBe(await store.put(key(name), '2', options), undefined, `the answer for ${name}`);
        mustBe(await read(key(name)), undefined, `the value of ${name}`);
      }
    }),

    make('a put without a condition replaces value and expiry', async (given) => {
      const { store, clock, key, after, read } = given;
      await store.put(key('a'), '1', { expiresAt: after(5) });
      await store.put(key('a'), '2', { expiresAt: after(60) });
      await store.put(key('b'), '1', { expiresAt: after(60) });
      await store.put(key('b'), '2', { expiresAt: after(5) });
      clock.advance(30);
      mustBe(await read(key('a')), '2', 'what now lives longer');
      mustBe(await read(key('b')), undefined, 'what now lives shorter');
    }),

    make('a value is there until its second, and gone from then on', async (given) => {
      const { store, clock, key, after, read } = given;
      await store.put(key('a'), 'A', { expiresAt: after(10) });
      clock.advance(9.999);
      mustBe(await read(key('a')), 'A', 'the value a millisecond before');
      clock.advance(0.001);
      mustBe(await read(key('a')), undefined, 'the value at the second');
      const again = { expiresAt: after(10), if: 'absent' } as const;
      mustHavePut(await store.put(key('a'), 'B', again), 'a put where one has expired');
    }),

    make('what is put with an expiry in the past is not there', async (given) => {
      const { store, key, after, read } = given;
      await store.put(key('a'), 'A', { expiresAt: after(60) });
      mustHavePut(await store.put(key('a'), 'B', { expiresAt: after(0) }), 'the put');
      mustBe(await read(key('a')), undefined, 'the value');
      await store.put(key('b'), 'B', { expiresAt: -5 });
      mustBe(await read(key('b')), undefined, 'the value from before 1970');
    }),

    make('an expiry in a far future is kept', async ({ store, clock, key, read }) => {
      await store.put(key('a'), 'A', { expiresAt: 1e15 });
      await store.put(key('b'), 'B', { expiresAt: Number.MAX_VALUE });
      clock.advance(1e9);
      mustBe(await read(key('a')), 'A', 'the value');
      mustBe(await read(key('b')), 'B', 'the other value');
    }),

    make('delete deletes, and says so of what is not there', async (given) => {
      const { store, key, after, read } = given;
      await store.put(key('a'), 'A', { expiresAt: after(60) });
      mustBe(await store.delete(key('a')), true, 'the answer');
      mustBe(await read(key('a')), undefined, 'the value');
      mustBe(await store.delete(key('a')), true, 'the second answer');
      mustBe(await store.delete(key('a'), { if: { version: 'x' } }), true, 'the third answer');
    }),

    make('delete if of a version leaves another one alone', async (given) => {
      const { store, clock, key, after, read } = given;
      const first = await store.put(key('a'), '1', { expiresAt: after(5) });
      const second = await store.put(key('a'), '2', { expiresAt: after(5) });
      const remove = (version: string | undefined) =>
        store.delete(key('a'), { if: { version: version as string } });
      mustBe(await remove(first), false, 'the answer for an old version');
      mustBe(await read(key('a')), '2', 'the value');
      mustBe(await remove(second), true, 'the answer for its version');
      mustBe(await read(key('a')), undefined, 'the value after it');
      await store.put(key('a'), '3', { expiresAt: after(5) });
      clock.advance(5);
      mustBe(await remove('x'), true, 'the answer for what has expired');
    }),

    make('keys that look alike are different', async ({ store, key, after, read }) => {
      const names = [
        'a',
        'A',
        'a.',
        'a/',
        'a:',
        'a_',
        'a-',
        'a/b',
        'a/b/',
        '../a',
        'a//b',
        '0',
        '00',
      ];
      for (const name of names) await store.put(key(name), name, { expiresAt: after(60) });
      for (const name of names) mustBe(await read(key(name)), name, `the value of ${name}`);
    }),

    make('a second store of the same kind opens and closes beside the first', async (given) => {
      const { store, clock, key, after, read } = given;
      await store.put(key('a'), 'A', { expiresAt: after(60) });
      const other = await openStore(clock);
      await other.check();
      await other.close();
      mustBe(await read(key('a')), 'A', 'the value');
      must((await store.put(key('a'), 'B', { expiresAt: after(60) })) !== undefined, 'no put');
    }),
  ];
}
