import type { z } from 'zod';

/** Stands for the faults of all options of a union, of which the right ones are chosen later. */
export const NO_OPTION = 'has none of the forms that it may have';

/**
 * The rest of a sentence that begins with the path, for the faults whose schema has no words
 * of its own. A value is never quoted: it may be a secret.
 */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  const absent = issue.input === undefined;
  if (issue.code === 'unrecognized_keys') return 'has an unknown member';
  if (issue.code === 'invalid_type')
    return absent ? 'is missing' : `is not ${article(issue.expected)}`;
  if (issue.code === 'invalid_value') {
    if (absent) return 'is missing';
    return `is not ${issue.values.length === 1 ? '' : 'one of '}${issue.values.join(', ')}`;
  }
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    const { [issue.discriminator]: given } = issue.input as Record<string, unknown>;
    const { options = [] } = issue as { readonly options?: readonly unknown[] };
    return given === undefined ? 'is missing' : `is not one of ${options.map(String).join(', ')}`;
  }
  if (issue.code === 'invalid_union') return absent ? 'is missing' : NO_OPTION;
  if (issue.code === 'invalid_key') return 'has a key that it may not have';
  if (issue.code === 'too_small' || issue.code === 'too_big') return describeSize(issue);
  if (issue.code === 'invalid_format') {
    return `is not in the form of ${issue.format === 'regex' ? 'its pattern' : `a ${issue.format}`}`;
  }
  return issue.message ?? 'is not valid';
}

type SizeIssue = Extract<z.core.$ZodRawIssue, { code?: 'too_small' | 'too_big' }>;

function describeSize(issue: SizeIssue): string {
  const [limit, than] =
    issue.code === 'too_small' ? [issue.minimum, 'less'] : [issue.maximum, 'more'];
  const unit = { array: 'elements', set: 'elements', string: 'characters', object: 'members' }[
    issue.origin as string
  ];
  if (unit === undefined) {
    return issue.inclusive === false
      ? `is not ${than === 'less' ? 'more' : 'less'} than ${limit}`
      : `is ${than} than ${limit}`;
  }
  if (than === 'less' && Number(limit) === 1) {
    return issue.origin === 'array' ? 'is an empty list' : 'is empty';
  }
  return `has ${than} than ${limit} ${unit}`;
}

/** `a list`, `an object`: what was expected, with its article. */
export function article(type: string): string {
  if (type === 'array') return 'a list';
  if (type === 'int') return 'a whole number';
  if (type === 'record') return 'an object';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
