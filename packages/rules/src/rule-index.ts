import type { Scalar } from './rule.ts';

/** A rule as the index sees it: for some claims, all the values that it takes. */
export interface Indexable {
  /** The condition's finite values by claim path. */
  readonly finite: ReadonlyMap<string, readonly Scalar[]>;
}

/** Finds the few rules that can match, among many. */
export interface RuleIndex {
  /**
   * The positions of all rules that may match, in order; those left out cannot.
   *
   * @param valueOf - a claim's value by path
   */
  candidates(valueOf: (path: string) => unknown): readonly number[];
  /**
   * The same where a rule may match by any of several values.
   *
   * @param valuesOf - of a claim by path; `undefined` where it is not known, and any rule may match
   */
  candidatesAmong(valuesOf: (path: string) => readonly unknown[] | undefined): readonly number[];
}

/** One claim by which rules are told apart. */
interface Level {
  readonly path: string;
  readonly byValue: ReadonlyMap<unknown, readonly number[]>;
  /** All rules that it tells apart. */
  readonly all: readonly number[];
}

/** With fewer rules than this, walking over them is as fast. */
const WORTHWHILE = 8;

/**
 * Indexes rules by the claims that tell most of them apart, so that a decision among 10,000
 * projects looks at the rules of one. Rules without a countable condition are always candidates.
 */
export function createRuleIndex(rules: readonly Indexable[]): RuleIndex {
  const levels: Level[] = [];
  let rest = rules.map((_, position) => position);
  for (;;) {
    const level = bestLevel(rules, rest);
    if (level === undefined) break;
    levels.push(level);
    rest = rest.filter((position) => !rules[position]?.finite.has(level.path));
  }
  if (levels.length === 0) return { candidates: () => rest, candidatesAmong: () => rest };
  return {
    candidates(valueOf) {
      let all: readonly number[] = rest;
      for (const { path, byValue } of levels) {
        const found = byValue.get(valueOf(path));
        if (found !== undefined) all = merge(all, found);
      }
      return all;
    },
    candidatesAmong(valuesOf) {
      const found = new Set(rest);
      for (const { path, byValue, all } of levels) {
        const values = valuesOf(path);
        const lists =
          values === undefined ? [all] : values.map((value) => byValue.get(value) ?? []);
        for (const list of lists) for (const position of list) found.add(position);
      }
      return [...found].sort((a, b) => a - b);
    },
  };
}

/** What two lists in order hold, in order; no position is in both. */
function merge(one: readonly number[], other: readonly number[]): readonly number[] {
  const merged: number[] = [];
  let next = 0;
  for (const position of one) {
    while (next < other.length && (other[next] as number) < position) {
      merged.push(other[next++] as number);
    }
    merged.push(position);
  }
  return next < other.length ? merged.concat(other.slice(next)) : merged;
}

/** The claim that spares the most: many rules have a condition on it, and few share a value. */
function bestLevel(rules: readonly Indexable[], positions: readonly number[]): Level | undefined {
  const levels = new Map<string, Map<unknown, number[]>>();
  const covered = new Map<string, number>();
  for (const position of positions) {
    for (const [path, values] of rules[position]?.finite ?? []) {
      covered.set(path, (covered.get(path) ?? 0) + 1);
      const byValue = levels.get(path) ?? new Map<unknown, number[]>();
      levels.set(path, byValue);
      for (const value of new Set(values)) {
        const bucket = byValue.get(value);
        if (bucket === undefined) byValue.set(value, [position]);
        else bucket.push(position);
      }
    }
  }
  let best: Level | undefined;
  let spares = WORTHWHILE - 1;
  for (const [path, byValue] of levels) {
    const largest = [...byValue.values()].reduce((most, { length }) => Math.max(most, length), 0);
    const spared = (covered.get(path) ?? 0) - largest;
    if (spared > spares) {
      spares = spared;
      const all = positions.filter((position) => rules[position]?.finite.has(path));
      best = { path, byValue, all };
    }
  }
  return best;
}
