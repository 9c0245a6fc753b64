import { findReach } from '@drawbridge/clouds/aws';
import type { BenchOptions } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { progress } from '../harness/progress.ts';
import { gitlabSetUp, SIZE } from './gitlab-set-up.ts';

export const REACH_FIGURE = 'reach';

/** Seconds that a person may be asked to wait for all of it. */
const LIMIT = 10;
/** Ways that the set-up has for sure: without them it would be measured how soon nothing is found. */
const FEWEST_WAYS = 10_000;

/** Measures the search for all ways by which tokens of many projects become roles, against the seconds that it may take. */
export async function reachFigure({ rounds }: BenchOptions): Promise<Figure> {
  const setUp = gitlabSetUp(SIZE);
  const search = async (): Promise<number> => {
    const begin = performance.now();
    const { paths } = await findReach(setUp);
    const seconds = (performance.now() - begin) / 1000;
    const yes = paths.filter(({ answer }) => answer.reach === 'yes').length;
    if (yes < FEWEST_WAYS || yes < paths.length) {
      throw new Error(`of ${paths.length} ways ${yes} were decided`);
    }
    return seconds;
  };
  const pairs = await interleave(
    rounds,
    { subject: search, reference: () => Promise.resolve(LIMIT) },
    (round) => progress(`rules ${REACH_FIGURE}: round ${round} of ${rounds}`),
  );
  return toFigure(
    {
      bench: 'rules',
      figure: REACH_FIGURE,
      unit: 's',
      against: `${LIMIT} seconds, for ${SIZE.rules} rules and ${SIZE.roles} roles`,
      aim: 1,
      better: 'lower',
      ratio: ({ subject, reference }) => subject / reference,
    },
    pairs,
  );
}
