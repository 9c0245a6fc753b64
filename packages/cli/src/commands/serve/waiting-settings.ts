import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../../context.ts';
import { PARTS } from '../../parts.ts';

/** What is decided when the process of a part starts. Everything else of it a reload puts in force. */
const AT_START = {
  exchange: ['listen', 'tls', 'documents.listen', 'documents.tls', 'workers'],
  gateway: ['listen', 'tls'],
} as const satisfies Partial<Record<keyof typeof PARTS, readonly string[]>>;

/** A part that is served and follows its configuration. */
export type ServedPartName = keyof typeof AT_START;

/**
 * The settings that differ from those the process was started with, and that a reload does not put in force: what
 * is shared by all parts, and where the part listens.
 *
 * @param part - what the process serves; what other parts are is nothing to it
 * @returns their paths, in the order of the alphabet
 */
export function waitingSettings(
  started: Config,
  now: Config,
  part: ServedPartName,
): readonly string[] {
  const shared = (config: Config) =>
    leaves(Object.fromEntries(Object.entries(config).filter(([name]) => !(name in PARTS))), '');
  const bound = (config: Config) =>
    AT_START[part].flatMap((path) => {
      const value = path
        .split('.')
        .reduce<unknown>(
          (at, name) => (at as Record<string, unknown> | undefined)?.[name],
          config[part],
        );
      if (value === undefined) return [];
      // Files of TLS are read anew; whether there is TLS is not.
      return [[`${part}.${path}`, path.endsWith('tls') ? true : value] as const];
    });
  const before = new Map([...shared(started), ...bound(started)]);
  const after = new Map([...shared(now), ...bound(now)]);
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths]
    .filter((path) => !isDeepStrictEqual(before.get(path), after.get(path)))
    .toSorted();
}

/** Every value that has none below it, with its path. A list is one value. */
function leaves(value: object, path: string): readonly (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([name, item]: [string, unknown]) => {
    const at = path === '' ? name : `${path}.${name}`;
    if (item === undefined) return [];
    if (typeof item === 'object' && item !== null && !Array.isArray(item)) return leaves(item, at);
    return [[at, item] as const];
  });
}
