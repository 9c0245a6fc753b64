import { isJsonObject } from '@drawbridge/core';
import { wireText } from './wire-text.ts';

/** What is no letter of a field's name (RFC 9110 section 5.1), and what an app behind CGI could not tell from a hyphen. */
const REPLACED = /[^\w!#$%&'*+^`|~-]|_/gu;

/**
 * The name of the field in which Vouch Proxy hands on a claim: what a URL begins with is left out, what no name has is a hyphen,
 * and words begin with a capital, as Go's `CanonicalHeaderKey` has it.
 *
 * @param prefix - `headers.claimheader`
 */
export function claimFieldName(prefix: string, claim: string): string {
  const words = claim.replace(/^https?:\/\//, '').replace(REPLACED, '-');
  const canonical = words
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1).toLowerCase()}`)
    .join('-');
  return prefix + canonical;
}

/**
 * The value of that field: texts as they are, lists as `"a","b"`, all else as Go's `fmt.Sprint` writes it.
 *
 * @returns empty for what cannot be told without becoming something else: a text with control characters or with spaces around
 *   it, and a list with such a text or with a quotation mark in one, which would read as two
 */
export function claimFieldValue(value: unknown): string {
  if (!Array.isArray(value)) return wireText(goText(value)) ?? '';
  const quoted: string[] = [];
  for (const element of value) {
    const text = `"${goText(element)}"`;
    if (text.indexOf('"', 1) !== text.length - 1) return '';
    quoted.push(text);
  }
  return wireText(quoted.join(',')) ?? '';
}

/** A value of JSON as Go prints one. */
function goText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return goNumber(value);
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (isJsonObject(value)) {
    const members = Object.keys(value).toSorted();
    return `map[${members.map((name) => `${name}:${goText(value[name])}`).join(' ')}]`;
  }
  return String(value);
}

/** From these powers of ten on, to either side, Go writes an exponent. */
const [SMALLEST, LARGEST] = [-4, 6];

/** All numbers of JSON are floating point in Go: 1767225600 is `1.7672256e+09`. */
function goNumber(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const [digits = '', power = ''] = value.toExponential().split('e');
  const exponent = Number(power);
  if (value === 0 || (exponent >= SMALLEST && exponent < LARGEST)) return String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
