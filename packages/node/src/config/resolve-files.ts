import { resolve } from 'node:path';
import { joinPath } from './path.ts';
import { type Schema, shapeOf } from './shape.ts';

/** Makes every name of a file in a value absolute. Takes any value: it is judged afterwards. */
export function resolveFiles(value: unknown, schema: Schema, folder: string): unknown {
  const { file, members, element, values } = shapeOf(schema);
  if (typeof value === 'string') return file && value !== '' ? resolve(folder, value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return element === undefined
      ? value
      : value.map((item: unknown) => resolveFiles(item, element, folder));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const inner = members.get(name) ?? values;
      return [name, inner === undefined ? item : resolveFiles(item, inner, folder)];
    }),
  );
}

/** The names of variables that a value refers to with `{env: NAME}`. */
export function referredVariables(value: unknown, schema: Schema): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { secret, members, element, values } = shapeOf(schema);
  if (secret && 'env' in value && typeof value.env === 'string') return [value.env];
  return Object.entries(value).flatMap(([name, item]) => {
    const inner = Array.isArray(value) ? element : (members.get(name) ?? values);
    return inner === undefined ? [] : referredVariables(item, inner);
  });
}

/** A file that a setting names. */
export interface NamedFile {
  /** The setting: `exchange.upstreams[0].caFile`. */
  readonly at: string;
  /** Absolute. */
  readonly path: string;
}

/** The files that a value names. */
export function namedFiles(value: unknown, schema: Schema, at = ''): readonly NamedFile[] {
  const { file, members, element, values } = shapeOf(schema);
  if (typeof value === 'string') return file && value !== '' ? [{ at, path: value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, item]) => {
    const inner = isList ? element : (members.get(name) ?? values);
    if (inner === undefined) return [];
    return namedFiles(item, inner, joinPath(at, isList ? Number(name) : name));
  });
}
