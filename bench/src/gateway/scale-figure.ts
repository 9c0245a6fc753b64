import type { BenchOptions } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { progress } from '../harness/progress.ts';
import { type Asker, createAsker, questionsOf, requireGateway } from './asker.ts';
import { type Driver, type RunningGateway, startGateway } from './running-gateway.ts';

/** How many people ask, of however many. */
const PEOPLE = 1000;
const MANY = 1_000_000;
/** More CPU than this for a request, as a ratio, is not flat. */
const AIM = 1.3;

/** The name of its figure. */
export const scaleName = (driver: Driver) => `sessions-${MANY}-${driver}`;

/**
 * Measures the CPU time of the gateway's process for a question where the store has a million sessions, against the same where it has
 * a thousand: the same number of people ask, whose sessions are anywhere among the others.
 *
 * @throws {Error} when a gateway lets in whom it must not, or keeps out whom it must not
 */
export async function scaleFigure(driver: Driver, { rounds }: BenchOptions): Promise<Figure> {
  const figure = scaleName(driver);
  progress(`gateway ${figure}: filling the store`);
  const gateways: RunningGateway[] = [];
  const start = async (others: number): Promise<Asker> => {
    const gateway = await startGateway({ driver, keep: 'store', people: PEOPLE, others });
    gateways.push(gateway);
    await requireGateway(gateway, gateway.cookies);
    const asker = createAsker(gateway, questionsOf(gateway.cookies));
    await asker.warmUp();
    return asker;
  };
  try {
    const many = await start(MANY - PEOPLE);
    const few = await start(0);
    const pairs = await interleave(
      rounds,
      { subject: () => many.measure(), reference: () => few.measure() },
      (round) => progress(`gateway ${figure}: round ${round} of ${rounds}`),
    );
    return toFigure(
      {
        bench: 'gateway',
        figure,
        unit: 'us CPU/request',
        against: `the same with ${PEOPLE} sessions in the store`,
        aim: AIM,
        better: 'lower',
        ratio: (pair) => pair.subject / pair.reference,
      },
      pairs,
    );
  } finally {
    for (const gateway of gateways) await gateway.stop();
  }
}
