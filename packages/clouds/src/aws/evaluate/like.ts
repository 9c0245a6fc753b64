import type { Tri } from './tri.ts';
import type { ValuePart } from './value-parts.ts';

/** A pattern without variables: texts and wildcards. */
export type Pattern = readonly (string | { readonly wild: '*' | '?' })[];

/** The pattern that parts make once their variables have values. `undefined` while they have none. */
export function toPattern(parts: readonly ValuePart[]): Pattern | undefined {
  const pattern: (string | { readonly wild: '*' | '?' })[] = [];
  for (const part of parts) {
    if ('text' in part) pattern.push(part.text);
    else if ('wild' in part) pattern.push(part);
    else return undefined;
  }
  return pattern;
}

type Step = string | { readonly wild: '*' | '?' };

/**
 * Compiles a pattern: `*` is any run of characters, `/` and `:` among them, `?` is one. The whole text must match. Time is
 * bounded by the product of both lengths.
 *
 * @returns neither yes nor no where it is not documented how IAM counts: a `?` and a character beyond U+FFFF
 */
export function compilePattern(pattern: Pattern): (text: string) => Tri {
  const parts = merged(pattern);
  const [only = '', second] = parts;
  if (second === undefined && typeof only === 'string') return (text) => text === only;
  const runs = parts.filter((part) => typeof part !== 'string' && part.wild === '*').length;
  const [head, tail] = [parts[0], parts.at(-1)];
  const hasOne = parts.some((part) => typeof part !== 'string' && part.wild === '?');
  if (!hasOne && runs === 1 && parts.length <= 3) {
    const before = typeof head === 'string' ? head : '';
    const after = typeof tail === 'string' ? tail : '';
    return (text) =>
      text.length >= before.length + after.length &&
      text.startsWith(before) &&
      text.endsWith(after);
  }
  const units = toSteps(parts, (text) => text.split(''));
  const points = toSteps(parts, (text) => Array.from(text));
  return (text) => {
    const byUnits = matches(units, text.split(''));
    if (!hasOne || !/[\ud800-\udfff]/.test(text)) return byUnits;
    return byUnits === matches(points, Array.from(text)) ? byUnits : undefined;
  };
}

/** Neighbouring texts in one, and neighbouring runs, too. */
function merged(pattern: Pattern): Pattern {
  const parts: Step[] = [];
  for (const part of pattern) {
    const last = parts.at(-1);
    if (typeof part === 'string') {
      if (typeof last === 'string') parts[parts.length - 1] = last + part;
      else if (part !== '') parts.push(part);
    } else if (part.wild === '?' || typeof last === 'string' || last?.wild !== '*') {
      parts.push(part);
    }
  }
  return parts;
}

function toSteps(parts: Pattern, split: (text: string) => readonly string[]): readonly Step[] {
  return parts.flatMap((part): readonly Step[] =>
    typeof part === 'string' ? split(part) : [part],
  );
}

/** A run takes as little as it can; where what follows does not fit, the last run takes one more. */
function matches(steps: readonly Step[], characters: readonly string[]): boolean {
  let at = 0;
  let step = 0;
  let run = -1;
  let taken = 0;
  while (at < characters.length) {
    const next = steps[step];
    if (typeof next === 'object' && next.wild === '*') {
      run = step++;
      taken = at;
    } else if (next === characters[at] || (typeof next === 'object' && next.wild === '?')) {
      step++;
      at++;
    } else if (run >= 0) {
      step = run + 1;
      at = ++taken;
    } else {
      return false;
    }
  }
  while (step < steps.length) {
    const rest = steps[step++];
    if (typeof rest === 'string' || rest?.wild !== '*') return false;
  }
  return true;
}
