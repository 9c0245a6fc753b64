import { type HeaderField, headerValues } from '@drawbridge/core';
import { readCookies } from '@drawbridge/oauth';

/**
 * Makes a function that finds the first value of a cookie, in one piece or else in parts; of what it finds nothing in,
 * `readCookies` may still find something.
 */
export function createFirstToken(
  name: string,
): (headers: readonly HeaderField[]) => string | undefined {
  const needle = `${name}=`;
  const part = `${name}_1of`;
  return (headers) => {
    const whole = firstCookie(headers, needle);
    if (whole !== undefined) return whole;
    const values = headerValues({ headers }, 'cookie');
    return values.some((value) => value.includes(part)) ? readCookies(values, name)[0] : undefined;
  };
}

/**
 * The first value of a cookie that is in one piece, without a list of all others. It is what `readCookies` of @drawbridge/oauth
 * has first; of what it finds nothing in, that one may still find something.
 *
 * @param needle - the name with its equals sign
 */
export function firstCookie(headers: readonly HeaderField[], needle: string): string | undefined {
  for (const [field, value] of headers) {
    if (field.length !== 6 || (field !== 'cookie' && field.toLowerCase() !== 'cookie')) continue;
    let at = value.indexOf(needle);
    // Behind a semicolon and a space, or at the beginning: else it is the end of another name, or part of a value.
    while (
      at > 0 &&
      !(value.charCodeAt(at - 1) === SPACE && value.charCodeAt(at - 2) === SEMICOLON)
    ) {
      at = value.indexOf(needle, at + 1);
    }
    if (at === -1) continue;
    const from = at + needle.length;
    const end = value.indexOf(';', from);
    return end === -1 ? value.slice(from) : value.slice(from, end);
  }
  return undefined;
}

const SPACE = 0x20;
const SEMICOLON = 0x3b;
