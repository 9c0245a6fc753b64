import { createRuleIndex } from '../rule-index.ts';
import type { CompiledAccessRule } from './compile-access-rule.ts';
import { countPerson, valuesOfPerson } from './count-person.ts';
import { hostAndAbove } from './hosts/host-and-above.ts';
import { mayBeUnknown } from './may-be-unknown.ts';
import { toList } from '../to-list.ts';
import type { PersonFacts } from './person-checks.ts';
import type { TargetFacts } from './target-checks.ts';

/** Finds the few access rules that can hold, among many. */
export interface AccessIndex {
  /** The positions of the rules without which nothing else would be decided, in order: those left out neither hold nor might. */
  candidates(target: TargetFacts, person: PersonFacts | undefined): readonly number[];
}

type Counted = ReadonlyMap<string, readonly unknown[]>;

/**
 * Indexes rules by what they say of requests and of people. While nobody is signed in, what a rule says of people tells none
 * apart: then there is one index of requests alone, without the rules that make no difference to nobody.
 */
export function createAccessIndex(rules: readonly CompiledAccessRule[]): AccessIndex {
  const ofTarget = rules.map(countTarget);
  const ofAll = ofTarget.map((counted, position) => {
    const { rule, conditions } = rules[position] as CompiledAccessRule;
    return new Map([...counted, ...countPerson(rule.match, conditions)]);
  });
  const forPeople = indexOf(ofAll);
  const matter = mattersToNobody(rules);
  const forNobody = indexOf(matter.map((position) => ofTarget[position] as Counted));
  return {
    candidates: (target, person) =>
      person === undefined
        ? forNobody((name) => valuesOfTarget(name, target)).map((at) => matter[at] as number)
        : forPeople((name) => valuesOfTarget(name, target) ?? valuesOfPerson(name, person)),
  };
}

type ValuesOf = (name: string) => readonly unknown[] | undefined;

function indexOf(counted: readonly Counted[]): (valuesOf: ValuesOf) => readonly number[] {
  const index = createRuleIndex(
    counted.map((finite) => ({ finite: finite as ReadonlyMap<string, readonly string[]> })),
  );
  return (valuesOf) => index.candidatesAmong(valuesOf);
}

/** A host of a list is counted as it is written: who asks has all that stand for it. */
function countTarget({ rule: { match }, finite }: CompiledAccessRule): Counted {
  const { hosts } = match;
  if (hosts === undefined) return finite;
  return new Map([...finite, ['host', toList(hosts).map((host) => host.toLowerCase())]]);
}

function valuesOfTarget(name: string, target: TargetFacts): readonly string[] | undefined {
  switch (name) {
    case 'host':
      return hostAndAbove(target.host);
    case 'path':
      return [target.path];
    default:
      return undefined;
  }
}

/**
 * The rules that make a difference while nobody is signed in. None that keeps out somebody does; and of those that let somebody
 * in, of one and the same request, the first says that a sign-in may help, and the others nothing more. Where it can be
 * unknown whether a rule is about a request, each is told of.
 */
function mattersToNobody(rules: readonly CompiledAccessRule[]): readonly number[] {
  const asked = new Set<string>();
  return rules.flatMap(({ rule: { match }, needsPerson, denies }, position) => {
    if (!needsPerson) return [position];
    if (denies) return [];
    if (mayBeUnknown(match)) return [position];
    const { hosts, paths } = match;
    const requests = JSON.stringify([hosts, paths].map((list) => list ?? null));
    if (asked.has(requests)) return [];
    asked.add(requests);
    return [position];
  });
}
