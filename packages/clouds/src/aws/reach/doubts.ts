import { quote } from '@drawbridge/core';
import type { Reason } from '../../trust/verdict.ts';
import type { RuleModel } from './rule-model.ts';
import type { Trial } from './try-candidate.ts';
import type { ReachAnswer } from './witness.ts';

const TRY_ONE =
  'Ask "drawbridge rules explain" about a token that you have in mind, or make the condition simpler.';

function about({ outline }: RuleModel, reason: Omit<Reason, 'at'>): Reason {
  return { at: `Rule ${quote(outline.rule.name)}`, ...reason };
}

/** No token of a set was found, and it is not seen to be empty. */
export function noneFound(rule: RuleModel): Reason {
  return about(rule, {
    seen: 'its claims stand in texts together, and no choice of them was found that fits',
    wanted: 'a choice that fits, or a proof that there is none',
    fix: TRY_ONE,
  });
}

/** What was tried comes again. */
export function stuck(rule: RuleModel): Reason {
  return about(rule, {
    seen: 'a condition cannot be analysed, and the tokens that were tried do not fit',
    wanted:
      'a condition of texts, of globs, or of a regular expression without assertions about words and lines',
    fix: TRY_ONE,
  });
}

/** There are more cases than are looked at. */
export function tooMany(rule: RuleModel): Reason {
  return about(rule, {
    seen: 'rules before it, or denying statements, take the tokens in more ways than are looked at',
    wanted: 'fewer conditions that overlap',
    fix: TRY_ONE,
  });
}

/** An earlier rule may let something through that was not looked at. */
export function shadowed(rule: RuleModel, earlier: string): Reason {
  return about(rule, {
    seen: `the rule ${quote(earlier)} before it decides about the tokens that were tried`,
    wanted: 'a token that only this rule is about',
    fix: TRY_ONE,
  });
}

/** What was tried did not come through, for a reason that does not hold for all tokens. */
export function failed(trial: Trial, rule: RuleModel): Reason {
  switch (trial.end) {
    case 'refused':
      return trial.reasons()[0] ?? stuck(rule);
    case 'unfit':
    case 'no rule':
      return about(rule, {
        seen: `of the tokens that were tried, the nearest does not come through: ${trial.why}`,
        wanted: 'a token that does, or a proof that there is none',
        fix: TRY_ONE,
      });
    case 'allowed':
    case 'other rule':
    case 'undecided':
      return stuck(rule);
  }
}

/** The answer about pairs whose turn did not come. One is enough for all of them. @param deadline - milliseconds */
export function outOfTime(deadline: number): ReachAnswer {
  return {
    reach: 'undecided',
    reasons: [
      {
        at: 'The search',
        seen: `it came to its end after ${deadline / 1000} seconds, and this was not searched`,
        wanted: 'more time, or less to look at',
        fix: 'Ask for one role (--role), give it more time (--timeout), or make the patterns of this rule simpler.',
      },
    ],
  };
}

/** For a search that ended without a word. */
export const UNKNOWN_DOUBT: Reason = {
  at: 'The search',
  seen: 'it ended without an answer',
  wanted: 'an answer',
  fix: TRY_ONE,
};
