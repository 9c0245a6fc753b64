import { type ConfigFault, configError } from '@drawbridge/core';
import type { z } from 'zod';

/**
 * Validates a value from a file or the command line.
 *
 * @param path - where the value stands, such as `exchange`
 * @param hint - what to do about faults
 * @throws {DrawbridgeError} `config_invalid`, with every fault and its path
 */
export function parseSection<T extends z.ZodType>(
  schema: T,
  value: unknown,
  path: string,
  hint?: string,
): z.output<T> {
  const hidden = hiddenMembers(value, path);
  if (hidden.length > 0) throw configError(hidden, hint);
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw configError(
    result.error.issues.map((issue) => toFault(issue, path)),
    hint,
  );
}

/**
 * Schemas pass over a member called `__proto__` in silence: a rule would lose a
 * condition by it, and allow more than is written.
 */
function hiddenMembers(value: unknown, path: string, seen = new Set<object>()): ConfigFault[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  return Object.entries(value).flatMap(([name, item]) => {
    if (name === '__proto__') return [{ path, message: 'has a member __proto__' }];
    const step = Array.isArray(value) ? Number(name) : name;
    return hiddenMembers(item, joinPath(path, step), seen);
  });
}

function toFault(issue: z.core.$ZodIssue, path: string): ConfigFault {
  const place = issue.path.reduce<string>(joinPath, path);
  return { path: place === '' ? 'the file' : place, message: describe(issue) };
}

function joinPath(path: string, step: PropertyKey): string {
  if (typeof step === 'number') return `${path}[${step}]`;
  return path === '' ? String(step) : `${path}.${String(step)}`;
}

/** The rest of a sentence that begins with the path. A value is never quoted: it may be a secret. */
function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `has ${issue.keys.length === 1 ? 'an unknown member' : 'unknown members'}: ${issue.keys.join(', ')}`;
  }
  if (issue.input === undefined && /^invalid_(?:type|value)$/.test(issue.code)) return 'is missing';
  if (issue.code === 'invalid_type') return `is not ${article(issue.expected)}`;
  if (issue.code === 'invalid_value') {
    return `is not ${issue.values.length === 1 ? '' : 'one of '}${issue.values.join(', ')}`;
  }
  if (issue.code === 'too_small' && issue.origin === 'array') return 'is an empty list';
  if (issue.code === 'too_small' && issue.origin === 'string') return 'is empty';
  return issue.message;
}

function article(type: string): string {
  if (type === 'array') return 'a list';
  if (type === 'int') return 'a whole number';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
