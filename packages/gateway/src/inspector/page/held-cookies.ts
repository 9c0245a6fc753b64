import { type Call, headerValues } from '@drawbridge/core';
import { cookiePairs, parsePartName } from '@drawbridge/oauth';

/**
 * The cookies by a name and its parts, as the browser sent them: a text of a Cookie field, and nothing of any other cookie.
 *
 * @returns `undefined` where there is none
 */
export function heldCookies(call: Pick<Call, 'headers'>, name: string): string | undefined {
  const own = cookiePairs(headerValues(call, 'cookie'), name).filter(
    ([found]) => found === name || parsePartName(found, name) !== undefined,
  );
  return own.length === 0 ? undefined : own.map((pair) => pair.join('=')).join('; ');
}
