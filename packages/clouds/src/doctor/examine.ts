import { member } from '@drawbridge/core';
import type { Reason, Verdict } from '../trust/verdict.ts';
import type { RelyingParty } from './relying-party.ts';
import type { Source } from './requirement.ts';
import { type DoctorRule, SUBJECTS } from './rule.ts';
import type { Scene } from './scene.ts';

/** What is to be said of one thing. */
export interface Answer {
  /** Names the rule, for scripts. */
  readonly id: string;
  readonly about: DoctorRule['about'];
  /** `failed`: the token is refused. `warning`: it may be, or later. `unknown`: it cannot be known from here. */
  readonly state: 'failed' | 'warning' | 'unknown' | 'passed';
  readonly seen: string;
  readonly wanted: string;
  /** What to do, or how it can be known; not where it passed. */
  readonly fix?: string;
  /** What the relying party asks for, and where it says so. */
  readonly requirements: readonly { readonly says: string; readonly sources: readonly Source[] }[];
}

const ORDER: readonly Answer['state'][] = ['failed', 'warning', 'unknown', 'passed'];

/** Looks at everything that a relying party asks for: what fails comes first, else in the order in which a token travels. */
export async function examine<Trust>(
  party: RelyingParty<Trust>,
  scene: Scene<Trust>,
): Promise<readonly Answer[]> {
  const answers = SUBJECTS.flatMap((subject) =>
    party.rules.filter(({ about }) => about === subject).map((rule) => answer(party, rule, scene)),
  );
  const all = [...answers, ...(await trustAnswers(party, scene))];
  return ORDER.flatMap((state) => all.filter((each) => each.state === state));
}

function answer<Trust>(
  { requirements }: RelyingParty<Trust>,
  { id, of, about, level, wanted, judge }: DoctorRule<Trust>,
  scene: Scene<Trust>,
): Answer {
  const outcome = judge(scene);
  return {
    id,
    about,
    state: outcome.state === 'failed' && level === 'warning' ? 'warning' : outcome.state,
    seen: outcome.seen,
    wanted,
    ...('fix' in outcome && { fix: outcome.fix }),
    requirements: of.flatMap((name) => requirements[name] ?? []),
  };
}

/** What its own configuration makes of the token: the nearest to letting it in comes first. */
async function trustAnswers<Trust>(
  party: RelyingParty<Trust>,
  { trust, token, now }: Scene<Trust>,
): Promise<readonly Answer[]> {
  const of = (state: Answer['state'], { at, seen, wanted, fix }: Partial<Reason>): Answer => ({
    id: 'trust',
    about: 'trust',
    state,
    seen: at === undefined ? (seen ?? '') : `${at}: ${seen}`,
    wanted: wanted ?? 'trust that lets this token in',
    ...(fix !== undefined && { fix }),
    requirements: [],
  });
  if (trust === undefined) {
    const fix = 'Give the file of its configuration: --trust FILE.';
    return [of('unknown', { seen: `what ${party.title} was told to trust was not given`, fix })];
  }
  if (token === undefined) {
    return [of('unknown', { seen: 'no token was given', fix: 'Give one: --token @FILE.' })];
  }
  const { claims, header } = token;
  const issuer = member(claims, 'iss');
  const view = { issuer: typeof issuer === 'string' ? issuer : '', claims, header };
  const verdict: Verdict = await party.evaluate(trust, view, now);
  if (verdict.verdict === 'allowed') {
    const { by, becomes } = verdict;
    const who = becomes === undefined ? '' : `, as ${becomes}`;
    return [of('passed', { seen: `${by} lets it in${who}` })];
  }
  const state = verdict.verdict === 'refused' ? 'failed' : 'unknown';
  return verdict.reasons.map((reason) => of(state, reason));
}
