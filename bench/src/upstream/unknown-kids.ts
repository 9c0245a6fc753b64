import { randomUUID } from 'node:crypto';
import { type Figure, toFigure } from '../harness/figure.ts';
import { MIN_VALUES } from '../harness/interval.ts';
import type { Pair } from '../harness/interleave.ts';
import { progress } from '../harness/progress.ts';

export const FLOOD_FIGURE = 'unknown-kid-flood';

/** Tokens with a made-up `kid`, a round. */
export const FORGED = 10_000;

/** However many are asked for: fetches are counted, and a count has little noise. */
const ROUNDS = MIN_VALUES;

/**
 * Makes a figure of floods of tokens that each name another key.
 *
 * @param flood - sends {@link FORGED} of them: how often the issuer's keys were fetched, and how many cool-downs it lasted
 * @param coolDown - seconds
 */
export async function floodFigureOf(
  bench: string,
  flood: () => Promise<Pair>,
  coolDown: number,
): Promise<Figure> {
  const pairs: Pair[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    progress(`${bench} ${FLOOD_FIGURE}: round ${round} of ${ROUNDS}`);
    pairs.push(await flood());
  }
  return toFigure(
    {
      bench,
      figure: FLOOD_FIGURE,
      unit: 'fetches',
      against: `cool-downs of ${coolDown} s that ${FORGED} made-up kids lasted`,
      aim: 1,
      better: 'lower',
      ratio: (pair) => pair.subject / pair.reference,
    },
    pairs,
  );
}

/** The token under the name of a key that its issuer has not. Nobody looks at its signature. */
export function withOtherKid(token: string): string {
  const [header = '', ...rest] = token.split('.');
  const before = JSON.parse(Buffer.from(header, 'base64url').toString()) as object;
  const changed = JSON.stringify({ ...before, kid: randomUUID() });
  return [Buffer.from(changed).toString('base64url'), ...rest].join('.');
}
