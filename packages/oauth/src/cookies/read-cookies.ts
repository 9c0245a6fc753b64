import { cookiePairs } from './cookie-pairs.ts';
import { MAX_PARTS, parsePartName } from './cookie-parts.ts';

/** How many values of one name are looked at. A browser sends one; more come of a host that plants cookies for others. */
export const MAX_CANDIDATES = 4;

/** `null` for a part that is there twice. */
type Parts = (string | null | undefined)[];

/**
 * All values of a cookie, in order of arrival, those in one piece before those in parts: a name does not tell which of them
 * was set here, since another host below the same domain, or another path, can plant its own. Try each, and take the first
 * that was sealed or signed here.
 *
 * Parts count where all of them are there, each once; what else looks like one is passed over.
 *
 * @param values - of the Cookie fields
 * @param name - of the cookie in one piece
 * @returns {@link MAX_CANDIDATES} at most
 */
export function readCookies(values: readonly string[], name: string): readonly string[] {
  const whole: string[] = [];
  const sets: Parts[] = [];
  for (const [found, value] of cookiePairs(values, name)) {
    if (found === name) {
      if (whole.length < MAX_CANDIDATES) whole.push(value);
      continue;
    }
    const part = parsePartName(found, name);
    if (part === undefined) continue;
    const parts = (sets[part.of] ??= []);
    parts[part.number - 1] = parts[part.number - 1] === undefined ? value : null;
  }
  for (let of = 2; of <= MAX_PARTS; of++) {
    const joined = join(sets[of], of);
    if (joined !== undefined) whole.push(joined);
  }
  return whole.filter((value) => value !== '').slice(0, MAX_CANDIDATES);
}

function join(parts: Parts | undefined, of: number): string | undefined {
  if (parts === undefined) return undefined;
  let joined = '';
  for (let index = 0; index < of; index++) {
    const part = parts[index];
    if (part === undefined || part === null) return undefined;
    joined += part;
  }
  return joined;
}
