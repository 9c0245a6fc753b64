import { quote } from '@drawbridge/core';
import type { FunctionRow } from '../functions/function-table.ts';
import { fault, Trouble, unknown } from '../trouble.ts';
import { type CelResult, type CelValue, type TypeName, typeOf } from '../values/value.ts';
import { CompileFault } from './compile-fault.ts';
import { areDifferent, DYN, type KnownType, nameOfType } from './known-type.ts';
import { compileMacro } from './macros.ts';
import { type Node, node } from './node.ts';
import type { Call, Compile, Surroundings } from './surroundings.ts';

/** @throws {CompileFault} */
export function compileCall(call: Call, around: Surroundings, compile: Compile): Node {
  const macro = compileMacro(call, around, compile);
  if (macro !== undefined) return macro;
  const { table, names } = around;
  const { target, args } = call;
  // `optional.of(…)`: a name with a dot, and not a method of what is called `optional`.
  const space = target?.kind === 'name' && !names.has(target.name) ? target.name : undefined;
  const name = space === undefined ? call.name : `${space}.${call.name}`;
  const isMethod = target !== undefined && space === undefined;
  const operands = isMethod ? [target, ...args] : args;
  const rows = table.rowsFor(name, isMethod, operands.length);
  if (rows === undefined) {
    // What is not known may be a macro: the names in it could be its own.
    if (!table.isChecked || !table.knows(name)) {
      around.notKnown?.add(name);
      return node('dyn', () => unknown(`the function ${name}`));
    }
    throw new CompileFault(`${name} is not called that way`);
  }
  const nodes = operands.map((operand) => compile(operand, around));
  const fitting = rows.filter(({ takes }) =>
    takes.every((type, index) => fits(nodes[index]?.type ?? 'dyn', type)),
  );
  if (table.isChecked && fitting.length === 0) {
    throw new CompileFault(
      noOverload(
        name,
        nodes.map(({ type }) => type),
      ),
    );
  }
  if (table.isChecked) requireComparable(name, nodes);
  return node(typeOfCall(fitting), (scope) => {
    const values: CelValue[] = [];
    let trouble: Trouble | undefined;
    for (const operand of nodes) {
      const value = operand.run(scope);
      if (value instanceof Trouble) trouble = better(trouble, value);
      else values.push(value);
    }
    return trouble ?? dispatch(name, rows, values, scope.meter);
  });
}

/** A fault of one operand is a fault of the call, whatever the others would have been. */
function better(one: Trouble | undefined, other: Trouble): Trouble {
  return one === undefined || (one.kind === 'unknown' && other.kind === 'fault') ? other : one;
}

function dispatch(
  name: string,
  rows: readonly FunctionRow[],
  values: readonly CelValue[],
  meter: Parameters<FunctionRow['run']>[1],
): CelResult {
  const types = values.map(typeOf);
  const row = rows.find(({ takes }) =>
    takes.every((type, index) => type === 'dyn' || type === types[index]),
  );
  return row === undefined ? fault(noOverload(name, types)) : row.run(values, meter);
}

function fits(known: TypeName, wanted: TypeName): boolean {
  return known === 'dyn' || wanted === 'dyn' || known === wanted;
}

function typeOfCall(rows: readonly FunctionRow[]): TypeName {
  const [first, ...others] = new Set(rows.map(({ gives }) => gives));
  return first === undefined || others.length > 0 ? 'dyn' : first;
}

const NUMBERS: ReadonlySet<TypeName> = new Set(['int', 'uint', 'double']);
const WITHOUT_ORDER: ReadonlySet<TypeName> = new Set([
  'list',
  'map',
  'type',
  'optional_type',
  'object',
]);

/**
 * cel-go's checker wants both sides of `==` to be of one type, where it knows them, and both sides of `<` to have an order, in
 * which numbers may be of several types.
 */
function requireComparable(name: string, nodes: readonly Node[]): void {
  const isOrder = /^_[<>]=?_$/.test(name);
  if (name === '@in') requireAmong(nodes);
  if (!isOrder && name !== '_==_' && name !== '_!=_') return;
  const types = [...new Set(nodes.map(({ type }) => type))].filter((type) => type !== 'dyn');
  const [left, right] = nodes;
  const isMixed =
    left !== undefined &&
    right !== undefined &&
    areDifferent(left, right) &&
    !(isOrder && types.every((type) => NUMBERS.has(type)));
  if (isMixed || (isOrder && types.some((type) => WITHOUT_ORDER.has(type)))) {
    const named = isMixed ? [left, right].map(nameOfType) : types;
    throw new CompileFault(`${named.join(' and ')} cannot be compared by ${name.slice(1, -1)}`);
  }
}

/** What is looked for in a list or map may be there. */
function requireAmong([value, { type, key, item } = DYN]: readonly KnownType[]): void {
  const wanted = type === 'list' ? item : key && { type: key };
  if (value === undefined || wanted === undefined || !areDifferent(value, wanted)) return;
  throw new CompileFault(`${nameOfType(value)} is looked for among ${nameOfType(wanted)}`);
}

function noOverload(name: string, types: readonly TypeName[]): string {
  return `${quote(name)} does not take ${types.join(', ') || 'nothing'}`;
}
