import { type ConformanceCase, must } from './case.ts';
import { mustBe, type OpenStore, type StoreCase, storeCase } from './store-case.ts';

const WRITERS = [...Array(50).keys()];

/** What is asked when many calls are under way at once. */
export function storeRaceCases(openStore: OpenStore): readonly ConformanceCase[] {
  const make = (title: string, body: (given: StoreCase) => Promise<void>) =>
    storeCase(openStore, title, body);
  return [
    make('of 500 additions at once none is lost', async ({ store, key, after, read }) => {
      const totals = await Promise.all(
        Array.from({ length: 500 }, () => store.add(key('a'), 2, after(60))),
      );
      mustBe(new Set(totals).size, 500, 'the number of different totals');
      mustBe(Math.max(...totals), 1000, 'the largest total');
      mustBe(await read(key('a')), '1000', 'the value');
    }),

    make('of 50 puts if absent at once one wins', async ({ store, key, after, read }) => {
      for (const round of ['a', 'b', 'c']) {
        const options = { expiresAt: after(60), if: 'absent' } as const;
        const answers = await Promise.all(
          WRITERS.map((writer) => store.put(key(round), `${writer}`, options)),
        );
        const winners = WRITERS.filter((writer) => answers[writer] !== undefined);
        mustBe(winners.length, 1, 'the number of winners');
        mustBe(await read(key(round)), `${winners[0]}`, 'the value');
      }
    }),

    make('of 50 puts and deletes of one version at once one wins', async (given) => {
      const { store, key, after } = given;
      const version = (await store.put(key('a'), 'A', { expiresAt: after(60) })) as string;
      const answers = await Promise.all(
        WRITERS.map(async (writer) => {
          if (writer % 2 === 0) return store.delete(key('a'), { if: { version } });
          const options = { expiresAt: after(60), if: { version } };
          return (await store.put(key('a'), `${writer}`, options)) !== undefined;
        }),
      );
      const puts = answers.filter((won, writer) => writer % 2 === 1 && won).length;
      const deletes = answers.filter((won, writer) => writer % 2 === 0 && won).length;
      // What is deleted is not there for any delete that comes later: all of them say so, or none.
      mustBe(puts + Math.min(deletes, 1), 1, 'the number of winners');
    }),

    make('20 writers count to 200 by compare-and-set', async ({ store, key, after, read }) => {
      const expiresAt = after(60);
      await store.put(key('a'), '0', { expiresAt });
      await Promise.all(
        WRITERS.slice(0, 20).map(async () => {
          for (let done = 0, tries = 0; done < 10; tries++) {
            // One of each round of tries wins.
            must(tries <= 200, 'a writer tries in vain');
            const [entry] = await store.get([key('a')]);
            const next = String(Number(entry?.value) + 1);
            const condition = { version: entry?.version ?? '' };
            if ((await store.put(key('a'), next, { expiresAt, if: condition })) !== undefined)
              done++;
          }
        }),
      );
      mustBe(await read(key('a')), '200', 'the value');
    }),

    make(
      'what is read after an answer is what was written',
      async ({ store, key, after, read }) => {
        for (let round = 0; round < 50; round++) {
          await store.put(key('a'), `${round}`, { expiresAt: after(60) });
          mustBe(await read(key('a')), `${round}`, 'the value');
          const total = await store.add(key('b'), 1, after(60));
          mustBe(await read(key('b')), `${total}`, 'the counter');
        }
      },
    ),
  ];
}
