import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { printable } from '@drawbridge/core';
import { requireNew, writeOutFile } from '../out-file.ts';
import { print, tell, type Terminal } from '../terminal.ts';
import type { SecretFile } from './secret-files.ts';

/** Where what a migration makes goes. */
export interface MigrateOptions {
  /** Folder for files of secrets. */
  readonly secrets?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** What a migration came to; `--json` prints it. Secrets are named, and not in it. */
interface Migrated {
  readonly config: object;
  readonly notes: readonly string[];
}

/** Writes secrets to files of their own, where a folder is given. @returns what there is to know of each */
export async function keepSecretFiles(
  secrets: readonly SecretFile[],
  options: MigrateOptions,
): Promise<readonly string[]> {
  const isKept = options.secrets !== undefined;
  const written = isKept ? secrets : [];
  for (const { path, text } of written) await requireNew(path, text, '--secrets');
  for (const { path, text } of written) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeOutFile(path, text, '--secrets');
  }
  return secrets.map(({ option, path }) =>
    isKept
      ? `${option}: it is in ${path}, which only you can read.`
      : `${option}: the configuration refers to ${path}, which the same command makes with --secrets '${dirname(path)}'.`,
  );
}

/**
 * Prints what a migration came to, or where it is.
 *
 * @param next - the command that takes the configuration
 * @param more - lines behind the notes
 */
export function reportMigrated(
  terminal: Terminal,
  migrated: Migrated,
  yaml: string,
  options: MigrateOptions,
  next = 'config check',
  more: readonly string[] = [],
): void {
  if (options.json) {
    print(terminal, printable(JSON.stringify(migrated)));
    return;
  }
  if (options.out === undefined) print(terminal, yaml.trimEnd());
  // A line feed in what a file has in it would begin a note that looks like ours.
  const notes = migrated.notes.map((note) => `- ${note.replaceAll('\n', String.raw`\n`)}`);
  for (const line of [['To know:', ...notes].join('\n'), ...more]) tell(terminal, printable(line));
  if (options.out === undefined) return;
  const shown = dirname(options.out) === '.' ? options.out : resolve(options.out);
  tell(terminal, printable(`Wrote ${shown}. Next: drawbridge ${next} --config '${shown}'`));
}
