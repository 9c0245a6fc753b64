import { compileRules, type Rule } from '@drawbridge/rules';
import { outlineRules, type RuleOutline } from '@drawbridge/rules/analysis';
import type { CompiledStatement } from '../evaluate/compile-statement.ts';
import { statementName } from '../evaluate/words.ts';
import { withoutScheme } from '../provider-url.ts';
import { mayHold } from './index/may-hold.ts';
import { createStatementIndex, type PlacedStatement } from './index/statement-index.ts';
import { createConditionTable } from './require-condition.ts';
import { modelRole, type ReachRole } from './role-model.ts';
import { modelRule, type RuleModel } from './rule-model.ts';
import { searchPair } from './search-pair.ts';
import type { ReachUpstream } from './tokens/rule-tokens.ts';
import { createFindTooLong } from './tokens/too-long.ts';
import { createWitnessBook } from './witness-book.ts';
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
}

/** What upstream tokens can become. */
export interface ReachReport {
  /** The ways that are there, or may be. Of all others it is proved that no token goes them. */
  readonly paths: readonly ReachPath[];
  /** How many there could be: pairs of a rule and a statement of a role. */
  readonly pairs: number;
}

/**
 * Finds which upstream tokens can become which roles, by the rules of an exchange and the trust policies of AWS.
 *
 * @throws {DrawbridgeError} `config_invalid` for rules with faults
 */
export async function findReach(given: ReachOptions): Promise<ReachReport> {
  const { issuer, now } = given;
  const options = {
    rules: await compileRules(given.rules),
    issuer,
    now,
    table: createConditionTable(),
    findTooLong: createFindTooLong(),
    witnesses: createWitnessBook(),
  };
  const rules = modelRules(await outlineRules(given.rules), given);
  const placed = given.roles
    .map((role) => modelRole(role, issuer, now))
    .flatMap((role) => role.assume.map((statement) => ({ role, statement })));
  const host = withoutScheme(issuer).toLowerCase();
  const index = createStatementIndex(placed, withoutScheme(issuer), options.table);
  const found = placed.map((): ReachPath[] => []);
  for (const rule of rules) {
    for (const position of index.candidates(rule)) {
      const { role, statement } = placed[position] as PlacedStatement;
      if (!mayHold(rule, statement, options.table)) continue;
      const answer = searchPair(rule, role, statement, options);
      if (answer === undefined) continue;
      found[position]?.push({
        issuer: rule.upstream.issuer,
        rule: rule.outline.rule.name,
        role: role.role.arn,
        statement: statementName(statement.statement),
        answer: withClientIds(answer, statement, `${host}:aud`),
      });
    }
  }
  return { paths: found.flat(), pairs: rules.length * placed.length };
}

/** IAM lets in audiences that are client IDs of the provider: which, no file tells, but a condition on `aud` names those that are meant. */
function withClientIds(
  answer: ReachAnswer,
  { conditions }: CompiledStatement,
  audienceKey: string,
): ReachAnswer {
  if (answer.reach !== 'yes') return answer;
  const names = conditions.some(
    ({ condition: { key, operator } }) => key.toLowerCase() === audienceKey && !operator.isNegated,
  );
  if (names) return answer;
  const { aud } = answer.witness.minted;
  return { ...answer, clientIds: (Array.isArray(aud) ? aud : [aud]).map(String) };
}

/** A rule of an issuer that is none of the upstreams is about no token. */
function modelRules(
  outlines: readonly RuleOutline[],
  { upstreams, issuer }: ReachOptions,
): readonly RuleModel[] {
  const byIssuer = new Map(upstreams.map((upstream) => [upstream.issuer, upstream]));
  const places = new Map(outlines.map((outline, place) => [outline.rule.name, { outline, place }]));
  return outlines.flatMap((outline, place) => {
    const { match } = outline.rule;
    const upstream = byIssuer.get(match.issuer);
    const earlier = (name: string) => {
      const other = places.get(name);
      const isEarlier = other !== undefined && other.place < place;
      return isEarlier && other.outline.rule.match.issuer === match.issuer
        ? other.outline
        : undefined;
    };
    return upstream === undefined ? [] : [modelRule(outline, upstream, earlier, issuer)];
  });
}
