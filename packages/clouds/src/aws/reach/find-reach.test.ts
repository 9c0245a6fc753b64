import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { NOW, setUp, UPSTREAM } from './arbitrary-reach.fixture.ts';
import { bruteForce, hasFaults, pathKey } from './brute-force.fixture.ts';
import { type Confirm, createConfirm } from './confirm-witness.fixture.ts';
import { findReach } from './find-reach.ts';

/** `npm run proof:reach` takes 1,000. */
const SET_UPS = Number(process.env['REACH_SET_UPS'] ?? 80);
const SEED = Number(process.env['REACH_SEED'] ?? 12);
/** A share of few set-ups of another seed is chance: how often is said of the proof, and of what every run of the tests looks at. */
const SAYS_HOW_OFTEN = SET_UPS >= 1000 || (SET_UPS === 80 && SEED === 12);

let confirm: Confirm;
beforeAll(async () => {
  confirm = await createConfirm(UPSTREAM, NOW);
});

describe('findReach', () => {
  it(`misses no way that brute force finds in ${SET_UPS} set-ups, and each yes is one (property)`, async () => {
    const count = { ways: 0, possible: 0, yes: 0, no: 0, open: 0, undecided: 0 };
    await fc.assert(
      fc.asyncProperty(setUp, async (options) => {
        fc.pre(!(await hasFaults(options)));
        const forced = await bruteForce(options);
        const { paths, pairs } = await findReach(options);
        const found = new Set(paths.map((path) => pathKey(path.rule, path.role, path.statement)));
        for (const way of forced.possible) expect(found, way).toContain(way);
        for (const path of paths) {
          const { answer } = path;
          if (answer.reach === 'yes') {
            expect(await confirm(options, path, answer.witness)).toBeUndefined();
            count.yes++;
          } else if (answer.nearest === undefined) count.undecided++;
          else count.open++;
        }
        count.ways += forced.sure.size;
        count.possible += forced.possible.size;
        count.no += pairs - paths.length;
      }),
      { numRuns: SET_UPS, seed: SEED, endOnFailure: true },
    );
    const all = count.yes + count.no + count.open + count.undecided;
    if (process.env['REACH_SET_UPS'] !== undefined)
      process.stdout.write(`${JSON.stringify(count)}\n`);
    expect(count.yes).toBeGreaterThan(0);
    if (!SAYS_HOW_OFTEN) return;
    expect(count.ways).toBeGreaterThan(SET_UPS / 2);
    expect(count.yes).toBeGreaterThanOrEqual(count.ways * 0.95);
    // What the judge of trust policies leaves open is no fault of the search; what the search leaves open is rare.
    expect(count.undecided / all).toBeLessThan(0.02);
    expect((count.undecided + count.open) / all).toBeLessThan(0.1);
  }, 600_000);
});
