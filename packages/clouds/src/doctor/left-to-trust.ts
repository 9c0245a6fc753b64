import type { Outcome } from './outcome.ts';
import type { Scene } from './scene.ts';

type Judge<Trust, Result> = (scene: Scene<Trust>) => Result;

/** Judges what the configuration of the relying party decides. Where that was given, its verdict on the token is the answer. */
export function beforeTrust<Trust>(
  judge: Judge<Trust, Outcome>,
): Judge<Trust, Outcome | undefined> {
  return (scene) => (scene.trust === undefined ? judge(scene) : undefined);
}

/**
 * Judges a part of what the configuration of the relying party decides. Where that was given, what is wrong is told all the
 * same, and that nothing is wrong is not: the verdict on the token says it.
 */
export function passedByTrust<Trust>(
  judge: Judge<Trust, Outcome>,
): Judge<Trust, Outcome | undefined> {
  return (scene) => {
    const outcome = judge(scene);
    return outcome.state === 'passed' && scene.trust !== undefined ? undefined : outcome;
  };
}
