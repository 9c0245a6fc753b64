import type { TokenKeeper } from '@drawbridge/oauth';
import { type ConformanceCase, must } from './case.ts';

/** Keepers of one place, as several processes have them, and how that place is removed. */
export interface OpenedKeepers {
  /** Two or more; the same one twice where there cannot be two. */
  readonly keepers: readonly [TokenKeeper, TokenKeeper, ...TokenKeeper[]];
  remove(): Promise<void>;
}

interface KeeperCase {
  readonly one: TokenKeeper;
  readonly other: TokenKeeper;
  readonly all: readonly TokenKeeper[];
}

/** Lengths of texts about those of real ones: some claims of a user make tokens of many thousand characters. */
const LENGTHS = [0, 1, 2_000, 40_000];

/** What no encoding may change. */
const AWKWARD = [
  '{"v":1}',
  '"',
  '\\',
  'é',
  '\u{1f511}',
  '\u2028',
  'a\nb\r\n',
  ' a ',
  '\u0000',
  '%00',
];

/**
 * What every keeper of a token source must do.
 *
 * @param open - opens keepers of one place where nothing is kept yet; each case opens its own, and removes it
 */
export function keeperConformance(open: () => Promise<OpenedKeepers>): readonly ConformanceCase[] {
  const make = (title: string, body: (given: KeeperCase) => Promise<void>): ConformanceCase => ({
    title,
    async run() {
      const { keepers, remove } = await open();
      try {
        await body({ one: keepers[0], other: keepers[1], all: keepers });
      } finally {
        await remove();
      }
    },
  });
  return [
    make('has nothing at first', async ({ one }) => {
      must((await one.read()) === undefined, 'something is kept where nothing was written');
    }),

    make('has what was written, for all who share it', async ({ one, other }) => {
      let version: string | undefined;
      for (const text of [...AWKWARD, ...LENGTHS.map((length) => 'x'.repeat(length))]) {
        version = await mustWrite(one, text, version);
        for (const keeper of [one, other]) {
          const kept = await keeper.read();
          must(kept?.text === text, `a text of ${text.length} characters came back changed`);
          must(
            kept?.version === version,
            'the version read is not the one that the write answered',
          );
        }
      }
    }),

    make('never writes over what was not read', async ({ one, other }) => {
      const first = await mustWrite(one, 'first', undefined);
      must((await other.write('x', undefined)) === undefined, 'something was written over a text');
      const second = await mustWrite(other, 'second', first);
      must((await one.write('x', first)) === undefined, 'something was written over a newer text');
      must((await one.write('x', undefined)) === undefined, 'something was written over a text');
      must((await one.write('x', 'never')) === undefined, 'an unknown version was written over');
      const kept = await one.read();
      must(kept?.text === 'second' && kept.version === second, 'a conflict changed what is kept');
    }),

    make('writes over no version where nothing is', async ({ one }) => {
      must((await one.write('x', '1')) === undefined, 'something was written over nothing');
      must((await one.read()) === undefined, 'a conflict left a text');
    }),

    make('never has a version twice, for the same text neither', async ({ one, other }) => {
      const versions = new Set<string>();
      let version: string | undefined;
      for (let round = 0; round < 30; round++) {
        version = await mustWrite(round % 2 === 0 ? one : other, 'same', version);
        must(!versions.has(version), `version ${version} came back`);
        for (const old of versions) {
          must((await one.write('x', old)) === undefined, 'a version of long ago was written over');
        }
        versions.add(version);
      }
      must((await one.read())?.text === 'same', 'a conflict changed what is kept');
    }),

    make('has one winner of many', async ({ all }) => {
      let version: string | undefined;
      for (let round = 0; round < 5; round++) {
        const writers = Array.from({ length: 20 }, (_, index) => `${round}-${index}`);
        const answers = await Promise.all(
          writers.map(async (text, index) => all[index % all.length]?.write(text, version)),
        );
        const winners = writers.filter((_, index) => answers[index] !== undefined);
        must(winners.length === 1, `${winners.length} of 20 writers won`);
        const kept = await all[0]?.read();
        must(kept?.text === winners[0], 'what is kept is not of the winner');
        version = kept?.version;
      }
    }),

    make('loses no change of those who read, change and try again', async ({ all }) => {
      const names = Array.from({ length: 12 }, (_, index) => `${index}`);
      await Promise.all(
        names.map(async (name, index) => {
          const keeper = all[index % all.length] as TokenKeeper;
          for (let tries = 0; ; tries++) {
            must(tries < 200, 'a writer tries in vain');
            const kept = await keeper.read();
            const next = [...(kept?.text.split(',') ?? []), name].join(',');
            if ((await keeper.write(next, kept?.version)) !== undefined) return;
          }
        }),
      );
      const found = (await all[0]?.read())?.text.split(',') ?? [];
      must(found.toSorted().join() === names.toSorted().join(), 'a change was lost');
    }),

    make('always has a whole text while others write', async ({ one, other }) => {
      const state = { isWriting: true };
      const writing = (async () => {
        let version: string | undefined;
        for (let round = 0; round < 40; round++) {
          version = await mustWrite(one, `${round % 10}`.repeat(20_000), version);
        }
        state.isWriting = false;
      })();
      while (state.isWriting) {
        const text = (await other.read())?.text ?? '';
        must(text === text.charAt(0).repeat(20_000), 'a part of a text was read');
      }
      await writing;
    }),
  ];
}

async function mustWrite(
  keeper: TokenKeeper,
  text: string,
  over: string | undefined,
): Promise<string> {
  const version = await keeper.write(text, over);
  if (version === undefined) throw new Error('a write over what was read was refused');
  return version;
}
