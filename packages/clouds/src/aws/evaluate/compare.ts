import { isInAddressRange } from './addresses.ts';
import { parseTimes } from './dates.ts';
import { compilePattern, type Pattern } from './like.ts';
import type { ComparisonKind } from './operators.ts';
import { agreed, allOf, type Tri } from './tri.ts';

/** Whether a value of the request matches a value of the policy; negation and sets are others' business. */
export type Match = (value: string) => Tri;

/** Makes the comparison with one value of a policy, whose variables are resolved. */
export function compileMatch(kind: ComparisonKind, pattern: Pattern): Match {
  switch (kind) {
    case 'stringLike':
      return compilePattern(pattern);
    case 'arn':
      return compileArn(pattern);
    case 'string':
    case 'binary': {
      // Binary values are written in base 64 on both sides, and no key of this request is one.
      const text = textOf(pattern);
      return (value) => value === text;
    }
    case 'stringIgnoreCase': {
      const text = textOf(pattern);
      return (value) => isSameButForCase(value, text);
    }
    case 'bool':
      return compileBoolean(textOf(pattern));
    case 'ip': {
      const text = textOf(pattern);
      return (value) => isInAddressRange(value, text);
    }
    case 'null':
      return () => undefined;
    case 'numericEquals':
    case 'numericLess':
    case 'numericLessOrEqual':
    case 'numericGreater':
    case 'numericGreaterOrEqual':
    case 'dateEquals':
    case 'dateLess':
    case 'dateLessOrEqual':
    case 'dateGreater':
    case 'dateGreaterOrEqual':
      return compileOrder(kind, textOf(pattern));
  }
}

function textOf(pattern: Pattern): string {
  return pattern.map((part) => (typeof part === 'string' ? part : part.wild)).join('');
}

/** Which letters beyond ASCII IAM takes for the same is not documented. */
export function isSameButForCase(one: string, other: string): Tri {
  if (lowerAscii(one) === lowerAscii(other)) return true;
  const isSame =
    one.toLowerCase() === other.toLowerCase() || one.toUpperCase() === other.toUpperCase();
  return isSame ? undefined : false;
}

/** In one case alone. What IAM makes of `True`, and of a text that is neither, is not documented. */
function compileBoolean(text: string): Match {
  const limit = lowerAscii(text);
  return (given) => {
    const value = lowerAscii(given);
    if (!isBoolean(limit) || !isBoolean(value)) return undefined;
    return value !== limit ? false : given === text ? true : undefined;
  };
}

function isBoolean(text: string): boolean {
  return text === 'true' || text === 'false';
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

const ORDERS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  Equals: (value, limit) => value === limit,
  Less: (value, limit) => value < limit,
  LessOrEqual: (value, limit) => value <= limit,
  Greater: (value, limit) => value > limit,
  GreaterOrEqual: (value, limit) => value >= limit,
};

/** Numbers and times. What IAM makes of a text that is neither is not documented. */
function compileOrder(kind: ComparisonKind, text: string): Match {
  const isDate = kind.startsWith('date');
  const compare = ORDERS[kind.replace(/^(?:date|numeric)/, '')];
  const read = isDate ? parseTimes : parseNumber;
  const limits = read(text);
  return (value) => {
    const values = read(value);
    if (compare === undefined || limits.length === 0 || values.length === 0) return undefined;
    return agreed(values.flatMap((one) => limits.map((limit) => compare(one, limit))));
  };
}

function parseNumber(text: string): readonly number[] {
  return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? [Number(text)] : [];
}

/**
 * The six components of an ARN, each with wildcards of its own; the last may have colons (IAM user guide, "Condition
 * operators", ARN condition operators). What has fewer is no ARN, and what IAM makes of it is not documented, but where both are
 * the same text.
 */
function compileArn(pattern: Pattern): Match {
  const components = splitArn(pattern);
  const asText = compilePattern(pattern);
  if (components === undefined) return (value) => (asText(value) === false ? false : undefined);
  const matches = components.map(compilePattern);
  return (value) => {
    const texts = value.split(':');
    if (texts.length < 6) return asText(value) === false ? false : undefined;
    const given = [...texts.slice(0, 5), texts.slice(5).join(':')];
    return allOf([0, 1, 2, 3, 4, 5], (at) => matches[at]?.(given[at] ?? ''));
  };
}

function splitArn(pattern: Pattern): readonly Pattern[] | undefined {
  const components: Pattern[number][][] = [[]];
  for (const part of pattern) {
    if (typeof part !== 'string') {
      components.at(-1)?.push(part);
      continue;
    }
    const [first = '', ...rest] =
      components.length === 6 ? [part] : splitAtMost(part, 7 - components.length);
    components.at(-1)?.push(first);
    for (const text of rest) components.push([text]);
  }
  return components.length === 6 ? components : undefined;
}

/** At colons, into some pieces at most: the last has the rest. */
function splitAtMost(text: string, most: number): readonly string[] {
  const pieces = text.split(':');
  return pieces.length <= most
    ? pieces
    : [...pieces.slice(0, most - 1), pieces.slice(most - 1).join(':')];
}
