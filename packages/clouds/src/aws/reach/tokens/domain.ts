import {
  ANY_TEXT,
  type ConditionValues,
  intersect,
  isEmpty,
  type Language,
  languageOfTexts,
  NO_TEXT,
  patternLanguage,
  subtract,
  unite,
} from '@drawbridge/rules/analysis';

/** What a claim of an upstream token may be: any of these. */
export interface Domain {
  readonly texts: Language;
  /** Whether texts are as short as a pattern takes them; `texts` does not say so. */
  readonly isShort: boolean;
  /** Numbers and booleans, as JSON and templates spell them. */
  readonly scalars: Language;
  /** `undefined`: it is no list. */
  readonly list: ListDomain | undefined;
  /** Whether it may be an object, or null, which no condition looks into. */
  readonly isOther: boolean;
  /** Whether the token may lack it. */
  readonly isAbsent: boolean;
}

/** What a list must hold an element of, each of them, and what it must not hold at all. */
export interface ListDomain {
  readonly some: readonly Values[];
  readonly none: readonly Values[];
}

/** Texts, and the spellings of numbers and booleans. */
export interface Values {
  readonly texts: Language;
  readonly scalars: Language;
}

/** Whatever JSON spells a number as, and more. */
const NUMBERS = patternLanguage([
  { among: [...'-0123456789'].map(rangeOf), isRun: false },
  { among: [...'0123456789.e+-'].map(rangeOf), isRun: true },
]);
/** More than the spellings of all numbers, and of the booleans. */
export const ANY_SCALAR = unite([languageOfTexts(['true', 'false']), NUMBERS]);

/** Whole numbers from 0 on. */
export const TIMES = patternLanguage([
  { among: [['0'.charCodeAt(0), '9'.charCodeAt(0)]], isRun: false },
  { among: [['0'.charCodeAt(0), '9'.charCodeAt(0)]], isRun: true },
]);

/** Whatever a claim may be, which may be missing too. */
export const ANYTHING: Domain = {
  texts: ANY_TEXT,
  isShort: false,
  scalars: ANY_SCALAR,
  list: { some: [], none: [] },
  isOther: true,
  isAbsent: true,
};

/** One of these texts, and nothing else. */
export function onlyTexts(texts: Language): Domain {
  return {
    texts,
    isShort: false,
    scalars: NO_TEXT,
    list: undefined,
    isOther: false,
    isAbsent: false,
  };
}

function rangeOf(character: string): readonly [number, number] {
  const point = character.charCodeAt(0);
  return [point, point];
}

/** The values of a condition, as a domain has them. */
export function valuesOf({ texts, scalars }: ConditionValues): Values {
  const isNone = scalars.length === 0;
  return { texts, scalars: isNone ? NO_TEXT : languageOfTexts(scalars.map(String)) };
}

/** What is left where a condition holds. */
export function meet(domain: Domain, condition: ConditionValues): Domain {
  const values = valuesOf(condition);
  const { list, isShort } = domain;
  if (!condition.isList) {
    return { ...within(domain, values), isShort: isShort || condition.isPattern };
  }
  return {
    ...onlyTexts(NO_TEXT),
    list: list && { ...list, some: [...list.some, values] },
  };
}

/** What is left of a domain where the claim is one of these values. */
export function within({ texts, scalars, isShort }: Domain, values: Values): Domain {
  return {
    texts: intersect(texts, values.texts),
    isShort,
    scalars: intersect(scalars, values.scalars),
    list: undefined,
    isOther: false,
    isAbsent: false,
  };
}

/** What is left where a condition does not hold. Texts too long for a pattern are left out: see {@link ./too-long.ts}. */
export function avoid(domain: Domain, condition: ConditionValues): Domain {
  const values = valuesOf(condition);
  if (condition.isList) {
    const { list } = domain;
    return { ...domain, list: list && { ...list, none: [...list.none, values] } };
  }
  return {
    ...domain,
    texts: subtract(domain.texts, values.texts),
    scalars: subtract(domain.scalars, values.scalars),
  };
}

/** What is left where the claim is there, for a template; `asText`: as text, number or boolean. */
export function present(domain: Domain, asText: boolean): Domain {
  return asText
    ? { ...domain, list: undefined, isOther: false, isAbsent: false }
    : { ...domain, isAbsent: false };
}

/** What is left where a template cannot be filled for the lack of the claim. */
export function lacking(domain: Domain, asText: boolean): Domain {
  const lack = { ...domain, texts: NO_TEXT, scalars: NO_TEXT };
  return asText ? lack : { ...lack, list: undefined };
}

/** Whether nothing is left. */
export function isImpossible({ texts, scalars, list, isOther, isAbsent }: Domain): boolean {
  return (
    !isOther &&
    !isAbsent &&
    isEmpty(texts) &&
    isEmpty(scalars) &&
    (list === undefined || isImpossibleList(list))
  );
}

function isImpossibleList({ some, none }: ListDomain): boolean {
  return some.some((values) => {
    const left = elementsOf(values, none);
    return isEmpty(left.texts) && isEmpty(left.scalars);
  });
}

/** Which elements may stand for what a list must have. */
export function elementsOf(values: Values, none: readonly Values[]): Values {
  return none.reduce(
    ({ texts, scalars }, taken) => ({
      texts: subtract(texts, taken.texts),
      scalars: subtract(scalars, taken.scalars),
    }),
    values,
  );
}

/** How the claim is spelled within a text. */
export function spellings({ texts, scalars }: Domain): Language {
  return isEmpty(scalars) ? texts : unite([texts, scalars]);
}
