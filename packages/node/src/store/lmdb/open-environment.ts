import { open as openFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DrawbridgeError } from '@drawbridge/core';
import type { Database, RootDatabase } from 'lmdb';
import { makePrivateFolder } from '../../files/write-atomic.ts';

/** The package of LMDB. */
export type Lmdb = Pick<typeof import('lmdb'), 'open'>;

/** An open file of LMDB, and its two tables. */
export interface Environment {
  readonly root: RootDatabase;
  /** The entries, by their keys. */
  readonly entries: Database<string, string>;
  /** The keys of entries in the order of their expiry: `[expiresAt, key]`, without values. */
  readonly expiries: Database<string, [number, string]>;
}

/** Threads and processes that read at the same time. */
const MAX_READERS = 1024;

/**
 * Opens the file of a folder. Folder and file are made for this user alone where they are not there.
 *
 * @throws {DrawbridgeError} `data_unusable`
 */
export async function openEnvironment({ open }: Lmdb, folder: string): Promise<Environment> {
  const path = join(folder, 'store.mdb');
  try {
    await makePrivateFolder(folder);
    // LMDB would make them readable for all.
    for (const file of [path, `${path}-lock`]) await (await openFile(file, 'a', 0o600)).close();
    await assertLmdbFile(path);
    const root = open({
      path,
      noSubdir: true,
      encoding: 'string',
      maxDbs: 4,
      maxReaders: MAX_READERS,
      // With it, a commit that fails rejects a promise that nobody has, which ends the process.
      eventTurnBatching: false,
    });
    return {
      root,
      entries: root.openDB<string, string>({ name: 'entries', encoding: 'string' }),
      expiries: root.openDB<string, [number, string]>({ name: 'expiries', encoding: 'string' }),
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'for an unknown reason';
    throw new DrawbridgeError('data_unusable', {
      detail: `the store in ${folder} cannot be opened: ${reason}`,
      hint: 'The folder must be on a local disk and belong to this user; when the file is damaged, move it away.',
      cause,
    });
  }
}

/** Where the first page has the mark of LMDB (`MDB_MAGIC`), and the mark as it is on this machine. */
const MAGIC_AT = 24;
const MAGIC = Buffer.from(Uint32Array.of(0xbe_ef_c0_de).buffer);

/** LMDB ends the process over a file that is none of its own. */
async function assertLmdbFile(path: string): Promise<void> {
  const file = await openFile(path, 'r');
  try {
    const { size } = await file.stat();
    if (size === 0) return;
    const { buffer } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, MAGIC_AT);
    if (!buffer.equals(MAGIC)) throw new Error('its file was not written by LMDB');
  } finally {
    await file.close();
  }
}
