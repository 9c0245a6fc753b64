import type { z } from 'zod';
import { joinPath } from './path.ts';
import type { Origin } from './origins.ts';
import { chosenOption, defaultOf, type Schema, shapeOf } from './shape.ts';

/** A setting in force. */
export interface EffectiveSetting {
  readonly path: string;
  /** Text, number, boolean or null; an empty list or map; for a secret, where it is. */
  readonly value: unknown;
  readonly origin: Origin;
  /** The value may be a secret itself and is left out. */
  readonly hidden?: true;
}

const DEFAULT: Origin = { layer: 'default' };

/**
 * Every setting in force, one a line of `config explain`: what was given, and the defaults
 * of what was not.
 *
 * @param given - the value as it was given, without defaults
 */
export function effectiveSettings(
  value: unknown,
  given: unknown,
  schema: Schema,
  originOf: (path: string) => Origin,
): readonly EffectiveSetting[] {
  return list(value, given, schema, '', originOf);
}

function list(
  value: unknown,
  given: unknown,
  schema: Schema | undefined,
  path: string,
  originOf: (path: string) => Origin,
): readonly EffectiveSetting[] {
  const shape = schema === undefined ? undefined : shapeOf(schema);
  const origin = given === undefined ? DEFAULT : originOf(path);
  if (typeof value !== 'object' || value === null) {
    return shape?.hidden
      ? [{ path, value: undefined, origin, hidden: true }]
      : [{ path, value, origin }];
  }
  if (shape?.secret) return [{ path, value, origin: originOf(path) }];
  if (shape?.hidden) return [{ path, value: undefined, origin, hidden: true }];

  const isList = Array.isArray(value);
  const found = Object.entries(value).flatMap(([name, item]) => {
    if (item === undefined) return [];
    const inner = isList ? shape?.element : (shape?.members.get(name) ?? shape?.values);
    const step = isList ? Number(name) : name;
    return list(item, memberOf(given, name), inner, joinPath(path, step), originOf);
  });
  // A part that is not configured is not in force, so it has no defaults.
  const defaults =
    isList || schema === undefined
      ? []
      : absent(value, shapeOf(chosenOption(schema, value)).members, path);
  const all = [...found, ...defaults];
  return all.length === 0 && path !== '' ? [{ path, value, origin }] : all;
}

/** The defaults of members that are not there, and of those below them that could be left out whole. */
function absent(
  value: object,
  members: ReadonlyMap<string, Schema>,
  path: string,
  above: readonly Schema[] = [],
): readonly EffectiveSetting[] {
  return [...members].flatMap(([name, schema]): readonly EffectiveSetting[] => {
    if (Object.hasOwn(value, name) && Reflect.get(value, name) !== undefined) return [];
    const at = joinPath(path, name);
    const fallback = defaultOf(schema);
    if (fallback !== undefined) {
      return list(fallback, undefined, schema, at, () => DEFAULT);
    }
    if (path === '' || above.includes(schema) || !mayBeEmpty(schema)) return [];
    return absent({}, shapeOf(schema).members, at, [...above, schema]);
  });
}

function mayBeEmpty(schema: Schema): boolean {
  return (schema as z.ZodType).safeParse({}).success;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
