import type { Edge } from './automaton.ts';
import { type Language, languageOf } from './language.ts';

/** Code points of one UTF-16 unit, and of two. */
const ONE = { low: 0, high: 0xffff } as const;
const TWO = { low: 0x10000, high: 0x10ffff } as const;

/** The language of the texts of so many UTF-16 units, as JavaScript counts; `isLeast`: of as many or more. */
export function textsOfLength(units: number, isLeast: boolean): Language {
  const edges = Array.from({ length: units + 1 }, (_, read): readonly Edge[] => {
    const after = (count: number) => (isLeast ? Math.min(units, read + count) : read + count);
    return [
      { ...ONE, to: after(1) },
      { ...TWO, to: after(2) },
    ].filter(({ to }) => to <= units);
  });
  return languageOf({ starts: [0], edges, ends: edges.map((_, read) => read === units) });
}
