import { cookiePairs } from './cookie-pairs.ts';
import { MAX_PARTS, parsePartName } from './cookie-parts.ts';

/** Values of one name that are told of: browsers keep some 180 cookies of a whole site. */
const MOST = 256;
/** Characters of all of them together: so much comes in no header, but parts that are there twice are joined in each way. */
const MOST_CHARACTERS = 262_144;

/** All that cookies of one name may be. */
export interface EveryCookie {
  /** In order of arrival, those in one piece before those in parts; each once. */
  readonly values: readonly string[];
  /** Whether there are more than could be told of. */
  readonly hidesSome: boolean;
}

/**
 * All values of a cookie, for who ends them: what was planted in front of a good one, or is a part of its name once more, is
 * not to save a copy of it. Who asks whether one is good asks `readCookies`, which tells of four at most.
 *
 * @param values - of the Cookie fields
 * @param name - of the cookie in one piece
 */
export function everyCookie(values: readonly string[], name: string): EveryCookie {
  const found = new Set<string>();
  const sets = new Map<number, string[][]>();
  let room = MOST_CHARACTERS;
  let joins = MOST;
  let hidesSome = false;

  function add(value: string): boolean {
    if (value === '' || found.has(value)) return true;
    room -= value.length;
    if (found.size === MOST || room < 0) hidesSome = true;
    else found.add(value);
    return !hidesSome;
  }

  /** Each value that parts make, with one of each number. @returns whether there was room for them */
  function addAll(parts: readonly (readonly string[])[], head: string): boolean {
    const [first, ...rest] = parts;
    if (first !== undefined) return first.every((part) => addAll(rest, head + part));
    // Counted each, since eighty small parts can be joined to the same few values in a hundred million ways.
    joins -= 1;
    if (joins < 0) hidesSome = true;
    return !hidesSome && add(head);
  }

  for (const [pairName, value] of cookiePairs(values, name)) {
    if (pairName === name) add(value);
    const part = parsePartName(pairName, name);
    if (part === undefined) continue;
    const parts = sets.get(part.of) ?? Array.from({ length: part.of }, () => []);
    sets.set(part.of, parts);
    const same = parts[part.number - 1] as string[];
    if (!same.includes(value)) same.push(value);
  }
  for (let of = 2; of <= MAX_PARTS; of++) {
    const parts = sets.get(of) ?? [[]];
    if (parts.every((same) => same.length > 0)) addAll(parts, '');
  }
  return { values: [...found], hidesSome };
}
