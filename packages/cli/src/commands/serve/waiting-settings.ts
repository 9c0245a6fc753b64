import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../../context.ts';

/** What is decided when the process starts. Everything else of the exchange a reload puts in force. */
const AT_START = ['listen', 'tls', 'documents.listen', 'documents.tls', 'workers'];

/**
 * The settings that differ from those the process was started with, and that a reload does not put in force: what
 * is shared by all parts, and where the exchange listens.
 *
 * @returns their paths, in the order of the alphabet
 */
export function waitingSettings(started: Config, now: Config): readonly string[] {
  const shared = (config: Config) =>
    leaves(config, '').filter(([path]) => !path.startsWith('exchange.'));
  const bound = (config: Config) =>
    AT_START.flatMap((path) => {
      const value = path
        .split('.')
        .reduce<unknown>(
          (at, name) => (at as Record<string, unknown> | undefined)?.[name],
          config.exchange,
        );
      if (value === undefined) return [];
      // Files of TLS are read anew; whether there is TLS is not.
      return [[`exchange.${path}`, path.endsWith('tls') ? true : value] as const];
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
