import { readFile } from 'node:fs/promises';
import { configError, DrawbridgeError } from '@drawbridge/core';
import { z } from 'zod';
import { parseSection } from './parse-section.ts';
import { text } from './shared-schemas.ts';

/** The schemas of the parts' sections, by their names. */
export type Sections = Readonly<Record<string, z.ZodType>>;

/** A configuration file, validated: the members all parts share, and each part's section if it is there. */
export type ConfigFile<S extends Sections> = {
  readonly data?: string | undefined;
} & { readonly [Name in keyof S]?: z.output<S[Name]> | undefined };

/**
 * Reads `drawbridge.yaml`.
 *
 * @throws {DrawbridgeError} `config_invalid`, with every fault and its path
 */
export async function readConfigFile<S extends Sections>(
  path: string,
  sections: S,
): Promise<ConfigFile<S>> {
  const schema = z.strictObject({
    version: z.literal(1),
    data: text.optional(),
    ...Object.fromEntries(
      Object.entries(sections).map(([name, section]) => [name, section.optional()]),
    ),
  });
  const value = await parseYaml(await read(path), path);
  if (value === null) throw configError([{ path, message: 'is empty' }]);
  return parseSection(schema, value, '', `The faults are in ${path}.`) as ConfigFile<S>;
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new DrawbridgeError('config_invalid', {
      detail: `the configuration file ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      hint: 'Give an existing file with --config or DRAWBRIDGE_CONFIG.',
      cause,
    });
  }
}

async function parseYaml(content: string, path: string): Promise<unknown> {
  // A service without a file starts without the parser.
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(content, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  });
  if (document.errors.length > 0) {
    throw configError(
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { path: `${path}:${line}:${col}`, message: error.message };
      }),
    );
  }
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    // An alias without an anchor, or so many that they would fill the memory.
    throw configError([{ path, message: `has an unusable alias: ${(cause as Error).message}` }]);
  }
}
