import type { DoctorRule } from './rule.ts';
import type { Scene } from './scene.ts';

/** What a rule makes of a scene. A rule that warns has `warning` where it fails. */
export function judgeRule<Trust>(
  rules: readonly DoctorRule<Trust>[],
  id: string,
  scene: Scene<Trust>,
): { readonly state: string; readonly seen: string } {
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  const { state, seen } = rule.judge(scene);
  return { state: state === 'failed' && rule.level === 'warning' ? 'warning' : state, seen };
}

/** The rules that do not let a scene pass, with what they see. */
export function notPassed<Trust>(
  rules: readonly DoctorRule<Trust>[],
  scene: Scene<Trust>,
): readonly string[] {
  return rules
    .map(({ id }) => ({ id, ...judgeRule(rules, id, scene) }))
    .filter(({ state }) => state === 'failed' || state === 'warning')
    .map(({ id, state, seen }) => `${state} ${id}: ${seen}`);
}
