import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DrawbridgeError } from '@drawbridge/core';
import { dataError } from './data-error.ts';
import { openStart } from './read-start.ts';
import { refuseWritable } from './refuse-writable.ts';
import { createFile, emptyFile } from './write-atomic.ts';

/** A text, and the number of the revision that it is. */
interface Revision {
  readonly text: string;
  /** Counts up from 1. */
  readonly revision: number;
  /** The file. */
  readonly path: string;
}

/** What revisions there are of one text in a folder. */
export interface RevisionOptions {
  /** Before the number, in the names of the files: `ring` of `ring.7.json`. */
  readonly name: string;
  /** How many of the newest keep their text. */
  readonly keptTexts: number;
}

/** A text in a folder that several processes change by compare-and-set. */
export interface Revisions {
  /**
   * The newest.
   *
   * @throws {DrawbridgeError} `data_unusable`
   */
  read(): Promise<Revision | undefined>;
  /**
   * Writes the next revision: a compare-and-set. The file system gives the name of the
   * next revision to one writer alone, so there is no lock that a killed process
   * could leave behind.
   *
   * @param over - the revision that it goes on from; 0: there was none
   * @returns whether it was written; `false` when another writer was faster
   * @throws {DrawbridgeError} `data_unusable`
   */
  commit(text: string, over: number): Promise<boolean>;
  /**
   * Gives up the names of revisions that are long past, oldest first: a writer that slept since then finds
   * that the revision it read is gone. One that read none finds the mark of revision 0.
   *
   * @param names - of the files in the folder
   * @param newest - a revision that was written
   */
  sweep(names: readonly string[], newest: number): Promise<void>;
  /** The file of a revision. */
  pathOf(revision: number): string;
}

/** How many names of revisions stay taken, the newest and the emptied ones before it. */
export const KEPT_NAMES = 100;

/** Opens the revisions of a text in a folder, which may not be there yet. */
export function openRevisions(folder: string, { name, keptTexts }: RevisionOptions): Revisions {
  const pattern = new RegExp(String.raw`^${name}\.(\d{1,15})\.json$`);
  const pathOf = (revision: number) => join(folder, `${name}.${revision}.json`);

  /** Those of a list of names, in order. */
  function inOrder(names: readonly string[]): readonly number[] {
    return names
      .map((file) => pattern.exec(file)?.[1])
      .filter((digits) => digits !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
  }

  async function list(): Promise<readonly number[]> {
    try {
      return inOrder(await readdir(folder));
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw dataError(thrown, folder);
    }
  }

  /**
   * Whether the revision that a writer went on from is so long past that its name was given up, and with it
   * the next one: names go in their order, so the next is safe while this one is there. Who read none read no
   * file; for them a mark says that the name of the first was given up.
   */
  async function isPast(revision: number): Promise<boolean> {
    const isThere = await exists(pathOf(revision));
    return revision === 0 ? isThere : !isThere;
  }

  /**
   * Empties an old revision. Its name stays taken: a writer who has slept since that
   * revision was the next would otherwise be given the name, and believe that it won.
   */
  async function forget(revision: number): Promise<void> {
    if (revision < 1) return;
    // The next revision is there: a full disk must not make a failure of it.
    await emptyFile(pathOf(revision)).catch(() => undefined);
  }

  return {
    pathOf,
    async read() {
      for (let before = 0; ; ) {
        const revision = (await list()).at(-1);
        if (revision === undefined) return undefined;
        const path = pathOf(revision);
        await refuseWritable(folder);
        const text = await readText(path);
        // Empty or gone: between the listing and the reading, newer revisions pushed this one out; or it is so.
        if (text !== '' || revision === before) return { text, revision, path };
        before = revision;
      }
    },
    async commit(text, over) {
      const next = over + 1;
      const path = pathOf(next);
      try {
        if (!(await createFile(path, text))) return false;
        if (await isPast(over)) {
          await rm(path, { force: true });
          return false;
        }
      } catch (thrown) {
        throw dataError(thrown, folder);
      }
      await forget(next - keptTexts);
      return true;
    },
    async sweep(names, newest) {
      const past = inOrder(names).filter(
        (revision) => revision >= 1 && revision <= newest - KEPT_NAMES,
      );
      if (past.length === 0) return;
      await createFile(pathOf(0), '');
      for (const revision of past) await rm(pathOf(revision), { force: true });
    },
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw thrown;
  }
}

async function readText(path: string): Promise<string> {
  try {
    await refuseWritable(path);
    const file = await openStart(path);
    try {
      if (!(await file.stat()).isFile()) throw notPlain(path);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (thrown) {
    const { cause = thrown } = thrown as Error;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw dataError(thrown, path);
  }
}

/** A pipe would keep whoever reads it waiting, and a thread with them. */
function notPlain(path: string): DrawbridgeError {
  return new DrawbridgeError('data_unusable', {
    detail: `${path} is no plain file`,
    hint: 'Drawbridge put none there: see what it is, and remove it.',
  });
}
