import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from '@drawbridge/core';
import { makePrivateFolder, replaceFile } from '@drawbridge/node';

/** A file that always holds a token that is still good for a while. */
export interface TokenFile {
  readonly path: string;
  /** Stops refreshing and removes the file. */
  close(): Promise<void>;
}

export interface TokenFileOptions {
  readonly path: string;
  /** The first content. */
  readonly token: string;
  readonly issue: () => Promise<string>;
  /** Seconds between two tokens. */
  readonly every: number;
  readonly log: Log;
}

/** Writes a token to a file that only this user can read, and replaces it from time to time. */
export async function keepTokenFile(options: TokenFileOptions): Promise<TokenFile> {
  const { path, token, issue, every, log } = options;
  await makePrivateFolder(dirname(path));
  await replaceFile(path, token);
  let refreshing = Promise.resolve();
  const refresh = async () => {
    try {
      await replaceFile(path, await issue());
    } catch (thrown) {
      log.warn('token file not refreshed', { path, detail: (thrown as Error).message });
    }
  };
  const timer = setInterval(() => {
    refreshing = refresh();
  }, every * 1000);
  return {
    path,
    async close() {
      clearInterval(timer);
      await refreshing;
      await rm(path, { force: true });
    },
  };
}
