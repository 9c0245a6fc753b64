import type { FamilyFigures } from '../metrics/exposition.ts';
import { NOT_STARTED, type Readiness } from '../service/health.ts';
import { mergeFigures } from './merge-figures.ts';
import type { Workers } from './start-workers.ts';

/** What the label `worker` says of the process that watches over the workers. */
const PRIMARY = 'primary';

/**
 * The figures of all processes: those of this one, and of the workers that answer. One that is being replaced is
 * missing from them.
 */
export async function figuresOfAll(
  own: readonly FamilyFigures[],
  workers: Pick<Workers, 'ask'> | undefined,
): Promise<readonly FamilyFigures[]> {
  const answers = (await workers?.ask('figures')) ?? new Map<number, unknown>();
  const parts = new Map([[PRIMARY, own]]);
  for (const [number, answer] of answers) {
    parts.set(String(number), answer as readonly FamilyFigures[]);
  }
  return mergeFigures(parts);
}

/** Whether calls can be served: one worker that is ready is enough for that, and it is the one that answers. */
export async function readinessOfAll(workers: Pick<Workers, 'ask'>): Promise<Readiness> {
  const answers = [...(await workers.ask('readiness')).values()] as Readiness[];
  return answers.find(({ ready }) => ready) ?? answers[0] ?? NOT_STARTED;
}
