import type { Meter } from '../meter.ts';
import { fault, Trouble } from '../trouble.ts';
import { type CelList, type CelResult, typeOf } from '../values/value.ts';
import { defineMethod } from './define.ts';
import type { FunctionRow } from './function-table.ts';

/** cel-go, ext.Strings; Google names them in "Workload Identity Federation", section "Attribute mappings". */
export const SPLIT: FunctionRow = defineMethod(
  'split',
  ['string', 'string'],
  'list',
  ([text, separator], meter) => {
    meter.spendSearch(text.length, separator.length);
    const parts = splitText(text, separator);
    meter.spend(parts.length);
    return parts;
  },
);

export const JOIN: FunctionRow = defineMethod('join', ['list', 'string'], 'string', join);

/** By every character where the separator is empty. */
export function splitText(text: string, separator: string): string[] {
  return separator === '' ? Array.from(text) : text.split(separator);
}

export function join([list, separator]: readonly [CelList, string], meter: Meter): CelResult {
  const texts: string[] = [];
  for (const item of list) {
    if (item instanceof Trouble) return item;
    if (typeof item !== 'string') return fault(`a list with ${typeOf(item)} cannot be joined`);
    meter.spendText(item.length + separator.length);
    texts.push(item);
  }
  return texts.join(separator);
}
