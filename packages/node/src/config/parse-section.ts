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
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw configError(
    result.error.issues.map((issue) => toFault(issue, path)),
    hint,
  );
}

function toFault(issue: z.core.$ZodIssue, path: string): ConfigFault {
  return { path: issue.path.reduce<string>(joinPath, path), message: describe(issue) };
}

function joinPath(path: string, step: PropertyKey): string {
  if (typeof step === 'number') return `${path}[${step}]`;
  return path === '' ? String(step) : `${path}.${String(step)}`;
}

/** The rest of a sentence that begins with the path. A value is never quoted: it may be a secret. */
function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `has ${issue.keys.length === 1 ? 'a member' : 'members'} that nobody knows: ${issue.keys.join(', ')}`;
  }
  if (issue.code === 'invalid_type') {
    return issue.input === undefined ? 'is missing' : `is not ${article(issue.expected)}`;
  }
  if (issue.code === 'invalid_value') return `is not one of ${issue.values.join(', ')}`;
  if (issue.code === 'too_small' && issue.origin === 'array') return 'is an empty list';
  if (issue.code === 'too_small' && issue.origin === 'string') return 'is empty';
  return issue.message;
}

function article(type: string): string {
  if (type === 'array') return 'a list';
  if (type === 'int') return 'a whole number';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
