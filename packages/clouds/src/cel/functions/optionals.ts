import { fault } from '../trouble.ts';
import { CelOptional, type CelValue, isList, isMap } from '../values/value.ts';
import { defineFunction, defineMethod } from './define.ts';
import type { FunctionRow } from './function-table.ts';

/** cel-go, cel.OptionalTypes. */
export const OPTIONAL_ROWS: readonly FunctionRow[] = [
  defineFunction('optional.of', ['dyn'], 'optional_type', ([value]) => new CelOptional(value)),
  defineFunction('optional.none', [], 'optional_type', () => new CelOptional(undefined)),
  defineFunction(
    'optional.ofNonZeroValue',
    ['dyn'],
    'optional_type',
    ([value]) => new CelOptional(isZero(value) ? undefined : value),
  ),
  defineMethod('hasValue', ['optional_type'], 'bool', ([{ value }]) => value !== undefined),
  defineMethod(
    'value',
    ['optional_type'],
    'dyn',
    ([{ value }]) => value ?? (value === null ? null : fault('an optional value is not there')),
  ),
  defineMethod('orValue', ['optional_type', 'dyn'], 'dyn', ([{ value }, other]) =>
    value === undefined ? other : value,
  ),
  defineMethod('or', ['optional_type', 'optional_type'], 'optional_type', ([one, other]) =>
    one.value === undefined ? other : one,
  ),
];

function isZero(value: CelValue): boolean {
  if (isList(value)) return value.length === 0;
  if (isMap(value)) return value.size === 0;
  if (value instanceof Uint8Array) return value.length === 0;
  return value === null || value === false || value === '' || value === 0n || value === 0;
}
