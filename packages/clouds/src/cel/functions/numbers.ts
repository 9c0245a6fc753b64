import { fault } from '../trouble.ts';
import { type CelResult, CelUint } from '../values/value.ts';
import { defineFunction } from './define.ts';
import type { FunctionRow } from './function-table.ts';

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);
const MAX_UINT = 2n ** 64n - 1n;

export function toInt(value: bigint): CelResult {
  return value >= MIN_INT && value <= MAX_INT ? value : fault('an int overflows');
}

export function toUint(value: bigint): CelResult {
  return value >= 0n && value <= MAX_UINT ? new CelUint(value) : fault('a uint overflows');
}

type IntOperation = (left: bigint, right: bigint) => bigint;

function arithmetic(
  name: string,
  exact: IntOperation,
  double?: (left: number, right: number) => number,
): readonly FunctionRow[] {
  const isDivision = name === '_/_' || name === '_%_';
  const whole = (left: bigint, right: bigint, wrap: (value: bigint) => CelResult) =>
    isDivision && right === 0n ? fault('something is divided by zero') : wrap(exact(left, right));
  return [
    defineFunction(name, ['int', 'int'], 'int', ([left, right]) => whole(left, right, toInt)),
    defineFunction(name, ['uint', 'uint'], 'uint', ([left, right]) =>
      whole(left.value, right.value, toUint),
    ),
    ...(double === undefined
      ? []
      : [
          defineFunction(name, ['double', 'double'], 'double', ([left, right]) =>
            double(left, right),
          ),
        ]),
  ];
}

/** CEL language definition, "Arithmetic operators": overflow is an error, and types do not mix. */
export const NUMBER_ROWS: readonly FunctionRow[] = [
  ...arithmetic(
    '_+_',
    (left, right) => left + right,
    (left, right) => left + right,
  ),
  ...arithmetic(
    '_-_',
    (left, right) => left - right,
    (left, right) => left - right,
  ),
  ...arithmetic(
    '_*_',
    (left, right) => left * right,
    (left, right) => left * right,
  ),
  ...arithmetic(
    '_/_',
    (left, right) => left / right,
    (left, right) => left / right,
  ),
  ...arithmetic('_%_', (left, right) => left % right),
  defineFunction('-_', ['int'], 'int', ([value]) => toInt(-value)),
  defineFunction('-_', ['double'], 'double', ([value]) => -value),
];
