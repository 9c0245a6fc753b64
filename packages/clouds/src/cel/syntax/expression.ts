import type { CelValue } from '../values/value.ts';

/** A parsed expression. */
export type Expression = Place & Shape;

interface Place {
  /** Where it begins and ends in the text. */
  readonly start: number;
  readonly end: number;
  /** How deep it is nested, itself included. */
  readonly depth: number;
}

export type Shape =
  | { readonly kind: 'literal'; readonly value: CelValue }
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'select';
      readonly operand: Expression;
      readonly field: string;
      /** `a.?b` */
      readonly isOptional: boolean;
      /** In back quotes, which the relying parties may not know. */
      readonly isQuoted: boolean;
    }
  | {
      readonly kind: 'index';
      readonly operand: Expression;
      readonly index: Expression;
      /** `a[?b]` */
      readonly isOptional: boolean;
    }
  /** Of a function, a method or an operator, which is called `_+_`, `!_`. */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly target: Expression | undefined;
      readonly args: readonly Expression[];
    }
  /** `&&` and `||`, as many as stand side by side. */
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  | { readonly kind: 'map'; readonly entries: readonly Entry[] }
  /** `google.rpc.Status{code: 5}`, which nothing of a token is. */
  | { readonly kind: 'message'; readonly name: string };

export interface Item {
  readonly value: Expression;
  readonly isOptional: boolean;
}

export interface Entry extends Item {
  readonly key: Expression;
}

/** The expressions that one is made of. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'name':
    case 'message':
      return [];
    case 'select':
      return [expression.operand];
    case 'index':
      return [expression.operand, expression.index];
    case 'call':
      return expression.target === undefined
        ? expression.args
        : [expression.target, ...expression.args];
    case 'and':
    case 'or':
      return expression.parts;
    case 'conditional':
      return [expression.test, expression.yes, expression.no];
    case 'list':
      return expression.items.map(({ value }) => value);
    case 'map':
      return expression.entries.flatMap(({ key, value }) => [key, value]);
  }
}
