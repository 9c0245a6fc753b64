import { MAX_PARTS, parsePartName, readCookies } from '@drawbridge/oauth';
import type { Warning } from './inspection.ts';
import type { GivenPair } from './read-input.ts';

/** A value to look into, all parts joined. */
export interface Subject {
  readonly name?: string;
  readonly value: string;
  /** How many cookies it was in; 1: it was whole. */
  readonly parts: number;
  readonly attributes?: readonly string[];
}

/** What cookies come to, and what is wrong with them. */
export interface GroupedCookies {
  readonly subjects: readonly Subject[];
  readonly warnings: readonly Warning[];
}

type NamedPair = GivenPair & { readonly name: string };

/** The most cookies that are looked at: browsers keep 180 of a site. */
const MAX_PAIRS = 500;
/** The most values that are looked into. */
const MAX_SUBJECTS = 8;
const PART_NAME = /^(.+)_[1-8]of([2-8])$/;

/** Joins parts, in whatever order they came, and says which are missing or there twice. */
export function groupCookies(pairs: readonly GivenPair[]): GroupedCookies {
  const subjects: Subject[] = [];
  const warnings: Warning[] = [];
  const bare = pairs.filter(({ name }) => name === undefined);
  for (const { value } of bare) subjects.push({ value, parts: 1 });
  const byBase = new Map<string, NamedPair[]>();
  for (const pair of pairs.slice(0, MAX_PAIRS).filter(isNamed)) {
    const base = baseOf(pair.name);
    byBase.set(base, [...(byBase.get(base) ?? []), pair]);
  }
  for (const [base, own] of byBase) {
    const field = own.map(({ name, value }) => `${name}=${value}`).join('; ');
    const whole = own.filter(({ name }) => name === base);
    const [first] = own;
    for (const [index, value] of readCookies([field], base).entries()) {
      const isWhole = index < whole.length;
      subjects.push({
        name: base,
        value,
        parts: isWhole ? 1 : (partsOf(own, base, value) ?? 1),
        ...(first?.attributes !== undefined && { attributes: first.attributes }),
      });
    }
    warnings.push(...faultsOf(own, base, whole.length));
  }
  return { subjects: subjects.slice(0, MAX_SUBJECTS), warnings };
}

function isNamed(pair: GivenPair): pair is NamedPair {
  return pair.name !== undefined;
}

function baseOf(name: string): string {
  const base = PART_NAME.exec(name)?.[1];
  return base !== undefined && parsePartName(name, base) !== undefined ? base : name;
}

/** How many parts a joined value has: the sets that are complete differ in that. */
function partsOf(own: readonly NamedPair[], base: string, value: string): number | undefined {
  for (let of = 2; of <= MAX_PARTS; of++) {
    const parts = own.filter(({ name }) => parsePartName(name, base)?.of === of);
    const length = parts.reduce((sum, part) => sum + part.value.length, 0);
    if (parts.length === of && length === value.length) return of;
  }
  return undefined;
}

function faultsOf(own: readonly NamedPair[], base: string, whole: number): readonly Warning[] {
  const warnings: Warning[] = [];
  if (whole > 1) {
    warnings.push({
      code: 'duplicate',
      path: [base],
      text: `The cookie is there ${whole} times: another host, or another path, set one of the same name. Each is shown.`,
    });
  }
  for (let of = 2; of <= MAX_PARTS; of++) {
    const numbers = own.flatMap(({ name }) => {
      const part = parsePartName(name, base);
      return part?.of === of ? [part.number] : [];
    });
    if (numbers.length === 0) continue;
    const missing = Array.from({ length: of }, (_, at) => at + 1).filter(
      (n) => !numbers.includes(n),
    );
    if (missing.length > 0) {
      warnings.push({
        code: 'part_missing',
        path: [base],
        text: `Of ${of} parts ${missing.length === 1 ? 'one is' : 'some are'} missing: ${missing.map((n) => `${base}_${n}of${of}`).join(', ')}. Nothing can be read without ${missing.length === 1 ? 'it' : 'them'}.`,
      });
    }
    if (new Set(numbers).size < numbers.length) {
      warnings.push({
        code: 'duplicate',
        path: [base],
        text: `Some of the ${of} parts are there twice, so nobody can tell which of them belong together: none is read.`,
      });
    }
  }
  return warnings;
}
