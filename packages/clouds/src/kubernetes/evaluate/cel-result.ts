/** What an expression is sure to be, as far as it can be told without the types of every function. */
type Result = 'boolean' | 'other' | 'unknown';

/** As `@bufbuild/cel` hands out what it parsed; the names are those of google.api.expr, syntax.proto. */
type Node = NonNullable<ReturnType<Parse>['expr']>;
type Parse = typeof import('@bufbuild/cel').parse;

const TESTS = ['_==_', '_!=_', '_<_', '_<=_', '_>_', '_>=_', '@in', '_in_', '!_', '_&&_', '_||_'];
const NUMBERS = ['_+_', '_-_', '_*_', '_/_', '_%_', '-_'];

/** Functions of the Kubernetes environment by what they answer (kubernetes.io, "Common Expression Language in Kubernetes"). */
const TRUE_OR_FALSE = [
  ...['startsWith', 'endsWith', 'contains', 'matches', 'bool', 'hasValue', 'isSorted', 'isURL'],
  ...['isIP', 'isCIDR', 'isQuantity', 'isInteger', 'isSemver', 'isGreaterThan', 'isLessThan'],
  ...['containsIP', 'containsCIDR', 'equivalent', 'intersects'],
];
const SOMETHING_ELSE = [
  ...['size', 'string', 'int', 'uint', 'double', 'bytes', 'type', 'dyn', 'duration', 'timestamp'],
  ...['lowerAscii', 'upperAscii', 'trim', 'split', 'join', 'replace', 'substring', 'charAt'],
  ...['indexOf', 'lastIndexOf', 'find', 'findAll'],
];

/**
 * Whether an expression is sure to be true or false. API servers take no other one as a rule: what is read of claims may be
 * anything (`claims.admin`), and only a comparison (`claims.admin == true`) makes it sure.
 *
 * @returns `undefined` where that cannot be told: a function, or a syntax, that is not known here
 */
export async function yieldsBoolean(expression: string): Promise<boolean | undefined> {
  const { parse } = await import('@bufbuild/cel');
  try {
    const { expr } = parse(expression);
    const result = expr === undefined ? 'unknown' : resultOf(expr);
    return result === 'unknown' ? undefined : result === 'boolean';
  } catch {
    // Also what is nested too deep for the stack.
    return undefined;
  }
}

function resultOf({ exprKind: { case: kind, value } }: Node): Result {
  switch (kind) {
    case 'constExpr':
      return value.constantKind.case === 'boolValue' ? 'boolean' : 'other';
    case 'identExpr':
      return value.name === 'claims' || value.name === 'user' ? 'other' : 'unknown';
    case 'selectExpr':
      // That of has() is a test; what is read of claims may be anything, and a user has no member that is true or false.
      if (value.testOnly) return 'boolean';
      return isVariable(value.operand) ? 'other' : 'unknown';
    case 'listExpr':
    case 'structExpr':
      return 'other';
    case 'callExpr':
      return resultOfCall(value.function, value.args);
    default:
      // Macros: all and exists begin with true or false, map and filter with a list, but not all do.
      return kind === 'comprehensionExpr' && value.result?.exprKind.case === 'callExpr'
        ? resultOf(value.result)
        : kind === 'comprehensionExpr' && value.accuInit !== undefined
          ? resultOf(value.accuInit)
          : 'unknown';
  }
}

function resultOfCall(name: string, args: readonly Node[]): Result {
  if (TESTS.includes(name) || TRUE_OR_FALSE.includes(name)) return 'boolean';
  if (NUMBERS.includes(name) || SOMETHING_ELSE.includes(name)) return 'other';
  if (name === '_[_]') return isVariable(args[0]) ? 'other' : 'unknown';
  if (name !== '_?_:_') return 'unknown';
  const [, yes, no] = args;
  const first = yes === undefined ? 'unknown' : resultOf(yes);
  return no !== undefined && resultOf(no) === first ? first : 'unknown';
}

/** Whether a chain of members begins with a variable. */
function isVariable(node: Node | undefined): boolean {
  for (let at = node; at !== undefined; ) {
    const { case: kind, value }: Node['exprKind'] = at.exprKind;
    if (kind === 'identExpr') return value.name === 'claims' || value.name === 'user';
    if (kind === 'selectExpr') at = value.operand;
    else if (kind === 'callExpr' && value.function === '_[_]') at = value.args[0];
    else return false;
  }
  return false;
}
