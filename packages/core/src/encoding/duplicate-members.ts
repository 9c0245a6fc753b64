import { type JsonScan, scanJson } from './scan-json.ts';
import { tallyJson } from './tally-json.ts';

/**
 * Whether some object in a JSON text, at any depth, has two members of one name, however they
 * are spelled (`"iss"` and `"\u0069ss"` are one). Two readers of such a text may each see
 * another value, so what is judged by one and used by another must not have any
 * (RFC 7515 section 4, RFC 7519 section 4).
 *
 * Each member has one colon outside of strings, and parsing drops all but the last of a name:
 * where there are more colons than members, a name was there twice.
 *
 * @param text - JSON text, whole
 * @param value - what `JSON.parse` made of it
 */
export function hasDuplicateMembers(text: string, value: unknown): boolean {
  return hasDuplicates(scanJson(text), value);
}

/** As {@link hasDuplicateMembers}, of a text that was looked over before. */
export function hasDuplicates({ colons }: JsonScan, value: unknown): boolean {
  return colons !== tallyJson(value).members;
}
