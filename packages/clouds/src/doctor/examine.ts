import { member } from '@drawbridge/core';
import type { Reason, Verdict } from '../trust/verdict.ts';
import { trustNotGiven } from './outcome.ts';
import type { RelyingParty } from './relying-party.ts';
import type { Requirement, Requirements } from './requirement.ts';
import { type DoctorRule, SUBJECTS } from './rule.ts';
import type { Scene } from './scene.ts';

/** What is to be said of one thing. */
export interface Answer {
  /** Names the rule, for scripts. */
  readonly id: string;
  readonly about: DoctorRule['about'];
  readonly level: DoctorRule['level'];
  /** `failed`: the token is refused. `warning`: it may be, or later. `unknown`: it cannot be known from here. */
  readonly state: 'failed' | 'warning' | 'unknown' | 'passed';
  readonly seen: string;
  readonly wanted: string;
  /** What to do, or how it can be known; not where it passed. */
  readonly fix?: string;
  /** Whether it is unknown for the reason alone that another answer gives. */
  readonly follows?: true;
  /** What the relying party asks for, and where it says so. */
  readonly requirements: readonly Requirement[];
}

const ORDER: readonly Answer['state'][] = ['failed', 'warning', 'unknown', 'passed'];

/** Looks at everything that a relying party asks for: what fails comes first, else in the order in which a token travels. */
export async function examine<Trust>(
  party: RelyingParty<Trust>,
  scene: Scene<Trust>,
): Promise<readonly Answer[]> {
  const judged = SUBJECTS.flatMap((subject) =>
    party.rules
      .filter(({ about }) => about === subject)
      .map((rule) => ({ rule, answer: answer(party, rule, scene) })),
  );
  const answers = judged.flatMap(({ answer: own }) => own ?? []);
  const left = judged.filter((each) => each.answer === undefined).flatMap(({ rule }) => rule.of);
  const all = [...answers, ...(await trustAnswers(party, scene, left))];
  return ORDER.flatMap((state) => all.filter((each) => each.state === state));
}

/** Nothing where the rule leaves it to what the relying party was set up with. */
function answer<Trust>(
  { requirements }: RelyingParty<Trust>,
  { id, of, about, level, wanted, judge }: DoctorRule<Trust>,
  scene: Scene<Trust>,
): Answer | undefined {
  const outcome = judge(scene);
  if (outcome === undefined) return undefined;
  return {
    id,
    about,
    level,
    state: outcome.state === 'failed' && level === 'warning' ? 'warning' : outcome.state,
    seen: outcome.seen,
    wanted,
    ...('fix' in outcome && { fix: outcome.fix }),
    ...('follows' in outcome && outcome.follows && { follows: outcome.follows }),
    requirements: named(requirements, of),
  };
}

/**
 * What its own configuration makes of the token: the nearest to letting it in comes first.
 *
 * @param left - what rules left to it, by its names
 */
async function trustAnswers<Trust>(
  party: RelyingParty<Trust>,
  { trust, token, now }: Scene<Trust>,
  left: readonly string[],
): Promise<readonly Answer[]> {
  const of = (state: Answer['state'], reason: Partial<Reason>): Answer => {
    const { at, seen = '', wanted = 'trust that lets this token in', fix } = reason;
    return {
      id: 'trust',
      about: 'trust',
      level: 'error',
      state,
      seen: at === undefined ? seen : `${at}: ${seen}`,
      wanted,
      ...(fix !== undefined && { fix }),
      requirements: named(party.requirements, reason.requirements ?? []),
    };
  };
  if (trust === undefined) {
    return [of('unknown', trustNotGiven(party.title))];
  }
  if (token === undefined) {
    const fix = 'Give one: --token @FILE.';
    return [of('unknown', { seen: 'no token was given', fix, requirements: left })];
  }
  const { claims, header } = token;
  const issuer = member(claims, 'iss');
  const view = { issuer: typeof issuer === 'string' ? issuer : '', claims, header };
  const verdict: Verdict = await party.evaluate(trust, view, now);
  if (verdict.verdict === 'allowed') {
    const { by, becomes } = verdict;
    const who = becomes === undefined ? '' : `, as ${becomes}`;
    return [of('passed', { seen: `${by} lets it in${who}`, requirements: left })];
  }
  const state = verdict.verdict === 'refused' ? 'failed' : 'unknown';
  return verdict.reasons.map((reason) => of(state, reason));
}

/** Requirements by their names, each once. */
function named(all: Requirements, names: readonly string[]): readonly Requirement[] {
  return [...new Set(names)].flatMap((name) => (Object.hasOwn(all, name) ? (all[name] ?? []) : []));
}
