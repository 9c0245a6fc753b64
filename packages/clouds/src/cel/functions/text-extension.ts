import type { Meter } from '../meter.ts';
import { fault } from '../trouble.ts';
import type { CelResult } from '../values/value.ts';
import { defineMethod } from './define.ts';
import type { FunctionRow } from './function-table.ts';
import { JOIN, join, SPLIT, splitText } from './split-join.ts';

/** Go, unicode.IsSpace; `trim` of JavaScript knows others. */
const SPACES: ReadonlySet<string> = new Set(
  '\t\n\v\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000',
);

/**
 * cel-go, ext.Strings in version 2, as Kubernetes has it; without `format` and `strings.quote`. Places in text are counted in
 * characters, not in the units of JavaScript.
 */
export const TEXT_EXTENSION_ROWS: readonly FunctionRow[] = [
  SPLIT,
  JOIN,
  defineMethod('join', ['list'], 'string', ([list], meter) => join([list, ''], meter)),
  defineMethod('split', ['string', 'string', 'int'], 'list', ([text, separator, most], meter) => {
    meter.spendSearch(text.length, separator.length);
    const parts = splitText(text, separator);
    meter.spend(parts.length);
    if (most < 0n || BigInt(parts.length) <= most) return parts;
    if (most === 0n) return [];
    const kept = parts.slice(0, Number(most) - 1);
    return [...kept, parts.slice(kept.length).join(separator)];
  }),
  defineMethod('lowerAscii', ['string'], 'string', ([text], meter) => {
    meter.spendText(text.length);
    return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  }),
  defineMethod('upperAscii', ['string'], 'string', ([text], meter) => {
    meter.spendText(text.length);
    return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  }),
  defineMethod('trim', ['string'], 'string', ([text], meter) => {
    meter.spendText(text.length);
    let start = 0;
    let end = text.length;
    while (start < end && SPACES.has(text[start] ?? '')) start++;
    while (end > start && SPACES.has(text[end - 1] ?? '')) end--;
    return text.slice(start, end);
  }),
  defineMethod('charAt', ['string', 'int'], 'string', ([text, at], meter) => {
    const characters = charactersOf(text, meter);
    if (at < 0n || at > BigInt(characters.length)) return outside(at);
    return characters[Number(at)] ?? '';
  }),
  defineMethod('substring', ['string', 'int'], 'string', ([text, start], meter) => {
    const characters = charactersOf(text, meter);
    return slice(characters, start, BigInt(characters.length));
  }),
  defineMethod('substring', ['string', 'int', 'int'], 'string', ([text, start, end], meter) =>
    slice(charactersOf(text, meter), start, end),
  ),
  defineMethod('indexOf', ['string', 'string'], 'int', ([text, part], meter) =>
    indexFrom(text, part, 0n, meter),
  ),
  defineMethod('indexOf', ['string', 'string', 'int'], 'int', ([text, part, from], meter) =>
    indexFrom(text, part, from, meter),
  ),
  defineMethod('lastIndexOf', ['string', 'string'], 'int', ([text, part], meter) =>
    lastIndexTo(text, part, BigInt(text.length), meter),
  ),
  defineMethod('lastIndexOf', ['string', 'string', 'int'], 'int', ([text, part, to], meter) => {
    const isInside = to >= 0n && to <= BigInt(charactersOf(text, meter).length);
    return isInside ? lastIndexTo(text, part, to, meter) : outside(to);
  }),
  defineMethod('replace', ['string', 'string', 'string'], 'string', (operands, meter) =>
    replace(...operands, Number.POSITIVE_INFINITY, meter),
  ),
  defineMethod(
    'replace',
    ['string', 'string', 'string', 'int'],
    'string',
    ([text, part, by, most], meter) =>
      replace(text, part, by, most < 0n ? Number.POSITIVE_INFINITY : Number(most), meter),
  ),
];

function charactersOf(text: string, meter: Meter): readonly string[] {
  meter.spend(1 + text.length / 2);
  return Array.from(text);
}

function slice(characters: readonly string[], start: bigint, end: bigint): CelResult {
  if (start < 0n || start > BigInt(characters.length)) return outside(start);
  if (end < 0n || end > BigInt(characters.length)) return outside(end);
  if (start > end) return fault(`there is no text from ${start} to ${end}`);
  return characters.slice(Number(start), Number(end)).join('');
}

function indexFrom(text: string, part: string, from: bigint, meter: Meter): CelResult {
  meter.spendSearch(text.length, part.length);
  const characters = charactersOf(text, meter);
  if (from < 0n || from > BigInt(characters.length)) return outside(from);
  const skipped = characters.slice(0, Number(from)).join('').length;
  const at = text.indexOf(part, skipped);
  return at === -1 ? -1n : BigInt(charactersOf(text.slice(0, at), meter).length);
}

function lastIndexTo(text: string, part: string, to: bigint, meter: Meter): CelResult {
  meter.spendSearch(text.length, part.length);
  const before = charactersOf(text, meter).slice(0, Number(to)).join('').length;
  const at = text.lastIndexOf(part, before);
  return at === -1 ? -1n : BigInt(charactersOf(text.slice(0, at), meter).length);
}

/** Go, strings.Replace: an empty part stands before each character, and at the end. */
function replace(text: string, part: string, by: string, most: number, meter: Meter): CelResult {
  meter.spendSearch(text.length, part.length);
  const pieces = part === '' ? ['', ...charactersOf(text, meter), ''] : text.split(part);
  const count = Math.min(pieces.length - 1, most);
  meter.spendText(text.length + count * by.length);
  meter.spend(pieces.length);
  const [first = '', ...others] = pieces;
  return others.reduce((made, piece, index) => made + (index < count ? by : part) + piece, first);
}

function outside(at: bigint): CelResult {
  return fault(`the text has no place ${at}`);
}
