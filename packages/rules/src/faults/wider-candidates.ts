import type { CompiledRule } from '../compile-rule.ts';
import type { CompiledCondition } from '../condition/compile-condition.ts';
import { EVERY_TEXT, patternKey } from '../condition/implies.ts';
import type { Scalar } from '../rule.ts';
import { filePatterns, type PlacedPattern } from './pattern-file.ts';

/** Answers the positions of the rules that may be wider than one of them, in order. */
export type WiderCandidates = (rule: CompiledRule) => readonly number[];

/** Something that a rule says, and that a wider rule can only leave out or say too. */
interface Anchor {
  /** One for each value that it allows. A wider rule that says it too has the first of them. */
  readonly names: readonly string[];
  /** For the condition of a claim: the name of the claim. */
  readonly claim?: string;
  readonly condition?: CompiledCondition;
}

/**
 * Prepares to find, among many rules, the few that may be wider than one of them. Each rule is
 * filed under what it shares with the fewest others, so that 10,000 rules are not held against 10,000.
 */
export function widerCandidates(rules: readonly CompiledRule[]): WiderCandidates {
  const anchors = rules.map(anchorsOf);
  const shared = new Map<string, number>();
  for (const name of anchors.flat().flatMap(({ names }) => names)) {
    shared.set(name, (shared.get(name) ?? 0) + 1);
  }
  const cost = ({ names }: Anchor) =>
    names.reduce((most, name) => Math.max(most, shared.get(name) ?? 0), 0);

  const filed = new Map<string, number[]>();
  const patterns = new Map<string, PlacedPattern[]>();
  for (const [position, own] of anchors.entries()) {
    const { names, claim, condition } = own.reduce((a, b) => (cost(b) < cost(a) ? b : a));
    for (const name of new Set(names)) push(filed, name, position);
    // A pattern may also take the values that a narrower rule counts.
    if (claim !== undefined && condition !== undefined && condition.values === undefined) {
      push(patterns, claim, [position, condition]);
    }
  }
  const files = new Map([...patterns].map(([claim, list]) => [claim, filePatterns(list)]));

  return (rule) => {
    const found = anchorsOf(rule).flatMap(({ names: [first = ''], claim = '', condition }) => {
      const same = filed.get(first) ?? [];
      const value = condition?.values?.[0];
      if (value === undefined) return same;
      return [...same, ...(files.get(claim)?.(value) ?? [])];
    });
    return [...new Set(found)].sort((a, b) => a - b);
  };
}

/** At least that of the audience, which every rule has. */
function anchorsOf({ conditions, clients, audiences }: CompiledRule): readonly Anchor[] {
  return [
    { names: (audiences ?? [true]).map((audience) => nameOf('audience', audience)) },
    ...(clients === undefined
      ? []
      : [{ names: [...clients].map((client) => nameOf('client', client)) }]),
    ...conditions.flatMap(({ path, condition }) => anchorOf(`claim ${path}`, condition)),
  ];
}

function anchorOf(claim: string, condition: CompiledCondition): readonly Anchor[] {
  const { element, values, source } = condition;
  if (element !== undefined) return anchorOf(`element of ${claim}`, element);
  if (values !== undefined) {
    return [{ names: values.map((value) => nameOf(claim, value)), claim, condition }];
  }
  const pattern = patternKey(source);
  return pattern === undefined || pattern === EVERY_TEXT
    ? []
    : [{ names: [nameOf(`pattern of ${claim}`, pattern)], claim, condition }];
}

function nameOf(place: string, value: Scalar): string {
  return JSON.stringify([place, value]);
}

function push<Item>(lists: Map<string, Item[]>, name: string, item: Item): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [item]);
  else list.push(item);
}
