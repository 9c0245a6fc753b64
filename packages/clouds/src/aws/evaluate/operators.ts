/** How a key is compared. */
export type ComparisonKind =
  | 'string'
  | 'stringIgnoreCase'
  | 'stringLike'
  | 'numericEquals'
  | 'numericLess'
  | 'numericLessOrEqual'
  | 'numericGreater'
  | 'numericGreaterOrEqual'
  | 'dateEquals'
  | 'dateLess'
  | 'dateLessOrEqual'
  | 'dateGreater'
  | 'dateGreaterOrEqual'
  | 'bool'
  | 'binary'
  | 'ip'
  | 'arn'
  | 'null';

export interface ConditionOperator {
  /** As IAM writes it: `ForAnyValue:StringLikeIfExists`. */
  readonly name: string;
  readonly kind: ComparisonKind;
  readonly isNegated: boolean;
  /** Which of several values of the key must match; without it, the key should have one. */
  readonly set?: 'ForAllValues' | 'ForAnyValue';
  /** Whether it holds, too, where the request has no such key. */
  readonly isIfExists: boolean;
}

interface Row {
  readonly name: string;
  readonly kind: ComparisonKind;
  readonly isNegated: boolean;
}

function row(name: string, kind: ComparisonKind, isNegated = false): Row {
  return { name, kind, isNegated };
}

/** IAM user guide, "IAM JSON policy elements: Condition operators", read 2026-11. */
const OPERATORS: readonly Row[] = [
  row('StringEquals', 'string'),
  row('StringNotEquals', 'string', true),
  row('StringEqualsIgnoreCase', 'stringIgnoreCase'),
  row('StringNotEqualsIgnoreCase', 'stringIgnoreCase', true),
  row('StringLike', 'stringLike'),
  row('StringNotLike', 'stringLike', true),
  row('NumericEquals', 'numericEquals'),
  row('NumericNotEquals', 'numericEquals', true),
  row('NumericLessThan', 'numericLess'),
  row('NumericLessThanEquals', 'numericLessOrEqual'),
  row('NumericGreaterThan', 'numericGreater'),
  row('NumericGreaterThanEquals', 'numericGreaterOrEqual'),
  row('DateEquals', 'dateEquals'),
  row('DateNotEquals', 'dateEquals', true),
  row('DateLessThan', 'dateLess'),
  row('DateLessThanEquals', 'dateLessOrEqual'),
  row('DateGreaterThan', 'dateGreater'),
  row('DateGreaterThanEquals', 'dateGreaterOrEqual'),
  row('Bool', 'bool'),
  row('BinaryEquals', 'binary'),
  row('IpAddress', 'ip'),
  row('NotIpAddress', 'ip', true),
  row('ArnEquals', 'arn'),
  row('ArnLike', 'arn'),
  row('ArnNotEquals', 'arn', true),
  row('ArnNotLike', 'arn', true),
  row('Null', 'null'),
];

const BY_NAME: ReadonlyMap<string, Row> = new Map(
  OPERATORS.map((operator) => [operator.name.toLowerCase(), operator]),
);

const SETS = ['ForAllValues', 'ForAnyValue'] as const;
const IF_EXISTS = 'ifexists';

/** Reads the name of an operator, in any case. `undefined` for what is none. */
export function parseOperator(text: string): ConditionOperator | undefined {
  let rest = text.toLowerCase();
  const set = SETS.find((name) => rest.startsWith(`${name.toLowerCase()}:`));
  if (set !== undefined) rest = rest.slice(set.length + 1);
  const isIfExists = rest.endsWith(IF_EXISTS);
  const found = BY_NAME.get(isIfExists ? rest.slice(0, -IF_EXISTS.length) : rest);
  // The same page: IfExists goes with every operator but Null.
  if (found === undefined || (isIfExists && found.kind === 'null')) return undefined;
  const { name, kind, isNegated } = found;
  return {
    name: `${set === undefined ? '' : `${set}:`}${name}${isIfExists ? 'IfExists' : ''}`,
    kind,
    isNegated,
    ...(set !== undefined && { set }),
    isIfExists,
  };
}

/** Names of operators are no longer. */
const LONGEST_NAME = 60;

/** The operator that was most likely meant by a text that names none: `StringEqual`, `StringNotEqualIfExist`. */
export function nearestOperator(text: string): string | undefined {
  if (text.length > LONGEST_NAME) return undefined;
  const bare = text
    .toLowerCase()
    .replace(/^.*:/s, '')
    .replace(/ifexists?$/, '');
  const near = OPERATORS.map(({ name }) => ({ name, far: distance(bare, name.toLowerCase()) }));
  const [best] = near.toSorted((one, other) => one.far - other.far);
  return best !== undefined && best.far <= 3 ? best.name : undefined;
}

/** How many characters are to be put in, left out or changed to make one of the other. */
function distance(one: string, other: string): number {
  let costs = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let index = 0; index < one.length; index++) {
    const next = [index + 1];
    for (let at = 0; at < other.length; at++) {
      const changed = (costs[at] ?? 0) + (one[index] === other[at] ? 0 : 1);
      next.push(Math.min(changed, (costs[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    costs = next;
  }
  return costs[other.length] ?? 0;
}

/** Whether an operator takes `*` and `?` for wildcards. */
export function hasWildcards(kind: ComparisonKind): boolean {
  return kind === 'stringLike' || kind === 'arn';
}

/** Whether an operator takes variables: the same page says so of each kind. */
export function hasVariables(kind: ComparisonKind): boolean {
  return kind.startsWith('string') || kind === 'arn' || kind === 'bool';
}
