import type { CompiledCondition } from '../../condition/compile-condition.ts';
import { literalEnds } from '../../condition/glob.ts';
import { implies } from '../../condition/implies.ts';
import { toList } from '../../to-list.ts';
import type { CompiledAccessRule } from '../compile-access-rule.ts';
import { createHostList } from '../hosts/host-list.ts';
import { lowerAscii } from '../lower-ascii.ts';
import { mayBeUnknown } from '../may-be-unknown.ts';
import { compilePaths, hasWildcard, isBeginning, patternsOf } from '../path-list.ts';

/** What a rule is about, made ready to be compared. Each member holds everything where the rule does not say. */
export interface Extent {
  readonly hosts: Part;
  readonly paths: Part;
  readonly methods: Part;
  readonly networks: Part;
  readonly providers: Part;
  readonly users: Part;
  readonly domains: Part;
  readonly conditions: ReadonlyMap<string, CompiledCondition>;
  readonly needsPerson: boolean;
  readonly denies: boolean;
  /** Whether it can hang on something that is not known. */
  readonly isSure: boolean;
}

/** The texts of a member; and whether it has all that a text of another rule stands for. */
type Part = { readonly texts: readonly string[]; has(text: string): boolean } | undefined;

/** The extent of a rule. */
export function extentOf({ rule, denies, needsPerson, conditions }: CompiledAccessRule): Extent {
  const { hosts, paths, methods, networks, providers, users, domains } = rule.match;
  return {
    hosts: hostPart(hosts),
    paths: pathPart(paths),
    methods: textPart(methods),
    networks: textPart(networks),
    providers: textPart(providers),
    users: textPart(users, (user) => (user.includes('@') ? lowerAscii(user) : user)),
    domains: hostPart(domains),
    conditions,
    needsPerson,
    denies,
    isSure:
      !mayBeUnknown(rule.match) &&
      users === undefined &&
      domains === undefined &&
      conditions.size === 0,
  };
}

/** Whether a rule can never decide behind another. */
export function isCovered(narrow: Extent, wide: Extent): boolean {
  // A rule that lets in does not hold of what is not known, and one that keeps out does.
  if (narrow.denies && !wide.denies && !wide.isSure) return false;
  return (
    (narrow.needsPerson || !wide.needsPerson) &&
    PARTS.every((name) => isPartCovered(narrow[name], wide[name])) &&
    [...wide.conditions].every(([name, condition]) => {
      const own = narrow.conditions.get(name);
      return own !== undefined && implies(own, condition);
    })
  );
}

/** What of a rule is a list of texts. */
export const PARTS = [
  'hosts',
  'paths',
  'methods',
  'networks',
  'providers',
  'users',
  'domains',
] as const satisfies readonly (keyof Extent)[];

function isPartCovered(narrow: Part, wide: Part): boolean {
  if (wide === undefined) return true;
  return narrow !== undefined && narrow.texts.every((text) => wide.has(text));
}

function textPart(
  given: string | readonly string[] | undefined,
  spell = (text: string) => text,
): Part {
  if (given === undefined) return undefined;
  const texts = toList(given).map(spell);
  const set = new Set(texts);
  return { texts, has: (text) => set.has(text) };
}

function hostPart(given: string | readonly string[] | undefined): Part {
  if (given === undefined) return undefined;
  const texts = toList(given).map((host) => host.toLowerCase());
  const isListed = createHostList(texts);
  const below = texts.filter((host) => host.startsWith('*.')).map((host) => host.slice(1));
  return {
    texts,
    has: (host) =>
      host.startsWith('*.') ? below.some((end) => host.endsWith(end)) : isListed(host),
  };
}

function pathPart(given: string | readonly string[] | undefined): Part {
  if (given === undefined) return undefined;
  const patterns = toList(given).flatMap(patternsOf);
  const texts = patterns.map(({ glob }) => glob);
  const set = new Set(texts);
  const { judge } = compilePaths(toList(given));
  // Of `/api/**`, which has all that begins with `/api/`.
  const beginnings = texts.filter(isBeginning).map((glob) => literalEnds(glob).beginning);
  return {
    texts,
    has(glob) {
      const { beginning } = literalEnds(glob);
      if (set.has(glob) || beginnings.some((all) => beginning.startsWith(all))) return true;
      return !hasWildcard(glob) && judge(beginning) === 'met';
    },
  };
}
