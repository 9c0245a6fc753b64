import type { JsonObject } from '@drawbridge/core';
import { expect, it } from 'vitest';
import type { DoctorRule } from './rule.ts';
import type { Scene } from './scene.ts';
import { CLAIMS, DISCOVERY, scene, sceneToken } from './scene.fixture.ts';

/** What a rule makes of a scene. A rule that warns has `warning` where it fails. */
type State = 'failed' | 'warning' | 'unknown' | 'passed' | 'left to trust';

type Change<Trust> = () => Scene<Trust> | Promise<Scene<Trust>>;

/** A rule, a scene, what it makes of that, and words of what it sees. */
export type RuleRow<Trust> = readonly [
  id: string,
  change: Change<Trust>,
  state: State,
  seen: string,
];

/** What a rule makes of a scene, and what it sees. */
export function judgeRule<Trust>(
  rules: readonly DoctorRule<Trust>[],
  id: string,
  of: Scene<Trust>,
): { readonly state: State; readonly seen: string } {
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  const outcome = rule.judge(of);
  if (outcome === undefined) return { state: 'left to trust', seen: '' };
  const { state, seen } = outcome;
  return { state: state === 'failed' && rule.level === 'warning' ? 'warning' : state, seen };
}

/** The rules that do not let a scene pass, with what they see. */
export function notPassed<Trust>(
  rules: readonly DoctorRule<Trust>[],
  of: Scene<Trust>,
): readonly string[] {
  return rules
    .map(({ id }) => ({ id, ...judgeRule(rules, id, of) }))
    .filter(({ state }) => state === 'failed' || state === 'warning')
    .map(({ id, state, seen }) => `${state} ${id}: ${seen}`);
}

/** Scenes in which all is well but for one thing. @param usual - claims of each token */
export function createChanges<Trust>(usual: JsonObject = {}) {
  const plain = (own: Partial<Scene<Trust>> = {}) => scene<Trust>(own);
  const all = { ...CLAIMS, ...usual };
  return {
    plain,
    claims: (own: JsonObject) => () => plain({ token: sceneToken({ claims: { ...all, ...own } }) }),
    without: (name: string) => () =>
      plain({
        token: sceneToken({
          claims: Object.fromEntries(Object.entries(all).filter(([each]) => each !== name)),
        }),
      }),
    header: (own: JsonObject) => () =>
      plain({ token: sceneToken({ header: { alg: 'RS256', ...own } }) }),
    seen: (own: Partial<Scene['seen']>) => () => plain({ seen: { ...scene().seen, ...own } }),
    discovery: (own: JsonObject) => () => plain({ discovery: { ...DISCOVERY, ...own } }),
    keys:
      (...keys: readonly unknown[]) =>
      () =>
        plain({ keys }),
    /** The token is signed by the first key. */
    signed:
      (...keys: readonly [JsonObject, ...unknown[]]) =>
      () =>
        plain({ keys, token: sceneToken({ signature: { state: 'good', key: keys[0] } }) }),
  };
}

/** Tests each row, and that each rule has one in which it is as bad as its level says, and none in which it is worse. */
export function testRows<Trust>(
  rules: readonly DoctorRule<Trust>[],
  rows: readonly RuleRow<Trust>[],
): void {
  it.each(rows)('%s', async (id, change, state, words) => {
    expect(judgeRule(rules, id, await change())).toEqual({
      state,
      seen: expect.stringContaining(words),
    });
  });

  const worst = { error: 'failed', warning: 'warning', asked: 'unknown' } as const;

  it.each(rules.map(({ id, level }) => [id, level] as const))(
    '%s is of the level %s',
    (id, level) => {
      const states = rows.flatMap(([name, , state]) => (name === id ? [state] : []));
      expect(states).toContain(worst[level]);
      if (level === 'asked') expect(states).not.toContain('failed');
    },
  );
}
