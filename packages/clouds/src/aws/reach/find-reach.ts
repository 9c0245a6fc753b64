import { type Clock, systemClock } from '@drawbridge/core';
import { compileRules, type Rule } from '@drawbridge/rules';
import { outlineRules, type RuleOutline } from '@drawbridge/rules/analysis';
import type { CompiledStatement } from '../evaluate/compile-statement.ts';
import { statementName } from '../evaluate/words.ts';
import { withoutScheme } from '../provider-url.ts';
import { outOfTime } from './doubts.ts';
import { mayHold } from './index/may-hold.ts';
import { createStatementIndex, type PlacedStatement } from './index/statement-index.ts';
import { createConditionTable } from './require-condition.ts';
import { modelRoles, type ReachRole } from './role-model.ts';
import { modelRule, type RuleModel } from './rule-model.ts';
import { createPairSearch } from './search-pair.ts';
import type { ReachUpstream } from './tokens/rule-tokens.ts';
import { createFindTooLong } from './tokens/too-long.ts';
import type { ReachAnswer, ReachPath } from './witness.ts';

/** Rules on the one side, and roles on the other. */
export interface ReachOptions {
  /** The public issuer. */
  readonly issuer: string;
  readonly upstreams: readonly ReachUpstream[];
  /** In their order: the first that matches decides. */
  readonly rules: readonly Rule[];
  readonly roles: readonly ReachRole[];
  /** Seconds since the epoch. */
  readonly now: number;
  /**
   * Milliseconds for the search in all: 60,000 unless told. Pairs whose turn comes later are undecided, but for those of which an index
   * proves that no token goes that way.
   */
  readonly deadline?: number;
  /** What the deadline is counted on. */
  readonly clock?: Clock;
}

/** What upstream tokens can become. */
export interface ReachReport {
  /** The ways that are there, or may be. Of all others it is proved that no token goes them. */
  readonly paths: readonly ReachPath[];
  /** How many there could be: pairs of a rule and a statement of a role. */
  readonly pairs: number;
  /** How many of these were not searched for want of time. They are undecided. */
  readonly unsearched: number;
}

/**
 * Finds which upstream tokens can become which roles, by the rules of an exchange and the trust policies of AWS.
 *
 * @throws {DrawbridgeError} `config_invalid` for rules with faults
 */
export async function findReach(given: ReachOptions): Promise<ReachReport> {
  const { issuer, now, deadline = 60_000, clock = systemClock } = given;
  const end = clock.monotonic() + deadline;
  const table = createConditionTable();
  const options = {
    rules: await compileRules(given.rules),
    issuer,
    now,
    table,
    findTooLong: createFindTooLong(),
  };
  const outlines = await outlineRules(given.rules);
  const placed = modelRoles(given.roles, issuer, now).flatMap((role) =>
    role.assume.map((statement) => ({ role, statement, name: statementName(statement.statement) })),
  );
  const index = createStatementIndex(placed, withoutScheme(issuer), table);
  const complete = createCompletion(`${withoutScheme(issuer).toLowerCase()}:aud`);
  const found = placed.map((): ReachPath[] => []);
  const late = outOfTime(deadline);
  let pairs = 0;
  let unsearched = 0;
  for (const rule of modelRules(outlines, given)) {
    pairs += placed.length;
    const search = createPairSearch(rule, options);
    for (const position of index.candidates(rule)) {
      const { role, statement, name } = placed[position] as PlacedStatement;
      const isLate = clock.monotonic() >= end;
      if (isLate) unsearched++;
      else if (!mayHold(rule, statement, table)) continue;
      const answer = isLate ? late : search(role, statement);
      if (answer === undefined) continue;
      found[position]?.push({
        issuer: rule.upstream.issuer,
        rule: rule.outline.rule.name,
        role: role.role.arn,
        statement: name,
        answer: complete(answer, statement),
      });
    }
  }
  return { paths: found.flat(), pairs, unsearched };
}

/**
 * IAM lets in audiences that are client IDs of the provider: which, no file tells, but a condition on `aud` names those that are meant. Where there
 * is none, the answer says which audiences there are, and stays one for all whose answer it is.
 */
function createCompletion(audienceKey: string) {
  const open = new WeakMap<ReachAnswer, ReachAnswer>();
  return (answer: ReachAnswer, { conditions }: CompiledStatement): ReachAnswer => {
    if (answer.reach !== 'yes') return answer;
    const names = conditions.some(
      ({ condition: { key, operator } }) =>
        key.toLowerCase() === audienceKey && !operator.isNegated,
    );
    if (names) return answer;
    const { aud } = answer.witness.minted;
    const clientIds = (Array.isArray(aud) ? aud : [aud]).map(String);
    const completed = open.get(answer) ?? { ...answer, clientIds };
    open.set(answer, completed);
    return completed;
  };
}

/** One at a time: none is kept when its turn is over. A rule of an issuer that is none of the upstreams is about no token. */
function* modelRules(
  outlines: readonly RuleOutline[],
  { upstreams, issuer }: ReachOptions,
): Generator<RuleModel> {
  const byIssuer = new Map(upstreams.map((upstream) => [upstream.issuer, upstream]));
  const places = new Map(outlines.map((outline, place) => [outline.rule.name, { outline, place }]));
  for (const [place, outline] of outlines.entries()) {
    const { match } = outline.rule;
    const upstream = byIssuer.get(match.issuer);
    const earlier = (name: string) => {
      const other = places.get(name);
      const isEarlier = other !== undefined && other.place < place;
      return isEarlier && other.outline.rule.match.issuer === match.issuer
        ? other.outline
        : undefined;
    };
    if (upstream !== undefined) yield modelRule(outline, upstream, earlier, issuer);
  }
}
