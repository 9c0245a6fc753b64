import type { Reason } from '../../trust/verdict.ts';
import type { CompiledStatement, TrustAction } from '../evaluate/compile-statement.ts';
import { createAnswerBook } from './answer-book.ts';
import { failed, noneFound, shadowed, stuck, tooMany, UNKNOWN_DOUBT } from './doubts.ts';
import { isTooLong } from './minted/is-too-long.ts';
import {
  type ConditionTable,
  requireCondition,
  type RequirementOptions,
} from './require-condition.ts';
import type { RoleModel } from './role-model.ts';
import type { RuleModel } from './rule-model.ts';
import { type Candidate, type CandidateManner, makeCandidate } from './tokens/candidate.ts';
import { waysPast } from './tokens/rule-tokens.ts';
import type { TokenSet } from './tokens/token-set.ts';
import type { FindTooLong } from './tokens/too-long.ts';
import { type Trial, type TrialOptions, tryCandidate } from './try-candidate.ts';
import { withVariables } from './with-variables.ts';
import type { ReachAnswer, Witness } from './witness.ts';

/** What the search of pairs needs beside them. */
export interface SearchOptions extends TrialOptions {
  readonly table: ConditionTable;
  readonly findTooLong: FindTooLong;
}

/** How many sets of tokens are looked at for one pair. */
const MOST_SETS = 60;
/** How many reasons are told. */
const MOST_REASONS = 5;

/** Best first: as a person would write them, then as short as they come, then without nesting. */
const MANNERS: readonly CandidateManner[] = [
  { isReadable: true, nesting: 'nested' },
  { isReadable: false, nesting: 'nested' },
  { isReadable: false, nesting: 'flat' },
];

/** Looks for a token that a rule decides about, and that a statement of a trust policy then lets in; `undefined`: there is none. */
export type PairSearch = (role: RoleModel, statement: CompiledStatement) => ReachAnswer | undefined;

/**
 * Prepares the search of the pairs of a rule.
 *
 * The sets of tokens that are looked at hold at least those that are meant. One of them is tried; where an earlier rule or a Deny takes it,
 * the set is split by all ways to get past that. So where all sets come to be empty there is no such token, and what is
 * answered with is a token that really came through.
 */
export function createPairSearch(rule: RuleModel, options: SearchOptions): PairSearch {
  const book = createAnswerBook();
  const all = rule.forms.map((form) => ({ isOdd: form.isOdd, rule: { ...rule, ...form } }));
  // What is not documented is left out first: a token that is let in for sure is a better answer, and mostly there.
  const plain = all.filter(({ isOdd }) => !isOdd);

  function search(role: RoleModel, statement: CompiledStatement): ReachAnswer | undefined {
    for (const form of plain) {
      const sure = searchSets(form.rule, role, statement, options, true);
      if (sure?.reach === 'yes') return sure;
    }
    let undecidedAnswer: ReachAnswer | undefined;
    for (const form of all) {
      const answer = searchSets(form.rule, role, statement, options, false);
      if (answer?.reach === 'yes') return answer;
      undecidedAnswer = nearer(undecidedAnswer, answer);
    }
    return undecidedAnswer;
  }

  return (role, statement) => {
    const known = book.find(role, statement);
    if (known !== undefined) return known;
    const answer = search(role, statement);
    return answer && book.add(statement, answer);
  };
}

/** The answer that tells more: which token it is about. */
function nearer(
  one: ReachAnswer | undefined,
  other: ReachAnswer | undefined,
): ReachAnswer | undefined {
  const isNear = one?.reach === 'undecided' && one.nearest !== undefined;
  const isNearer = other?.reach === 'undecided' && other.nearest !== undefined;
  return one === undefined || (isNearer && !isNear) ? other : one;
}

function searchSets(
  rule: RuleModel,
  role: RoleModel,
  statement: CompiledStatement,
  options: SearchOptions,
  isSure: boolean,
): ReachAnswer | undefined {
  const { table } = options;
  const search: Search = {
    requirement: { rule, role, table, isSure },
    rule,
    role,
    statement,
    options,
    doubts: [],
    seen: new Set(),
    nearest: undefined,
    isResolved: false,
  };
  let left = MOST_SETS;
  for (const client of rule.clients) {
    for (const tokens of firstSets(search)) {
      const waiting: TokenSet[] = [tokens];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        if (left-- <= 0) {
          search.doubts.push(tooMany(rule));
          return undecided(search);
        }
        const found = lookAt(next, client, search);
        if ('witness' in found) return { reach: 'yes', witness: found.witness };
        waiting.push(...found.further.toReversed());
      }
    }
  }
  return search.doubts.length === 0 ? undefined : undecided(search);
}

interface Search {
  readonly requirement: RequirementOptions;
  readonly rule: RuleModel;
  readonly role: RoleModel;
  readonly statement: CompiledStatement;
  readonly options: SearchOptions;
  /** Why the answer is not no. The first is nearest to a yes. */
  readonly doubts: Reason[];
  /** The candidates that were tried. */
  readonly seen: Set<string>;
  nearest: Witness | undefined;
  isResolved: boolean;
}

type Found = { readonly witness: Witness } | { readonly further: readonly TokenSet[] };

const CLOSED: Found = { further: [] };

/** The tokens for which the statement may hold, and those that allow what the token needs beside. */
function firstSets({ rule, role, statement, requirement }: Search): readonly TokenSet[] {
  if (rule.tokens === undefined) return [];
  const own = require([rule.tokens], statement);
  const tagged = requireOne(own, 'sts:TagSession', role.tag);
  return requireOne(tagged, 'sts:SetSourceIdentity', role.identity);

  function require(sets: readonly TokenSet[], one: CompiledStatement): readonly TokenSet[] {
    return sets.flatMap((tokens) => {
      let left: TokenSet | undefined = tokens;
      for (const condition of one.conditions) {
        left &&= requireCondition(left, condition, 'holds', requirement);
      }
      return left ?? [];
    });
  }

  function requireOne(
    sets: readonly TokenSet[],
    action: TrustAction,
    among: readonly CompiledStatement[],
  ): readonly TokenSet[] {
    if (!rule.needs.has(action) || sets.length === 0) return sets;
    // What holds already asks for nothing more.
    if (among.includes(statement)) return sets;
    return among.flatMap((one) => require(sets, one));
  }
}

/** Tries a token of a set, written in several manners, and says what is left to look at. */
function lookAt(tokens: TokenSet, client: string | undefined, search: Search): Found {
  const { rule, options, seen } = search;
  let failure: Trial | undefined;
  for (const manner of MANNERS) {
    const candidate = makeCandidate(tokens, rule.outline, client, manner, options.now);
    if (candidate === undefined) return CLOSED;
    if (candidate === null) {
      search.doubts.push(noneFound(rule));
      return CLOSED;
    }
    // Most are let in at once, and are none that came before.
    if (seen.size > 0 && seen.has(JSON.stringify(candidate))) continue;
    const trial = tryPlainly(candidate, search);
    if (trial.end === 'allowed') return { witness: trial.witness };
    seen.add(JSON.stringify(candidate));
    const further = furtherSets(trial, tokens, search);
    if (further !== undefined) return { further };
    failure ??= trial;
  }
  search.doubts.push(failure === undefined ? stuck(rule) : failed(failure, rule));
  return CLOSED;
}

/** Without an audience that is asked for, where the rule's default will do: then fewer earlier rules are told from it, and people read less. */
function tryPlainly(candidate: Candidate, search: Search): Trial {
  const { rule, role, statement, options } = search;
  const [asked] = candidate.ask.audiences;
  const isDefault = rule.outline.audiences === undefined || rule.outline.audiences[0] === asked;
  if (isDefault) {
    const plain = { ...candidate, ask: { ...candidate.ask, audiences: [] } };
    const trial = tryCandidate(plain, rule, role, statement, options);
    if (trial.end === 'allowed' || trial.end === 'undecided') return trial;
  }
  return tryCandidate(candidate, rule, role, statement, options);
}

/** What is left of a set where a trial says what to get past; `undefined` where it does not. */
function furtherSets(
  trial: Trial,
  tokens: TokenSet,
  search: Search,
): readonly TokenSet[] | undefined {
  const { rule, requirement, options } = search;
  switch (trial.end) {
    case 'other rule': {
      const earlier = rule.earlier(trial.rule);
      if (earlier === undefined) return undefined;
      const { ways, isAll } = waysPast(
        tokens,
        earlier,
        rule.outline,
        rule.upstream,
        options.findTooLong,
      );
      if (!isAll) search.doubts.push(shadowed(rule, trial.rule));
      return ways;
    }
    case 'undecided':
      search.nearest ??= trial.witness;
      search.doubts.unshift(...trial.reasons());
      return pastDeny(trial.denies[0]) ?? [];
    case 'refused':
      return pastDeny(trial.denies[0]) ?? resolveOnce(trial);
    case 'unfit':
      return isTooLong(tokens, rule.outline) ? [] : undefined;
    case 'allowed':
    case 'no rule':
      return undefined;
  }

  /** Variables are resolved by the first token that needs it. What comes of it is a yes, or no answer: other tokens are not looked at. */
  function resolveOnce(
    refused: Extract<Trial, { end: 'refused' }>,
  ): readonly TokenSet[] | undefined {
    if (search.isResolved) return undefined;
    search.isResolved = true;
    const left = withVariables(tokens, search.statement, refused.keys, requirement);
    if (left === undefined) return undefined;
    search.doubts.push(failed(refused, rule));
    return [left];
  }

  function pastDeny(deny: CompiledStatement | undefined): readonly TokenSet[] | undefined {
    return deny?.conditions.flatMap(
      (condition) => requireCondition(tokens, condition, 'fails', requirement) ?? [],
    );
  }
}

function undecided({ doubts, nearest }: Search): ReachAnswer {
  const [first, ...more] = distinct(doubts);
  return {
    reach: 'undecided',
    reasons: [first ?? UNKNOWN_DOUBT, ...more.slice(0, MOST_REASONS - 1)],
    ...(nearest !== undefined && { nearest }),
  };
}

function distinct(reasons: readonly Reason[]): readonly Reason[] {
  const byText = new Map(reasons.map((reason) => [`${reason.at}\n${reason.seen}`, reason]));
  return [...byText.values()];
}
