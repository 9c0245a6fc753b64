import type { CompiledCondition } from '../../condition/compile-condition.ts';
import { literalEnds } from '../../condition/glob.ts';
import { EVERY_TEXT, patternKey } from '../../condition/implies.ts';
import { isHas, isList } from '../../condition/kinds.ts';
import type { Scalar } from '../../rule.ts';
import { hasWildcard, isBeginning } from '../path-list.ts';
import { type Extent, PARTS } from './extent.ts';

/**
 * By what it shows that a rule may be wider than another. Where a rule has a sign with marks, each rule that it covers has the same
 * sign, and each text of that has one of these marks: it is the mark, or begins or ends with it.
 */
export interface Sign {
  /** Of what, and how it is compared. */
  readonly name: string;
  readonly compares: Comparison;
  /** What the rule covers has one of these. `undefined`: that cannot be told by this sign. */
  readonly marks: readonly Scalar[] | undefined;
  /** What there is of the rule itself. `any`: whatever marks there are may be those of a wider rule. */
  readonly texts: readonly Scalar[] | 'any';
}

/** What of a text is held against a mark. */
export type Comparison = 'whole' | 'beginning' | 'end';

/** All signs of a rule. */
export function signsOf(extent: Extent): readonly Sign[] {
  return [
    ...PARTS.flatMap((part) => {
      const texts = extent[part]?.texts;
      return texts === undefined ? [] : SIGNS[part](part, texts);
    }),
    ...[...extent.conditions].flatMap(([name, condition]) => conditionSigns(name, condition)),
  ];
}

type SignsOfTexts = (name: string, texts: readonly string[]) => readonly Sign[];

const whole: SignsOfTexts = (name, texts) => [{ name, compares: 'whole', marks: texts, texts }];

/** `*.a.test` has what ends in `.a.test`, and `a.test` itself alone: it is told where a host begins. */
const hosts: SignsOfTexts = (name, given) => {
  const texts = given.map((host) => (host.startsWith('*.') ? host.slice(1) : `^${host}`));
  return [{ name, compares: 'end', marks: texts, texts }];
};

const SIGNS = {
  hosts,
  paths: (name, globs) => [...endSigns(name, globs.map(literalEnds)), patternSign(name, globs)],
  methods: whole,
  networks: whole,
  providers: whole,
  users: whole,
  domains: hosts,
} as const satisfies Record<(typeof PARTS)[number], SignsOfTexts>;

/** A pattern of paths is in the same one, or in one such as `/a/**`. A path may be in any. */
function patternSign(part: string, globs: readonly string[]): Sign {
  const patterns = globs.filter(hasWildcard);
  return {
    name: `${part} pattern`,
    compares: 'whole',
    marks: patterns.length === 0 || patterns.some(isBeginning) ? undefined : patterns,
    texts: patterns.length === 0 ? 'any' : patterns,
  };
}

type Ends = ReturnType<typeof literalEnds>;

/** What a pattern takes begins and ends as it does. */
function endSigns(name: string, ends: readonly Ends[]): readonly [Sign, Sign] {
  const [beginnings, endings] = [ends.map((one) => one.beginning), ends.map((one) => one.ending)];
  return [
    { name: `${name} beginning`, compares: 'beginning', marks: beginnings, texts: beginnings },
    { name: `${name} end`, compares: 'end', marks: endings, texts: endings },
  ];
}

/** Counted values are in the like and in patterns; a pattern is in the same one, and in that which takes every text. */
function conditionSigns(claim: string, { element, ...own }: CompiledCondition): readonly Sign[] {
  const { values, source } = element ?? own;
  const name = `${element === undefined ? 'claim' : 'has'} ${claim}`;
  const ofPattern = { name: `${name} pattern`, compares: 'whole' } as const;
  if (values !== undefined) {
    const texts = values.filter((value) => typeof value === 'string');
    return [
      { name, compares: 'whole', marks: values, texts: values },
      ...unmarked(
        endSigns(
          name,
          texts.map((text) => ({ beginning: text, ending: text })),
        ),
      ),
      { ...ofPattern, marks: undefined, texts: 'any' },
    ];
  }
  const pattern = patternKey(source);
  if (pattern === undefined) return [];
  const glob = globOf(source);
  const ends = endSigns(name, [glob === undefined ? NO_ENDS : literalEnds(glob)]);
  return [
    ...(glob === undefined ? unmarked(ends) : ends),
    { ...ofPattern, marks: pattern === EVERY_TEXT ? undefined : [pattern], texts: [pattern] },
  ];
}

const NO_ENDS: Ends = { beginning: '', ending: '' };

function unmarked(signs: readonly Sign[]): readonly Sign[] {
  return signs.map((sign) => ({ ...sign, marks: undefined }));
}

function globOf(source: CompiledCondition['source']): string | undefined {
  if (typeof source !== 'object' || isHas(source) || isList(source)) return undefined;
  return 'glob' in source ? source.glob : undefined;
}
