import { decodeUtf8, encodeUtf8, quote } from '@drawbridge/core';
import { fault, unknown } from '../trouble.ts';
import { CelType, type CelResult, typeOf } from '../values/value.ts';
import { defineFunction } from './define.ts';
import type { FunctionRow } from './function-table.ts';
import { toInt, toUint } from './numbers.ts';

/** Go, strconv.ParseBool, by which cel-go reads them. */
const BOOLS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
]);

/** More digits are more than any int has, and reading them takes time. */
const MAX_DIGITS = 40;

/** CEL language definition, "Type conversions". */
export const CONVERSION_ROWS: readonly FunctionRow[] = [
  defineFunction('int', ['int'], 'int', ([value]) => value),
  defineFunction('int', ['uint'], 'int', ([{ value }]) => toInt(value)),
  defineFunction('int', ['double'], 'int', ([value]) =>
    // cel-go, common/types/overflow.go: the least int itself is refused, since a double near it could be less.
    Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : fault('an int overflows'),
  ),
  defineFunction('int', ['string'], 'int', ([text]) => readWhole(text, /^[+-]?\d+$/, 'int')),
  defineFunction('uint', ['uint'], 'uint', ([value]) => value),
  defineFunction('uint', ['int'], 'uint', ([value]) => toUint(value)),
  defineFunction('uint', ['double'], 'uint', ([value]) =>
    Number.isFinite(value) && value >= 0
      ? toUint(BigInt(Math.trunc(value)))
      : fault('a uint overflows'),
  ),
  defineFunction('uint', ['string'], 'uint', ([text]) => readWhole(text, /^\d+$/, 'uint')),
  defineFunction('double', ['double'], 'double', ([value]) => value),
  defineFunction('double', ['int'], 'double', ([value]) => Number(value)),
  defineFunction('double', ['uint'], 'double', ([{ value }]) => Number(value)),
  defineFunction('double', ['string'], 'double', ([text]) => readDouble(text)),
  defineFunction('bool', ['bool'], 'bool', ([value]) => value),
  defineFunction(
    'bool',
    ['string'],
    'bool',
    ([text]) => BOOLS.get(text) ?? fault(`${quote(text)} is no bool`),
  ),
  defineFunction('bytes', ['bytes'], 'bytes', ([value]) => value),
  defineFunction('bytes', ['string'], 'bytes', ([text], meter) => {
    meter.spendText(text.length);
    return encodeUtf8(text);
  }),
  defineFunction('string', ['string'], 'string', ([text]) => text),
  defineFunction('string', ['bool'], 'string', ([value]) => String(value)),
  defineFunction('string', ['int'], 'string', ([value]) => String(value)),
  defineFunction('string', ['uint'], 'string', ([{ value }]) => String(value)),
  defineFunction('string', ['double'], 'string', ([value]) => textOfDouble(value)),
  defineFunction('string', ['bytes'], 'string', ([value], meter) => {
    meter.spendText(value.length);
    return decodeUtf8(value) ?? fault('the bytes are no text of UTF-8');
  }),
  defineFunction('dyn', ['dyn'], 'dyn', ([value]) => value),
  defineFunction('type', ['dyn'], 'type', ([value]) => new CelType(typeOf(value))),
];

function readWhole(text: string, form: RegExp, type: 'int' | 'uint'): CelResult {
  if (!form.test(text) || text.length > MAX_DIGITS) return fault(`${quote(text)} is no ${type}`);
  const value = BigInt(text.replace(/^\+/, ''));
  return type === 'int' ? toInt(value) : toUint(value);
}

/** What engines agree about; they know further spellings, of which not all are the same. */
function readDouble(text: string): CelResult {
  if (text.length <= MAX_DIGITS && /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) {
    return Number(text);
  }
  return /^[+-]?[\d.]|inf|nan/i.test(text)
    ? unknown(`the number of ${quote(text)}`)
    : fault(`${quote(text)} is no double`);
}

/** cel-go writes all digits, others six of them: what is as short as that is the same. */
function textOfDouble(value: number): CelResult {
  const isPlain = Number.isInteger(value) && Math.abs(value) < 1e6 && !Object.is(value, -0);
  return isPlain ? String(value) : unknown('how a double is written as text');
}
