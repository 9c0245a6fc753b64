import { quote } from '@drawbridge/core';
import type { Expression } from '../syntax/expression.ts';
import { fault, Trouble, unknown } from '../trouble.ts';
import {
  type CelKey,
  CelOptional,
  type CelResult,
  isList,
  isMap,
  type TypeName,
  typeOf,
} from '../values/value.ts';
import { CompileFault } from './compile-fault.ts';
import { countOne, filtered, type Fold, listOf, mapOf, quantify, type Step } from './folds.ts';
import { boundTypes, DYN, type KnownType, typeOfField } from './known-type.ts';
import { hasField } from './members.ts';
import { type Node, node, type Scope } from './node.ts';
import type { Call, Compile, Surroundings } from './surroundings.ts';

interface Macro {
  /** How many names it binds. */
  readonly names: 1 | 2;
  /** How many parts follow them; the last but one is a filter where there are two of a macro that may have one. */
  readonly parts: readonly number[];
  readonly gives: TypeName;
  fold(parts: readonly Node[]): Fold;
}

const ONE_NAME: ReadonlyMap<string, Macro> = new Map<string, Macro>([
  ['all', { names: 1, parts: [1], gives: 'bool', fold: ([test]) => quantify(test, false) }],
  ['exists', { names: 1, parts: [1], gives: 'bool', fold: ([test]) => quantify(test, true) }],
  ['exists_one', { names: 1, parts: [1], gives: 'bool', fold: ([test]) => countOne(test) }],
  ['filter', { names: 1, parts: [1], gives: 'list', fold: ([test]) => filtered(test) }],
  ['map', { names: 1, parts: [1, 2], gives: 'list', fold: listOf }],
]);

/** cel-go, ext.TwoVarComprehensions; Kubernetes has them since 1.32. */
const TWO_NAMES: ReadonlyMap<string, Macro> = new Map<string, Macro>([
  ['all', { names: 2, parts: [1], gives: 'bool', fold: ([test]) => quantify(test, false) }],
  ['exists', { names: 2, parts: [1], gives: 'bool', fold: ([test]) => quantify(test, true) }],
  ['existsOne', { names: 2, parts: [1], gives: 'bool', fold: ([test]) => countOne(test) }],
  ['exists_one', { names: 2, parts: [1], gives: 'bool', fold: ([test]) => countOne(test) }],
  ['transformList', { names: 2, parts: [1, 2], gives: 'list', fold: listOf }],
  ['transformMap', { names: 2, parts: [1, 2], gives: 'map', fold: mapOf }],
]);

/** @returns `undefined` where the call is none of a macro */
export function compileMacro(call: Call, around: Surroundings, compile: Compile): Node | undefined {
  const { name, target, args } = call;
  if (target === undefined) return name === 'has' ? compileHas(args, around, compile) : undefined;
  const { hasOptionals } = around.table;
  if (hasOptionals && (name === 'optMap' || name === 'optFlatMap') && args.length === 2) {
    return compileOptMap(call, around, compile);
  }
  const one = ONE_NAME.get(name === 'existsOne' && hasOptionals ? 'exists_one' : name);
  if (one !== undefined && one.parts.includes(args.length - 1)) {
    return compileFold(call, one, around, compile);
  }
  const two = TWO_NAMES.get(name);
  if (!hasOptionals || two === undefined || !two.parts.includes(args.length - 2)) return undefined;
  return compileFold(call, two, around, compile);
}

function compileHas(args: readonly Expression[], around: Surroundings, compile: Compile): Node {
  const [field] = args;
  if (args.length !== 1 || field?.kind !== 'select' || field.isOptional) {
    throw new CompileFault('has() takes a field: has(a.b)');
  }
  if (field.isQuoted) return node('bool', () => unknown('a field in back quotes'));
  const operand = compile(field.operand, around);
  if (around.table.isChecked) typeOfField(operand, field.field);
  return node('bool', (scope) => hasField(operand.run(scope), field.field, scope.meter));
}

function compileFold(
  { target, args, name }: Call,
  macro: Macro,
  around: Surroundings,
  compile: Compile,
): Node {
  const bound = args.slice(0, macro.names).map((arg) => nameOf(arg, name));
  const [first = '', second] = bound;
  if (first === second) throw new CompileFault(`${name} binds ${quote(first)} twice`);
  const range = target === undefined ? undefined : compile(target, around);
  const types = range !== undefined && around.table.isChecked ? boundTypes(range, macro.names) : [];
  const inner: Surroundings = {
    ...around,
    names: new Map([
      ...around.names,
      ...bound.map((each, at) => [each, types[at] ?? DYN] as const),
    ]),
  };
  const fold = macro.fold(args.slice(macro.names).map((part) => compile(part, inner)));
  // What is left of a list is a list of the same.
  const item = name === 'filter' ? types[0] : undefined;
  const gives: KnownType = { type: macro.gives, ...(item !== undefined && { item }) };
  return node(gives, (scope) => {
    const over = range === undefined ? null : range.run(scope);
    if (over instanceof Trouble) return over;
    if (!isList(over) && !isMap(over)) return fault(`${typeOf(over)} has no items`);
    return fold(stepsOver(over, first, second, scope), scope);
  });
}

function nameOf(arg: Expression, macro: string): string {
  // cel-go keeps what a macro gathers by that name.
  if (arg.kind === 'name' && arg.name !== '__result__') return arg.name;
  throw new CompileFault(`${macro} takes a name first`);
}

function* stepsOver(
  over: Extract<CelResult, readonly CelResult[] | ReadonlyMap<CelKey, CelResult>>,
  first: string,
  second: string | undefined,
  scope: Scope,
): Generator<Step> {
  for (const [at, value] of over.entries()) {
    scope.meter.spend(2);
    const key = typeof at === 'number' ? BigInt(at) : at;
    const shown = second === undefined && isList(over) ? value : key;
    const inner = scope.with(first, shown);
    yield { key, item: shown, scope: second === undefined ? inner : inner.with(second, value) };
  }
}

/** `optional.optMap(x, t)` and `optFlatMap`, whose t is optional itself. */
function compileOptMap({ target, args, name }: Call, around: Surroundings, compile: Compile): Node {
  const [bound, body] = args;
  if (target === undefined || bound === undefined || body === undefined) {
    throw new CompileFault(`${name} takes a name and an expression`);
  }
  const inner = nameOf(bound, name);
  const optional = compile(target, around);
  const transform = compile(body, {
    ...around,
    names: new Map([...around.names, [inner, DYN]]),
  });
  return node('optional_type', (scope) => {
    const over = optional.run(scope);
    if (over instanceof Trouble) return over;
    if (!(over instanceof CelOptional)) return fault(`${typeOf(over)} is not optional`);
    if (over.value === undefined) return over;
    const value = transform.run(scope.with(inner, over.value));
    if (value instanceof Trouble) return value;
    if (name === 'optMap') return new CelOptional(value);
    return value instanceof CelOptional ? value : fault(`${typeOf(value)} is not optional`);
  });
}
