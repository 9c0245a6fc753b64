import { DrawbridgeError } from '@drawbridge/core';
import { readStart } from '../files/read-start.ts';
import { hiddenMembers } from './judge.ts';
import type { PlacedFault } from './placed-fault.ts';
import { parseYaml } from './parse-yaml.ts';

/** A file's value, and where in it each path stands. */
interface FileLayer {
  readonly value: unknown;
  /** `drawbridge.yaml:12:7`, by paths. */
  readonly places: ReadonlyMap<string, string>;
}

/** What a file has in it, before any schema. */
export type ReadFile =
  | (FileLayer & { readonly faults?: undefined })
  | { readonly faults: readonly PlacedFault[] };

/** Ten thousand rules have one to three MiB; more would hold up a service that reads it for seconds at a time. */
const MAX_BYTES = 4 * 1024 * 1024;

const CONFIGURATION = {
  what: 'the configuration file',
  hint: 'Give an existing file with --config or DRAWBRIDGE_CONFIG.',
};

/**
 * Reads `drawbridge.yaml`, or another file of YAML.
 *
 * @throws {DrawbridgeError} `config_invalid`, when there is no file to read
 */
export async function readConfigFile(
  path: string,
  { what, hint } = CONFIGURATION,
): Promise<ReadFile> {
  let content: string;
  try {
    const bytes = await readStart(path, MAX_BYTES);
    if (bytes === undefined) return { faults: [{ path, message: 'has more than 4 MiB' }] };
    content = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return { faults: [{ path, message: 'is not UTF-8 text' }] };
    throw new DrawbridgeError('config_invalid', {
      detail: `${what} ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      hint,
      cause,
    });
  }
  const parsed = await parseYaml(content);
  if (parsed.faults !== undefined) {
    return {
      faults: parsed.faults.map(({ position, message }) => ({
        path: position === undefined ? path : `${path}:${position}`,
        message,
      })),
    };
  }
  if (parsed.value === null) return { faults: [{ path, message: 'is empty' }] };
  const places = new Map(
    [...parsed.positions].map(([at, position]) => [at, `${path}:${position}`]),
  );
  // Before anything walks it: a value that holds itself has no end.
  const hidden = hiddenMembers(parsed.value, '');
  if (hidden.length > 0) {
    return {
      faults: hidden.map(({ at, path: where, message }) => {
        const place = places.get(at);
        return place === undefined ? { path: where, message } : { path: where, message, place };
      }),
    };
  }
  return { value: parsed.value, places };
}
