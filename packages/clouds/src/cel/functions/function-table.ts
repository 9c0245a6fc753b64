import type { Meter } from '../meter.ts';
import type { CelResult, CelValue, TypeName } from '../values/value.ts';

/** A function for operands of given types; of a method, the first is what it is called of. */
export interface FunctionRow {
  readonly name: string;
  readonly isMethod: boolean;
  readonly takes: readonly TypeName[];
  readonly gives: TypeName;
  run(operands: readonly CelValue[], meter: Meter): CelResult;
}

/** The functions of a dialect. */
export interface FunctionTable {
  /** Whether types are checked before an expression is evaluated, and all functions are known by name. */
  readonly isChecked: boolean;
  /** Whether it has optional values and macros of two names. */
  readonly hasOptionals: boolean;
  /** Whether there is a function of that name that can be evaluated here. */
  knows(name: string): boolean;
  /** Whether the relying party has a function of that name that cannot. */
  has(name: string): boolean;
  /** @returns `undefined` where there are none */
  rowsFor(
    name: string,
    isMethod: boolean,
    operands: number,
  ): readonly [FunctionRow, ...FunctionRow[]] | undefined;
}

export function createFunctionTable(
  rows: readonly FunctionRow[],
  traits: Pick<FunctionTable, 'isChecked' | 'hasOptionals' | 'has'>,
): FunctionTable {
  const byShape = new Map<string, [FunctionRow, ...FunctionRow[]]>();
  const names = new Set(rows.map(({ name }) => name));
  for (const row of rows) {
    const shape = shapeOf(row.name, row.isMethod, row.takes.length);
    const others = byShape.get(shape);
    if (others === undefined) byShape.set(shape, [row]);
    else others.push(row);
  }
  return {
    ...traits,
    knows: (name) => names.has(name),
    rowsFor: (name, isMethod, operands) => byShape.get(shapeOf(name, isMethod, operands)),
  };
}

function shapeOf(name: string, isMethod: boolean, operands: number): string {
  return `${isMethod ? '.' : ''}${name}/${operands}`;
}
