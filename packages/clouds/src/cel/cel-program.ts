import type { KnownType } from './evaluation/known-type.ts';

/** Whose CEL an expression is in: they differ in their functions, and in what a number of a token is. */
export type CelDialect = 'gcp' | 'kubernetes';

/** What an expression is compiled for. */
export interface CelOptions {
  /** The names that it may use: `claims`, `assertion`. */
  readonly variables: readonly string[];
  /** What these names are known to be, for a dialect that looks at types first. Default: maps. */
  readonly types?: ReadonlyMap<string, KnownType>;
  readonly dialect: CelDialect;
}

/** An expression that was read. */
export interface CelProgram {
  /**
   * Evaluates it. It takes no more than about a tenth of a second and a few megabytes, whatever the expression and the values are.
   *
   * @param values - JSON values, by the names of the variables; one that is missing is an unknown one
   * @param budget - what it shares with other evaluations of the same token. Default: its own
   */
  evaluate(values: Readonly<Record<string, unknown>>, budget?: CelBudget): CelOutcome;
  /** The type that it is known to have before it is evaluated, as CEL calls it (`bool`, `list`); `dyn` where a token tells. */
  readonly type: string;
  /** The functions that it calls, and that the relying party is not known to have: it may not take the expression at all. */
  readonly foreign: readonly string[];
  /** What the expression joins by `&&` at its top, in its order; the expression itself, where it joins nothing. */
  readonly parts: readonly CelPart[];
}

/** A part of a condition: all have to be true. */
export interface CelPart {
  /** As it is written. */
  readonly text: string;
  /** What it reads of its variables, in its order: `[["claims", "sub"], ["claims", "org", "name"]]`. */
  readonly reads: readonly (readonly string[])[];
  readonly type: string;
  evaluate(values: Readonly<Record<string, unknown>>, budget?: CelBudget): CelOutcome;
}

/** What many evaluations may cost together: a file may have hundreds of expressions. */
export interface CelBudget {
  /** In units of which a single evaluation has 400,000 at most; each takes a fraction of a microsecond. */
  left: number;
}

/** What an expression comes to. */
export type CelOutcome =
  /** Text, number (a double), bigint (an int), boolean, null, a list (an array), or a map (a `Map`). */
  | { readonly value: unknown }
  /** An error of CEL, in words that complete a sentence: `no such key: "groups"`. */
  | { readonly fault: string }
  /** It needs what is not known here: `the function quantity`. */
  | { readonly unknown: string }
  /** It would take too long, in words that complete a sentence. */
  | { readonly costly: string };
