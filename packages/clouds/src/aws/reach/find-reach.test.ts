import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setUp } from './arbitrary-reach.fixture.ts';
import { bruteForce, hasFaults, pathKey } from './brute-force.fixture.ts';
import { findReach } from './find-reach.ts';

describe('findReach', () => {
  it('misses no way that brute force finds (property)', async () => {
    let yes = 0;
    let undecided = 0;
    let no = 0;
    let forced = 0;
    await fc.assert(
      fc.asyncProperty(setUp, async (options) => {
        if (await hasFaults(options)) return;
        const expected = await bruteForce(options);
        const { paths, pairs } = await findReach(options);
        const found = new Set(
          paths.map(({ rule, role, statement }) => pathKey(rule, role, statement)),
        );
        for (const path of expected) expect(found, path).toContain(path);
        const own = paths.filter(({ answer }) => answer.reach === 'undecided');
        undecided += own.length;
        yes += paths.length - own.length;
        no += pairs - paths.length;
        forced += expected.size;
        if (process.env['SHOW'])
          for (const each of own)
            if (own)
              console.log(
                JSON.stringify([each.rule, each.statement, each.answer.reasons]),
                expected.has(pathKey(each.rule, each.role, each.statement)),
              );
      }),
      { numRuns: Number(process.env['RUNS'] ?? 200), seed: 12 },
    );
    console.log({ yes, undecided, no, forced });
  }, 600_000);
});
