import { compileMatch, type Match } from './compare.ts';
import { compileKey, type KeyAsk, type KeyReader } from './compile-key.ts';
import type { KeyState } from './key-state.ts';
import { type Pattern, toPattern } from './like.ts';
import type { ConditionOperator } from './operators.ts';
import type { ConditionValue, TrustCondition } from './policy-document.ts';
import { agreed, allOf, anyOf, not, type Tri } from './tri.ts';
import type { ValuePart } from './value-parts.ts';

export interface CompiledCondition {
  readonly condition: TrustCondition;
  readonly stateOf: KeyReader;
  readonly judge: (ask: KeyAsk) => Tri;
  /** Whether a value of the policy has a variable that this request does not have. */
  readonly lacksVariable: (ask: KeyAsk) => boolean;
}

/** A value of the policy, for one request. */
type Value = { readonly match: (ask: KeyAsk) => Match | 'unresolved' | 'open' };

/** Makes the judgement of one key of one operator, as the IAM user guide has it ("Condition operators"). */
export function compileCondition(condition: TrustCondition): CompiledCondition {
  const { operator } = condition;
  const stateOf = compileKey(condition.key);
  const values = condition.values.map((value) => compileValue(operator, value));
  const lacksVariable = (ask: KeyAsk) => values.some(({ match }) => match(ask) === 'unresolved');
  const hasVariables = condition.values.some(({ parts }) => parts.some((part) => !isPlain(part)));
  if (operator.kind === 'null') {
    return { condition, stateOf, judge: judgeNull(condition, stateOf), lacksVariable };
  }
  const judge = (ask: KeyAsk): Tri => {
    const state = stateOf(ask);
    if (values.length === 0 || state.possible.length === 0) return undefined;
    const matches = (value: string) =>
      anyOf(values, ({ match }) => {
        const found = match(ask);
        return typeof found === 'function' ? found(value) : found === 'open' ? undefined : false;
      });
    const answer = agreed(
      state.possible.map((given) => judgeValues(operator, given, state.isMany === true, matches)),
    );
    // A variable that the request lacks may make the whole statement count for nothing, or only this value.
    return answer === true && hasVariables && lacksVariable(ask) ? undefined : answer;
  };
  return { condition, stateOf, judge, lacksVariable };
}

function judgeValues(
  { isNegated, set, isIfExists }: ConditionOperator,
  values: readonly string[] | undefined,
  isMany: boolean,
  matches: Match,
): Tri {
  const fits = (value: string) => (isNegated ? not(matches(value)) : matches(value));
  if (values === undefined) {
    if (isIfExists || set === 'ForAllValues') return true;
    if (set === undefined) return isNegated;
    // ForAnyValue does not hold without values, and negated operators hold without the key: the guide says both.
    return isNegated ? undefined : false;
  }
  if (set !== undefined) {
    // An empty text is no value for these; what may be one is judged beside as missing.
    return set === 'ForAllValues' ? allOf(values, fits) : anyOf(values, fits);
  }
  if (!isMany) return allOf(values, fits);
  // The guide asks for a set operator here, and does not say what comes of none: what no reading lets hold does not hold.
  return anyOf(values, fits) === false ? false : undefined;
}

function judgeNull({ operator, values }: TrustCondition, stateOf: KeyReader): (ask: KeyAsk) => Tri {
  return (ask) => {
    const state = stateOf(ask);
    const isMissing = missingness(state);
    // The guide has no Null for a set of values, and those who tried it, or left it out, do not agree.
    if (operator.set !== undefined) return undefined;
    if (values.length === 0 || isMissing === undefined) return undefined;
    return anyOf(values, ({ text }) =>
      text === 'true' ? isMissing : text === 'false' ? !isMissing : undefined,
    );
  };
}

function missingness({ possible, isPresent }: KeyState): Tri {
  if (isPresent === true) return false;
  return possible.length === 0 ? undefined : agreed(possible.map((values) => values === undefined));
}

function compileValue(operator: ConditionOperator, { parts }: ConditionValue): Value {
  const pattern = toPattern(parts);
  if (pattern !== undefined) {
    const match = compileMatch(operator.kind, pattern);
    return { match: () => match };
  }
  const readers = new Map(
    parts.flatMap((part) =>
      'variable' in part ? [[part.variable, compileKey(part.variable)] as const] : [],
    ),
  );
  return { match: (ask) => resolve(operator, parts, readers, ask) };
}

function resolve(
  { kind }: ConditionOperator,
  parts: readonly ValuePart[],
  readers: ReadonlyMap<string, KeyReader>,
  ask: KeyAsk,
): Match | 'unresolved' | 'open' {
  const literal: Pattern[number][] = [];
  let isDoubtful = false;
  for (const part of parts) {
    if ('text' in part) literal.push(part.text);
    else if ('wild' in part) literal.push(part);
    else if ('unclear' in part) return 'open';
    else {
      const { possible = [] } = readers.get(part.variable)?.(ask) ?? {};
      const [values, other] = possible;
      if (possible.length === 0 || other !== undefined || possible.length > 1) return 'open';
      if (values !== undefined && values.length !== 1) return 'open';
      const text = values?.[0] ?? part.fallback;
      if (text === undefined) return 'unresolved';
      if (kind === 'stringLike' || kind === 'arn') isDoubtful ||= /[*?:]/.test(text);
      literal.push(text);
    }
  }
  const match = compileMatch(kind, literal);
  if (!isDoubtful) return match;
  // Whether what a variable stands for may have wildcards, or colons of an ARN, is not documented.
  const wild = compileMatch(kind, wilder(literal));
  return (value) => (kind === 'arn' ? undefined : agreed([match(value), wild(value)]));
}

function wilder(pattern: Pattern): Pattern {
  return pattern.flatMap((part) =>
    typeof part !== 'string'
      ? [part]
      : part.split(/([*?])/).map((text) => (text === '*' || text === '?' ? { wild: text } : text)),
  );
}

function isPlain(part: ValuePart): boolean {
  return 'text' in part || 'wild' in part;
}
