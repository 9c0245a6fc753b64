import { type Outcome, passed } from '../outcome.ts';
import type { Scene } from '../scene.ts';

/**
 * A judge of what does not always count.
 *
 * @param why - why it does not, in words; `undefined` where it does
 */
export function unless<Trust>(
  why: (scene: Scene<Trust>) => string | undefined,
  judge: (scene: Scene<Trust>) => Outcome,
): (scene: Scene<Trust>) => Outcome {
  return (scene) => {
    const words = why(scene);
    return words === undefined ? judge(scene) : passed(words);
  };
}
