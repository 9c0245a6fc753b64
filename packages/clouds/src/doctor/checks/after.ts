import { type Outcome, unread } from '../outcome.ts';
import type { Scene } from '../scene.ts';

/**
 * A judge of what counts only once something else is as it should be: where that is not, the rule which asks for that says so, and
 * nothing more is to be said.
 *
 * @param first - what another rule asks for
 */
export function after<Trust, Result extends Outcome | undefined>(
  first: (scene: Scene<Trust>) => Outcome,
  judge: (scene: Scene<Trust>) => Result,
): (scene: Scene<Trust>) => Result | Outcome {
  return (scene) => {
    const outcome = first(scene);
    if (outcome.state === 'passed') return judge(scene);
    return outcome.state === 'failed' ? unread(outcome.seen, outcome.fix) : outcome;
  };
}
