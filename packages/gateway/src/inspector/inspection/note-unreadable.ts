import { sentence } from '../../answers/sentence.ts';
import { countCharacters } from './count-characters.ts';
import type { WarningCode } from './inspection.ts';
import type { Walk } from './walk.ts';

/** What cannot be read, and why. */
export interface Unreadable {
  /** A sentence: how it looks. */
  readonly about: string;
  /** Why nothing can be told of it. */
  readonly why: string;
  /** Default: `unreadable`. */
  readonly code?: Extract<WarningCode, 'unreadable' | 'too_large'>;
}

/** Notes a value of which only its length can be told: its layer, which is the last, and a warning. */
export function noteUnreadable(
  { layers, warnings }: Walk,
  value: string,
  path: readonly string[],
  { about, why, code = 'unreadable' }: Unreadable,
): void {
  layers.push({
    kind: 'unknown',
    path,
    title: 'Something that cannot be read',
    about,
    facts: [{ name: 'length', value: countCharacters(value) }],
    steps: [],
  });
  warnings.push({ code, path, text: sentence(why) });
}
