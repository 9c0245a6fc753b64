import { quote } from '@drawbridge/core';
import type { FileFaults } from '../../trust/file-faults.ts';

/** A statement that is read, and where what is wrong with it is told. */
export interface StatementPlace {
  readonly path: string;
  readonly number: number;
  /** Whether `${…}` is a variable. */
  readonly variables: boolean;
  readonly faults: FileFaults;
}

/** What is wrong with a name that a document may not have there. Case counts in names of elements. */
export function unknownElement(name: string, elements: readonly string[]): string {
  const meant = elements.find((element) => element.toLowerCase() === name.toLowerCase());
  return meant === undefined
    ? `is unknown: ${elements.join(', ')} are known`
    : `is unknown: the case of letters counts, ${meant}`;
}

export function nameOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : quote(value);
}

/** The name of a member in a path. */
export function cutName(name: string): string {
  return /^[\w:./-]{1,120}$/.test(name) ? name : quote(name);
}

/** A text, or a list of texts. `undefined` for anything else, which is told. */
export function readTexts(
  value: unknown,
  path: string,
  faults: FileFaults,
): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.filter((item) => typeof item === 'string');
  if (texts.length === list.length) return texts;
  const wrong = list.find((item) => typeof item !== 'string');
  faults.add(path, `has ${nameOf(wrong)}, and takes texts`);
  return undefined;
}
