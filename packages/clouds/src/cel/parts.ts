import { childrenOf, type Expression } from './syntax/expression.ts';

/** What an expression joins by `&&` at its top, in parentheses or not; else itself. */
export function partsOf(expression: Expression): readonly Expression[] {
  return expression.kind === 'and' ? expression.parts.flatMap(partsOf) : [expression];
}

/** The members of variables that an expression reads, each once, in its order. */
export function readsOf(
  expression: Expression,
  variables: ReadonlySet<string>,
): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  collect(expression, variables, (path) => found.set(JSON.stringify(path), path));
  return [...found.values()];
}

function collect(
  expression: Expression,
  variables: ReadonlySet<string>,
  add: (path: readonly string[]) => void,
): void {
  const path = pathOf(expression, variables);
  if (path !== undefined) {
    add(path);
    return;
  }
  for (const child of childrenOf(expression)) collect(child, variables, add);
}

/** `a.b`, `a.?b`, `a["b"]`, of a variable. */
function pathOf(
  expression: Expression,
  variables: ReadonlySet<string>,
): readonly string[] | undefined {
  if (expression.kind === 'name') {
    return variables.has(expression.name) ? [expression.name] : undefined;
  }
  if (expression.kind !== 'select' && expression.kind !== 'index') return undefined;
  const operand = pathOf(expression.operand, variables);
  if (operand === undefined) return undefined;
  if (expression.kind === 'select') return [...operand, expression.field];
  const { index } = expression;
  if (index.kind !== 'literal' || typeof index.value !== 'string') return undefined;
  return [...operand, index.value];
}
