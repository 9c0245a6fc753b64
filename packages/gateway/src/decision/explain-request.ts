import {
  type AccessDecision,
  type AccessPerson,
  type AccessRule,
  type AccessRuleExplanation,
  type AccessRules,
  narrowestAccessRule,
} from '@drawbridge/rules';
import { judgeRequest, type ToldRequest } from '../question/judge-request.ts';
import { type AppsOptions, createRequireApp } from './require-app.ts';
import { strictest } from './strictest.ts';

/** What a request is explained by: what it would be decided by. */
export interface ExplainRequestOptions extends AppsOptions {
  readonly access: Pick<AccessRules, 'explain'>;
}

/** A request, as somebody tells it. */
export interface ExplainedRequest extends ToldRequest {
  /** The IP address of the client; `undefined` where nobody says. */
  readonly address?: string | undefined;
}

/** What the rules say of one of the paths that apps may read in a target. */
export interface ExplainedReading {
  readonly path: string;
  readonly decision: AccessDecision;
  readonly rules: readonly AccessRuleExplanation[];
}

/** What is decided about a request, and why. */
export interface RequestExplanation {
  /** The strictest of its readings. */
  readonly decision: AccessDecision;
  readonly readings: readonly [ExplainedReading, ...ExplainedReading[]];
  /**
   * Of the rules that let people in and are about this request, the name of the one that lacks fewest checks; none, where one that
   * keeps out comes before it.
   */
  readonly nearest?: string;
  /** The narrowest rule that would let this person in where they are kept out, on all readings; for the operator to think about. */
  readonly narrowest?: AccessRule;
}

/**
 * Says why a request would be decided as it would. Nobody is looked up: who asks is told.
 *
 * @param person - `undefined`: nobody is signed in
 * @throws {DrawbridgeError} `request_malformed`, `request_forbidden`, for what no rule is asked about
 */
export function explainRequest(
  { access, ...apps }: ExplainRequestOptions,
  told: ExplainedRequest,
  person: AccessPerson | undefined,
): RequestExplanation {
  const { scheme, host, readings, method } = judgeRequest(told);
  createRequireApp(apps)({ scheme, host });
  const { address } = told;
  const explained = readings.map(
    (path): ExplainedReading => ({
      path,
      ...access.explain({ host, path, method, address }, person),
    }),
  ) as [ExplainedReading, ...ExplainedReading[]];
  const [first, ...more] = explained;
  const decision = strictest([first.decision, ...more.map((reading) => reading.decision)]);
  const said = { decision, readings: explained };
  if (decision.kind !== 'denied') return said;
  const { rules } = explained.find((reading) => reading.decision === decision) ?? first;
  const nearest = nearestOf(rules);
  const narrowest =
    person &&
    narrowestOf(readings.map((path) => narrowestAccessRule({ host, path, method }, person)));
  return {
    ...said,
    ...(nearest !== undefined && { nearest }),
    ...(narrowest !== undefined && { narrowest }),
  };
}

function nearestOf(rules: readonly AccessRuleExplanation[]): string | undefined {
  let least = Number.POSITIVE_INFINITY;
  let nearest: string | undefined;
  for (const { rule, effect, checks } of rules) {
    const isElsewhere = checks.some(({ of, standing }) => of === 'request' && standing === 'unmet');
    const lacking = checks.filter(({ standing }) => standing !== 'met').length;
    if (effect === 'deny' || isElsewhere || lacking >= least) continue;
    least = lacking;
    nearest = rule;
  }
  return nearest;
}

/** One for all readings, which differ in the path alone. */
function narrowestOf(rules: readonly (AccessRule | undefined)[]): AccessRule | undefined {
  const [first, ...more] = rules;
  if (first === undefined || more.length === 0) return first;
  const paths = rules.flatMap((rule) => rule?.match.paths ?? []);
  return { ...first, match: { ...first.match, paths } };
}
