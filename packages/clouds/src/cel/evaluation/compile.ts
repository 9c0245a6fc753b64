import { quote } from '@drawbridge/core';
import type { FunctionTable } from '../functions/function-table.ts';
import type { Entry, Expression, Item } from '../syntax/expression.ts';
import { fault, Trouble, unknown, worse } from '../trouble.ts';
import {
  type CelKey,
  CelOptional,
  type CelResult,
  CelType,
  CelUint,
  keyOf,
  typeOf,
} from '../values/value.ts';
import { compileCall } from './compile-call.ts';
import { CompileFault } from './compile-fault.ts';
import { areDifferent, DYN, type KnownType, typeOfField, typeOfMember } from './known-type.ts';
import { indexOf, selectField, selectOptional } from './members.ts';
import { type Node, node } from './node.ts';
import { notBool } from './not-bool.ts';
import type { Surroundings } from './surroundings.ts';

const TYPE_NAMES: ReadonlySet<string> = new Set(
  'bool bytes double int list map null_type optional_type string type uint'.split(' '),
);

/** @throws {CompileFault} */
export function compile(expression: Expression, around: Surroundings): Node {
  const inner = (part: Expression) => compile(part, around);
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return node(typeOf(value), () => value);
    }
    case 'name':
      return compileName(expression.name, around);
    case 'select': {
      const time = timeType(expression);
      if (time !== undefined) return time;
      const { field } = expression;
      if (expression.isQuoted) return node('dyn', () => unknown('a field in back quotes'));
      if (expression.isOptional && !around.table.hasOptionals) return optionalSyntax();
      const operand = inner(expression.operand);
      const select = expression.isOptional ? selectOptional : selectField;
      const known = around.table.isChecked ? typeOfField(operand, field) : DYN;
      return node(expression.isOptional ? 'optional_type' : known, (scope) =>
        select(operand.run(scope), field, scope.meter),
      );
    }
    case 'index': {
      const { isOptional } = expression;
      if (isOptional && !around.table.hasOptionals) return optionalSyntax();
      const operand = inner(expression.operand);
      const index = inner(expression.index);
      const known = around.table.isChecked ? typeOfMember(operand, index) : DYN;
      return node(isOptional ? 'optional_type' : known, (scope) =>
        indexOf(operand.run(scope), index.run(scope), isOptional, scope.meter),
      );
    }
    case 'call':
      return compileCall(expression, around, compile);
    case 'and':
    case 'or':
      return compileJunction(expression.parts.map(inner), expression.kind === 'or', around);
    case 'conditional':
      return compileConditional(
        inner(expression.test),
        inner(expression.yes),
        inner(expression.no),
        around,
      );
    case 'list':
      if (!around.table.hasOptionals && expression.items.some(({ isOptional }) => isOptional)) {
        return optionalSyntax();
      }
      return compileList(expression.items, inner, around);
    case 'map':
      if (!around.table.hasOptionals && expression.entries.some(({ isOptional }) => isOptional)) {
        return optionalSyntax();
      }
      return compileMap(expression.entries, inner, around);
    case 'message':
      return node('dyn', () => unknown(`the message type ${expression.name}`));
  }
}

function optionalSyntax(): Node {
  return node('dyn', () => unknown('optional fields and members (`.?`)'));
}

function compileName(name: string, { names }: Surroundings): Node {
  const known = names.get(name);
  if (known !== undefined) {
    return node(known, (scope) => scope.find(name));
  }
  if (TYPE_NAMES.has(name)) {
    const value = new CelType(name);
    return node('type', () => value);
  }
  throw new CompileFault(`nothing is called ${quote(name)} there`);
}

/** `google.protobuf.Timestamp` and `google.protobuf.Duration`, the types whose names have dots. */
function timeType(expression: Expression): Node | undefined {
  if (expression.kind !== 'select' || expression.isOptional) return undefined;
  const { field, operand } = expression;
  const isTime =
    (field === 'Timestamp' || field === 'Duration') &&
    operand.kind === 'select' &&
    operand.field === 'protobuf' &&
    operand.operand.kind === 'name' &&
    operand.operand.name === 'google';
  const value = new CelType(`google.protobuf.${field}`);
  return isTime ? node('type', () => value) : undefined;
}

/** What decides the whole does so whatever the others are, also where they are faults or not known. */
function compileJunction(parts: readonly Node[], decides: boolean, { table }: Surroundings): Node {
  requireBool(table, parts);
  return node('bool', (scope) => {
    let trouble: Trouble | undefined;
    for (const part of parts) {
      const result = part.run(scope);
      if (result === decides) return decides;
      if (result === !decides) continue;
      trouble = worse(trouble, result instanceof Trouble ? result : notBool(result));
    }
    return trouble ?? !decides;
  });
}

function compileConditional(test: Node, yes: Node, no: Node, { table }: Surroundings): Node {
  requireBool(table, [test]);
  const isMixed = yes.type !== no.type;
  if (isMixed && table.isChecked && yes.type !== 'dyn' && no.type !== 'dyn') {
    throw new CompileFault(`a ? b : c has ${yes.type} for b, and ${no.type} for c`);
  }
  return node(isMixed ? 'dyn' : yes.type, (scope) => {
    const result = test.run(scope);
    if (typeof result !== 'boolean') return notBool(result);
    return (result ? yes : no).run(scope);
  });
}

function compileList(
  items: readonly Item[],
  inner: (part: Expression) => Node,
  { table }: Surroundings,
): Node {
  const nodes = items.map(({ value, isOptional }) => ({ item: inner(value), isOptional }));
  requireOneType(
    table,
    nodes.filter(({ isOptional }) => !isOptional).map(({ item }) => item),
  );
  const known = nodes.some(({ isOptional }) => isOptional)
    ? undefined
    : typeOfAll(nodes.map(({ item }) => item));
  return node({ type: 'list', ...(known !== undefined && { item: known }) }, (scope) => {
    const values: CelResult[] = [];
    scope.meter.spend(nodes.length);
    for (const { item, isOptional } of nodes) {
      const value = isOptional ? unwrap(item.run(scope)) : item.run(scope);
      if (value instanceof Trouble) return value;
      if (value !== undefined) values.push(value);
    }
    return values;
  });
}

function compileMap(
  entries: readonly Entry[],
  inner: (part: Expression) => Node,
  { table }: Surroundings,
): Node {
  const nodes = entries.map(({ key, value, isOptional }) => ({
    key: inner(key),
    value: inner(value),
    isOptional,
  }));
  requireOneType(
    table,
    nodes.map(({ key }) => key),
  );
  requireOneType(
    table,
    nodes.filter(({ isOptional }) => !isOptional).map(({ value }) => value),
  );
  return node('map', (scope) => {
    const values = new Map<CelKey, CelResult>();
    scope.meter.spend(4 * nodes.length);
    for (const { key, value, isOptional } of nodes) {
      const name = key.run(scope);
      if (name instanceof Trouble) return name;
      // Such a key would be seen as an int by what walks over the map.
      if (name instanceof CelUint) return unknown('a map with keys of the type uint');
      const found = typeof name === 'number' ? undefined : keyOf(name);
      if (found === undefined) return fault(`${typeOf(name)} is no type of a key`);
      if (values.has(found)) return fault(`the map has the key ${quote(String(found))} twice`);
      const result = isOptional ? unwrap(value.run(scope)) : value.run(scope);
      if (result instanceof Trouble) return result;
      if (result !== undefined) values.set(found, result);
    }
    return values;
  });
}

function requireBool({ isChecked }: FunctionTable, nodes: readonly Node[]): void {
  const wrong = nodes.find(({ type }) => type !== 'bool' && type !== 'dyn');
  if (isChecked && wrong !== undefined)
    throw new CompileFault(`${wrong.type} stands for true or false`);
}

/** Kubernetes compiles with HomogeneousAggregateLiterals (apiserver, pkg/cel/environment/base.go). */
function requireOneType({ isChecked }: FunctionTable, nodes: readonly Node[]): void {
  const types = new Set(
    nodes.map(({ type }) => type).filter((type) => type !== 'dyn' && type !== 'null_type'),
  );
  if (!isChecked || types.size <= 1) return;
  throw new CompileFault(`a list or map has members of the types ${[...types].join(' and ')}`);
}

/** The type that all are known to have, if they have one. */
function typeOfAll([first, ...others]: readonly Node[]): KnownType | undefined {
  if (first === undefined || others.some((other) => other.type !== first.type)) return undefined;
  return first.type === 'null_type' || others.some((other) => areDifferent(first, other))
    ? undefined
    : first;
}

/** What a `?` before a member of a list or map puts there; `undefined`: nothing. */
function unwrap(result: CelResult): CelResult | undefined {
  if (result instanceof Trouble) return result;
  if (result instanceof CelOptional) return result.value;
  return fault(`${typeOf(result)} is not optional`);
}
