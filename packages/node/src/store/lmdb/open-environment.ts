import { closeSync, constants, openSync } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { DrawbridgeError } from '@drawbridge/core';
import type { Database, RootDatabase } from 'lmdb';
import { makePrivateFolder } from '../../files/write-atomic.ts';
import { lmdbFileFault, refuseOtherThanFile } from './file-fault.ts';
import { createGate, type Gate } from './gate.ts';

/** The package of LMDB. */
export type Lmdb = Pick<typeof import('lmdb'), 'open'>;

/** An open file of LMDB, and its two tables. */
export interface Environment {
  /** Passed by whoever changes the file: while one process opens it, none may. */
  readonly gate: Gate;
  /** Whether its files are those that another process would open now: somebody may have moved or removed them. */
  isInPlace(): Promise<boolean>;
  readonly root: RootDatabase;
  /** The entries, by their keys. */
  readonly entries: Database<string, string>;
  /** The keys of entries in the order in which they may be removed: `[keptUntil, key]`, without values. */
  readonly expiries: Database<string, [number, string]>;
}

/** Threads and processes that read at the same time. */
const MAX_READERS = 1024;

/** Milliseconds in which the two pages of a new file are written. */
const SETTLING = 200;

const OPTIONS = {
  noSubdir: true,
  encoding: 'string',
  maxReaders: MAX_READERS,
  // With it, a commit that fails rejects a promise that nobody has, which ends the process.
  eventTurnBatching: false,
} as const;

/**
 * Opens the file of a folder. Folder and file are made for this user alone where they are not there.
 *
 * LMDB's own lock keeps writers apart once they have opened a file, and not from a process that opens it:
 * that one reads which transaction was the last, and then tells all processes so, without the lock
 * (liblmdb, `mdb_env_open2`). What others committed in between is forgotten, and its pages are given out
 * twice. So a second file, which nobody ever changes, is the gate for those who open and those who change.
 *
 * @throws {DrawbridgeError} `data_unusable`
 */
export async function openEnvironment(lmdb: Lmdb, folder: string): Promise<Environment> {
  const path = join(folder, 'store.mdb');
  const gatePath = join(folder, 'store-gate.mdb');
  try {
    await makePrivateFolder(folder);
    for (const file of [path, gatePath]) await prepareFile(file);
    if ((await identityOf(path)) === (await identityOf(gatePath))) {
      throw new Error(`${path} and ${gatePath} are one file, whose lock would be waited for twice`);
    }
    // Another process may be making it: its two pages are not there at the same time.
    await assertSound(gatePath).catch(() => sleep(SETTLING).then(() => assertSound(gatePath)));
    const gate = await gateOf(lmdb, gatePath);
    const tables = await gate.pass(async () => {
      await assertSound(path);
      return openTables(lmdb, path);
    });
    const names = () => Promise.all([path, gatePath].map(identityOf));
    const opened = await names();
    const isInPlace = () =>
      names().then(
        (found) => isDeepStrictEqual(found, opened),
        () => false,
      );
    return { gate, isInPlace, ...tables };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'for an unknown reason';
    throw new DrawbridgeError('data_unusable', {
      detail: `the store in ${folder} cannot be opened: ${reason}`,
      hint: 'The folder must be on a local disk and belong to this user; when the file is damaged, move it away.',
      cause,
    });
  }
}

const gates = new Map<string, Gate>();

/**
 * The gate of a file, which stays open as long as this process: LMDB opens a file under its lock, so that to
 * open it again while somebody passes would be to wait for oneself.
 */
async function gateOf({ open }: Lmdb, path: string): Promise<Gate> {
  const name = await identityOf(path);
  let gate = gates.get(name);
  if (gate === undefined) {
    gate = createGate(open({ ...OPTIONS, path }));
    gates.set(name, gate);
  }
  return gate;
}

function openTables({ open }: Lmdb, path: string): Omit<Environment, 'gate' | 'isInPlace'> {
  const root = open({ ...OPTIONS, path, maxDbs: 4 });
  return {
    root,
    entries: root.openDB<string, string>({ name: 'entries', encoding: 'string' }),
    expiries: root.openDB<string, [number, string]>({ name: 'expiries', encoding: 'string' }),
  };
}

/**
 * Makes a file and that of its locks, which LMDB would make readable for all. It ends the process over locks in a file
 * that it cannot open.
 */
async function prepareFile(path: string): Promise<void> {
  for (const file of [path, `${path}-lock`]) {
    await refuseOtherThanFile(file);
    if (!makePrivateFile(file)) await access(file, constants.R_OK | constants.W_OK);
  }
}

/**
 * Makes a file unless it is there. One that is there is not opened, and one that is made is closed before
 * anybody else can open it: a process that closes a file gives up every lock that it has on it (fcntl(2)). Without
 * LMDB's own, the next process would take the store for one that nobody uses, and make its locks anew.
 *
 * @returns whether it was made
 */
function makePrivateFile(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx', 0o600));
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw thrown;
  }
}

/** @returns what no two files share */
async function identityOf(path: string): Promise<string> {
  const { dev, ino } = await stat(path, { bigint: true });
  return `${dev} ${ino}`;
}

/** @throws {Error} whose message says so, for a file that LMDB cannot open */
async function assertSound(path: string): Promise<void> {
  const fault = await lmdbFileFault(path);
  if (fault !== undefined) throw new Error(`${path} ${fault}`);
}
