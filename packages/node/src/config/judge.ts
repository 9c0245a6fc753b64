import type { ConfigFault } from '@drawbridge/core';
import type { z } from 'zod';
import { article, describeIssue, NO_OPTION } from './describe-issue.ts';
import { didYouMean } from './nearest.ts';
import { joinPath, showPath } from './path.ts';
import { type Schema, schemaAt, shapeOf, type Step } from './shape.ts';

/** A fault of a value, and where to point at. */
export interface ValueFault extends ConfigFault {
  /** The path of what is wrong: of an unknown member its own, where `path` is that of its parent. */
  readonly at: string;
}

/** What became of a value: what it is by its schema, or all that is wrong with it. */
export type Judgement<T> =
  | { readonly value: T; readonly faults?: undefined }
  | { readonly faults: readonly ValueFault[] };

/** Holds a value against a schema. */
export function judge<T extends z.ZodType>(
  schema: T,
  value: unknown,
  path: string,
): Judgement<z.output<T>> {
  const hidden = hiddenMembers(value, path);
  if (hidden.length > 0) return { faults: hidden };
  const result = schema.safeParse(value, { error: describeIssue });
  if (result.success) return { value: result.data };
  return { faults: result.error.issues.flatMap((issue) => toFaults(issue, [], schema, path)) };
}

/**
 * Schemas pass over a member called `__proto__` in silence: a rule would lose a
 * condition by it, and allow more than is written. A value that holds itself has no end.
 */
export function hiddenMembers(
  value: unknown,
  path: string,
  above: readonly object[] = [],
): readonly ValueFault[] {
  if (typeof value !== 'object' || value === null) return [];
  if (above.includes(value)) return [fault(path, 'holds itself')];
  return Object.entries(value).flatMap(([name, item]) => {
    const step = joinPath(path, Array.isArray(value) ? Number(name) : name);
    if (name === '__proto__') return [fault(path, 'has a member __proto__', step)];
    return hiddenMembers(item, step, [...above, value]);
  });
}

function fault(path: string, message: string, at = path): ValueFault {
  return { path: path === '' ? 'the file' : path, message, at };
}

function toFaults(
  issue: z.core.$ZodIssue,
  above: readonly PropertyKey[],
  schema: Schema,
  from: string,
): ValueFault[] {
  const steps = [...above, ...issue.path];
  const path = showPath(steps, from);
  if (issue.code === 'unrecognized_keys') {
    const found = schemaAt(schema, steps as readonly Step[]);
    const known = found === undefined ? [] : [...shapeOf(found).members.keys()];
    return issue.keys.map((key) =>
      fault(path, `has an unknown member: ${key}${didYouMean(key, known)}`, joinPath(path, key)),
    );
  }
  if (issue.code === 'invalid_union' && issue.message === NO_OPTION) {
    const option = chooseOption(issue.errors);
    if (typeof option === 'string') return [fault(path, option)];
    return option.flatMap((inner) => toFaults(inner, steps, schema, from));
  }
  return [fault(path, issue.message)];
}

type Issues = readonly z.core.$ZodIssue[];

/** The faults of the option that was probably meant, or a sentence about all of them. */
function chooseOption(options: readonly Issues[]): Issues | string {
  const fitting = options.filter((issues) => !issues.some(isAboutForm));
  const [best, next] = fitting.toSorted((a, b) => a.length - b.length);
  if (best === undefined) return `is not ${list(options.flatMap(formsOf))}`;
  if (next === undefined || best.length < next.length) return best;
  const wanted = fitting.map((issues) => issues.find(isMissing)?.path[0]);
  return wanted.includes(undefined) ? NO_OPTION : `needs ${list(wanted.map(String))}`;
}

/** Whether a fault says that the value is of another kind than an option takes. */
function isAboutForm({ path, code }: z.core.$ZodIssue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

function isMissing({ path, message }: z.core.$ZodIssue): boolean {
  return path.length === 1 && message === 'is missing';
}

function formsOf(issues: Issues): readonly string[] {
  return issues.filter(isAboutForm).flatMap((issue) => {
    if (issue.code === 'invalid_type') return article(issue.expected);
    return issue.code === 'invalid_value' ? issue.values.map(String) : [];
  });
}

/** `a, b or c`. */
function list(words: readonly string[]): string {
  const unique = [...new Set(words)];
  const last = unique.pop() ?? '';
  return unique.length === 0 ? last : `${unique.join(', ')} or ${last}`;
}
