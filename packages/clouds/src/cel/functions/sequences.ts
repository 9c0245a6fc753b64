import type { Meter } from '../meter.ts';
import { defineFunction, defineMethod } from './define.ts';
import type { FunctionRow } from './function-table.ts';

/** What text, bytes, lists and maps have in common: their size, and what is joined by `+`. */
export const SEQUENCE_ROWS: readonly FunctionRow[] = [
  ...[defineFunction, defineMethod].flatMap((define) => [
    define('size', ['string'], 'int', ([text], meter) => countCharacters(text, meter)),
    define('size', ['bytes'], 'int', ([bytes]) => BigInt(bytes.length)),
    define('size', ['list'], 'int', ([list]) => BigInt(list.length)),
    define('size', ['map'], 'int', ([map]) => BigInt(map.size)),
  ]),
  defineFunction('_+_', ['string', 'string'], 'string', ([left, right], meter) => {
    meter.spendText(left.length + right.length);
    return left + right;
  }),
  defineFunction('_+_', ['bytes', 'bytes'], 'bytes', ([left, right], meter) => {
    meter.spendText(left.length + right.length);
    const both = new Uint8Array(left.length + right.length);
    both.set(left);
    both.set(right, left.length);
    return both;
  }),
  defineFunction('_+_', ['list', 'list'], 'list', ([left, right], meter) => {
    meter.spend(left.length + right.length);
    return [...left, ...right];
  }),
];

function countCharacters(text: string, meter: Meter): bigint {
  meter.spend(1 + text.length / 4);
  let count = 0;
  for (const _ of text) count++;
  return BigInt(count);
}
