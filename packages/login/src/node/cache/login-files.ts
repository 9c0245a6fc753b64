import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Log, toDrawbridgeError } from '@drawbridge/core';
import { dataError, makePrivateFolder, replaceFile, withFileLock } from '@drawbridge/node';
import { loginContext, type LoginPlace, safeName } from './login-place.ts';
import { formatRecord, type LoginRecord, parseRecord } from './login-record.ts';
import { readOwnFile } from './read-own-file.ts';
import { damaged, type SecretPlace } from './sealed-text.ts';
import type { Vault } from './vault.ts';

/** A login, and where the secret is that it is sealed with. */
export interface FoundLogin {
  readonly record: LoginRecord;
  readonly place: SecretPlace;
}

/** The files of logins, one for each. */
export interface LoginFiles {
  /** @throws {DrawbridgeError} `data_unusable` */
  read(name: string): Promise<FoundLogin | undefined>;
  /** Those that can be read. */
  list(): Promise<readonly FoundLogin[]>;
  /** @throws {DrawbridgeError} `data_unusable` */
  write(login: FoundLogin): Promise<void>;
  /** @throws {DrawbridgeError} `data_unusable` */
  remove(name: string): Promise<void>;
  /** Between reading and writing: one process at a time. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export function openLoginFiles(place: LoginPlace, vault: Vault, log: Log): LoginFiles {
  async function readFile(file: string): Promise<FoundLogin | undefined> {
    const path = join(place.logins, file);
    const kept = readOwnFile(path);
    if (kept === undefined) return undefined;
    const opened = await vault.open(kept, loginContext(file), path);
    const record = parseRecord(opened.text);
    if (safeName(record.name) !== file) throw damaged(path);
    return { record, place: opened.place };
  }

  return {
    read: (name) => readFile(safeName(name)),
    async list() {
      const found: FoundLogin[] = [];
      for (const file of await namesIn(place.logins)) {
        try {
          const login = await readFile(file);
          if (login !== undefined) found.push(login);
        } catch (thrown) {
          log.warn('a login cannot be read', { detail: toDrawbridgeError(thrown).message });
        }
      }
      return found.toSorted((a, b) => (a.record.name < b.record.name ? -1 : 1));
    },
    async write({ record, place: secret }) {
      const file = safeName(record.name);
      const path = join(place.logins, file);
      const text = await vault.seal(secret, formatRecord(record), loginContext(file));
      try {
        await makePrivateFolder(place.logins);
        await replaceFile(path, `${text}\n`);
      } catch (thrown) {
        throw dataError(thrown, path);
      }
    },
    async remove(name) {
      const path = join(place.logins, safeName(name));
      try {
        await rm(path, { force: true });
      } catch (thrown) {
        throw dataError(thrown, path);
      }
    },
    alone: (work) => withFileLock(join(place.locks, 'files'), { what: 'the logins' }, work),
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw dataError(thrown, folder);
  }
}
