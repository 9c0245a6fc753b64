import * as fc from 'fast-check';
import { it } from 'vitest';
import { setUp } from './arbitrary-reach.fixture.ts';
import { bruteForce, hasFaults, pathKey } from './brute-force.fixture.ts';
import { findReach } from './find-reach.ts';
it('debug', async () => {
  const runs = fc.sample(setUp, {
    numRuns: Number(process.env['RUNS'] ?? 100),
    seed: Number(process.env['SEED'] ?? 12),
  });
  let brute = 0,
    reach = 0,
    valid = 0,
    yes = 0,
    und = 0,
    open = 0,
    no = 0;
  for (const options of runs) {
    if (await hasFaults(options)) continue;
    valid++;
    let t = performance.now();
    const expected = process.env['BRUTE'] ? await bruteForce(options) : new Set<string>();
    brute += performance.now() - t;
    t = performance.now();
    const { paths, pairs } = await findReach(options);
    reach += performance.now() - t;
    no += pairs - paths.length;
    for (const each of paths) {
      if (each.answer.reach === 'yes') {
        yes++;
        continue;
      }
      und++;
      if (JSON.stringify(each.answer).includes('SourceIp is not')) {
        open++;
        continue;
      }
      console.log(
        '@@@' +
          JSON.stringify([
            each.rule,
            each.role,
            each.statement,
            each.answer,
            expected.has(pathKey(each.rule, each.role, each.statement)),
            options.rules,
            options.roles
              .find(({ arn }) => arn === each.role)
              ?.policy.statements.map((s) => [
                s.effect,
                s.actions,
                s.principal.federated[0]?.name,
                s.conditions.map((c) => [c.operator.name, c.key, c.values.map((v) => v.text)]),
              ]),
          ]),
      );
    }
  }
  console.log({ brute, reach, valid, yes, und, open, no });
}, 600_000);
