import type { FunctionTable } from '../functions/function-table.ts';
import type { Expression } from '../syntax/expression.ts';
import type { KnownType } from './known-type.ts';
import type { Node } from './node.ts';

/** What an expression is compiled against. */
export interface Surroundings {
  readonly table: FunctionTable;
  /** The names that stand for something there, and what they are known to be. */
  readonly names: ReadonlyMap<string, KnownType>;
  /** Gathers the functions that nothing is known of, not even whether there are any. */
  readonly notKnown?: Set<string>;
}

export type Call = Extract<Expression, { readonly kind: 'call' }>;
export type Compile = (expression: Expression, around: Surroundings) => Node;
