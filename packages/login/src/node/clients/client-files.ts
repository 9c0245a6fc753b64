import { join } from 'node:path';
import { dataError, makePrivateFolder, replaceFile } from '@drawbridge/node';
import type { ClientManagement } from '@drawbridge/oauth';
import type { LoginPlace } from '../cache/login-place.ts';
import { readOwnFile } from '../cache/read-own-file.ts';
import type { SecretPlace } from '../cache/sealed-text.ts';
import type { Vault } from '../cache/vault.ts';

/** A client that was registered, as it is kept. */
export interface ClientRecord {
  readonly clientId: string;
  /** Seconds since the epoch. */
  readonly registeredAt: number;
  /** Whether somebody has signed in with it: before that, a refusal is not that it was forgotten. */
  readonly hasWorked: boolean;
  readonly management?: ClientManagement;
}

/** A client, and where the secret is that it is sealed with. */
export interface FoundClient {
  readonly record: ClientRecord;
  readonly place: SecretPlace;
}

/** The files of clients, one for each. */
export interface ClientFiles {
  /** @param file - its name. @throws {DrawbridgeError} `data_unusable` */
  read(file: string): Promise<FoundClient | undefined>;
  /** @throws {DrawbridgeError} `data_unusable` */
  write(file: string, client: FoundClient): Promise<void>;
}

export function openClientFiles({ clients }: LoginPlace, vault: Vault): ClientFiles {
  const contextOf = (file: string) => `client ${file}`;
  return {
    async read(file) {
      const path = join(clients, file);
      const kept = readOwnFile(path);
      if (kept === undefined) return undefined;
      const { text, place } = await vault.open(kept, contextOf(file), path);
      // Nobody else can have sealed it.
      return { record: JSON.parse(text) as ClientRecord, place };
    },
    async write(file, { record, place }) {
      const path = join(clients, file);
      const text = await vault.seal(place, JSON.stringify(record), contextOf(file));
      try {
        await makePrivateFolder(clients);
        await replaceFile(path, `${text}\n`);
      } catch (thrown) {
        throw dataError(thrown, path);
      }
    },
  };
}
