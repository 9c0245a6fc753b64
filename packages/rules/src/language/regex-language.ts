import type { CompiledRegex } from '../condition/regex.ts';
import { type Edge, LAST_CODE_POINT } from './automaton.ts';
import { type Language, languageOf, UNKNOWN_TEXT } from './language.ts';
import { allBut, EVERY_CHARACTER, type Range } from './pattern-language.ts';

/** An instruction of the program that RE2JS makes of a regular expression (its `src/Inst.js`, as of 2.10.0). */
interface Instruction {
  readonly op: number;
  /** The instruction that follows. */
  readonly out: number;
  /** Of an alternative: the other one that follows. Of an assertion: which. Of a character: flags. */
  readonly arg: number;
  readonly runes: ArrayLike<number>;
}

const OP = {
  alternative: [1, 2],
  capture: 3,
  assertion: 4,
  fail: 5,
  match: 6,
  nothing: 7,
  characters: 8,
  character: 9,
  anyCharacter: 10,
  anyButNewline: 11,
} as const;

/** Assertions that are followed exactly; those of lines and words are taken to hold. */
const ASSERTS = { beginning: 4, end: 8 } as const;
const FOLDS_CASE = 1;

/** How many edges the automaton of an expression may have: a class of Unicode has hundreds. */
const MAX_EDGES = 20_000;

/**
 * The language of what a regular expression matches as a whole, read off the very program that matches it.
 *
 * Assertions about lines and words are left out, and so are the cases of letters beyond ASCII: the language is then
 * wider, and says that it is not exact.
 */
export function regexLanguage(regex: CompiledRegex): Language {
  if ('fault' in regex) return UNKNOWN_TEXT;
  const program = readProgram(regex.program);
  return program === undefined ? UNKNOWN_TEXT : (followed(program) ?? UNKNOWN_TEXT);
}

interface Program {
  readonly start: number;
  readonly instructions: readonly Instruction[];
}

/** It is no documented part of RE2JS: what does not look like it is not read. */
function readProgram(program: unknown): Program | undefined {
  const { inst, start } = (program ?? {}) as Record<string, unknown>;
  if (!Array.isArray(inst) || typeof start !== 'number') return undefined;
  const isSound = inst.every(
    (each: Partial<Instruction>) =>
      [each.op, each.out, each.arg].every((value) => typeof value === 'number') &&
      typeof each.runes === 'object',
  );
  return isSound ? { start, instructions: inst as readonly Instruction[] } : undefined;
}

/** What can be reached without reading a character. */
interface Reached {
  /** Instructions that read one. */
  readonly reading: readonly number[];
  readonly matches: boolean;
}

function followed({ start, instructions }: Program): Language | undefined {
  let isExact = true;
  let edgeCount = 0;
  const edges: Edge[][] = instructions.map(() => []);
  // A state is an instruction that is about to read, and one more is where a match ends.
  const end = edges.push([]) - 1;

  function reach(from: number, isBeginning: boolean): Reached | undefined {
    const reading = new Set<number>();
    let matches = false;
    // Behind the end of the text nothing is read any more, so it counts as another place.
    const waiting: (readonly [at: number, isOver: boolean])[] = [];
    const seen = new Set<number>();
    const visit = (at: number, isOver: boolean) => {
      const key = at * 2 + Number(isOver);
      if (!seen.has(key)) waiting.push([at, isOver]);
      seen.add(key);
    };
    visit(from, false);
    for (const [at, isOver] of waiting) {
      const instruction = instructions[at];
      if (instruction === undefined) return undefined;
      const { op, out, arg } = instruction;
      if (op === OP.alternative[0] || op === OP.alternative[1]) {
        visit(out, isOver);
        visit(arg, isOver);
      } else if (op === OP.capture || op === OP.nothing) visit(out, isOver);
      else if (op === OP.assertion) {
        if ((arg & ASSERTS.beginning) !== 0 && !isBeginning) continue;
        if ((arg & ~(ASSERTS.beginning | ASSERTS.end)) !== 0) isExact = false;
        visit(out, isOver || (arg & ASSERTS.end) !== 0);
      } else if (op === OP.match) matches = true;
      else if (op >= OP.characters && op <= OP.anyButNewline) {
        if (!isOver) reading.add(at);
      } else if (op !== OP.fail) return undefined;
    }
    return { reading: [...reading], matches };
  }

  const first = reach(start, true);
  if (first === undefined) return undefined;
  const done = new Set<number>();
  const waiting = [...first.reading];
  for (const state of waiting) {
    if (done.has(state)) continue;
    done.add(state);
    const instruction = instructions[state] as Instruction;
    const after = reach(instruction.out, false);
    const read = rangesOf(instruction);
    if (after === undefined || read === undefined) return undefined;
    isExact &&= read.isExact;
    const targets = after.matches ? [...after.reading, end] : after.reading;
    edgeCount += targets.length * read.ranges.length;
    if (edgeCount > MAX_EDGES) return undefined;
    for (const to of targets) {
      for (const [low, high] of read.ranges) edges[state]?.push({ low, high, to });
    }
    waiting.push(...after.reading);
  }
  const starts = first.matches ? [...first.reading, end] : first.reading;
  return languageOf({ starts, edges, ends: edges.map((_, at) => at === end) }, isExact);
}

interface Read {
  readonly ranges: readonly Range[];
  readonly isExact: boolean;
}

function rangesOf({ op, arg, runes }: Instruction): Read | undefined {
  if (op === OP.anyCharacter) return { ranges: EVERY_CHARACTER, isExact: true };
  if (op === OP.anyButNewline) return { ranges: allBut('\n'), isExact: true };
  const points = Array.from(runes);
  const [only] = points;
  if (points.length === 1 && only !== undefined) {
    return (arg & FOLDS_CASE) === 0 ? { ranges: [[only, only]], isExact: true } : inBothCases(only);
  }
  if (points.length % 2 !== 0) return undefined;
  const ranges: Range[] = [];
  for (let at = 0; at < points.length; at += 2) {
    ranges.push([points[at] ?? 0, points[at + 1] ?? LAST_CODE_POINT]);
  }
  return { ranges, isExact: true };
}

/** Letters beyond ASCII that fold to one of ASCII (Unicode's CaseFolding.txt): the long s, and the sign of Kelvin. */
const FOLDING_TO_ASCII: ReadonlyMap<string, number> = new Map([
  ['s', 0x17f],
  ['k', 0x212a],
]);

function inBothCases(point: number): Read {
  const character = String.fromCodePoint(point);
  if (!/^[a-z]$/i.test(character)) return { ranges: EVERY_CHARACTER, isExact: false };
  const lower = character.toLowerCase();
  const other = FOLDING_TO_ASCII.get(lower);
  const points = [lower.charCodeAt(0), character.toUpperCase().charCodeAt(0)];
  if (other !== undefined) points.push(other);
  return { ranges: points.map((each) => [each, each]), isExact: true };
}
