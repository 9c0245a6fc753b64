import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import type { FileFaults } from '../../trust/file-faults.ts';

/**
 * The members of one object of a configuration. API servers read strictly: a name that they do not know is a fault, and
 * so is a value of another type. `null` and what is not there are the same to them.
 */
export interface Members {
  readonly path: string;
  text(name: string): string | undefined;
  flag(name: string): boolean | undefined;
  texts(name: string): readonly string[];
  /** @param names - those that it may have; empty where it is not there */
  object(name: string, names: readonly string[]): Members | undefined;
  objects(name: string, names: readonly string[]): readonly Members[];
  /** Where a member is, for a fault. */
  at(name: string): string;
}

/** @param path - empty for the top of the file */
export function readMembers(
  value: unknown,
  path: string,
  names: readonly string[],
  faults: FileFaults,
): Members | undefined {
  if (!isJsonObject(value)) {
    faults.add(path === '' ? 'the top of it' : path, `is ${kindOf(value)}, not an object`);
    return undefined;
  }
  const object: JsonObject = value;
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  for (const name of Object.keys(object)) {
    if (!names.includes(name)) faults.add(at(shortened(name)), 'is not known');
  }
  const typed = <T>(name: string, is: (found: unknown) => found is T, wanted: string) => {
    const found = member(object, name) ?? undefined;
    if (found === undefined || is(found)) return found;
    faults.add(at(name), `is ${kindOf(found)}, not ${wanted}`);
    return undefined;
  };
  const list = (name: string): readonly unknown[] => typed(name, isList, 'a list') ?? [];
  return {
    path,
    at,
    text: (name) => typed(name, isText, 'text'),
    flag: (name) => typed(name, isFlag, 'true or false'),
    texts: (name) =>
      list(name).map((found, index) => {
        // An entry that is null is empty text to an API server.
        if (typeof found === 'string' || found === null) return found ?? '';
        faults.add(`${at(name)}[${index}]`, `is ${kindOf(found)}, not text`);
        return '';
      }),
    object: (name, inner) => {
      const found = member(object, name) ?? undefined;
      return found === undefined ? undefined : readMembers(found, at(name), inner, faults);
    },
    objects: (name, inner) =>
      list(name).flatMap(
        (found, index) => readMembers(found ?? {}, `${at(name)}[${index}]`, inner, faults) ?? [],
      ),
  };
}

/** What a value is, in words. Deep values are never spelled out: to do so takes a stack as deep. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? `the text ${quote(value)}` : quote(value);
}

/** A name of a member, as a fault tells it. */
function shortened(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
