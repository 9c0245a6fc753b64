import { join, resolve } from 'node:path';
import { type Clock, silentLog, systemClock, toDrawbridgeError } from '@drawbridge/core';
import { type HttpClient, withFileLock } from '@drawbridge/node';
import { lookUpClient } from '@drawbridge/oauth';
import { withAdvice } from '../../faults/with-advice.ts';
import { type Keyring, systemKeyring } from '../cache/keyring.ts';
import { loginPlace, safeName } from '../cache/login-place.ts';
import { type CacheKind, openVault } from '../cache/vault.ts';
import { type ClientRecord, type FoundClient, openClientFiles } from './client-files.ts';
import { registerNewClient, type WantedClient } from './register-new-client.ts';

/** What registered clients are opened with. */
export interface OpenClientsOptions {
  /** The data folder. */
  readonly data: string;
  readonly http: Pick<HttpClient, 'tokens'>;
  /** Where new ones are kept. Default: `auto`. */
  readonly cache?: CacheKind | undefined;
  /** Default: that of the system. */
  readonly keyring?: Keyring;
  readonly clock?: Clock;
}

/** A client that was registered, now or before. */
export interface KeptClient extends Pick<ClientRecord, 'clientId' | 'registeredAt' | 'hasWorked'> {
  readonly isNew: boolean;
}

/** The clients that this user has had registered: one for each provider and set of redirect URIs, with the device flow or without. */
export interface Clients {
  /**
   * The one that is kept, if the provider does not say that it is gone, else a new one. Of processes that ask at once,
   * one registers.
   *
   * @throws {DrawbridgeError} `sign_in_unavailable`, `token_endpoint_…`, `data_unusable`
   */
  get(wanted: WantedClient): Promise<KeptClient>;
  /**
   * A new one, whatever is kept.
   *
   * @param over - the one that it takes the place of: where another is kept by now, that is taken. Default: any
   * @throws as {@link get}
   */
  renew(wanted: WantedClient, over?: string): Promise<KeptClient>;
  /** Notes that somebody has signed in with it. @throws {DrawbridgeError} `data_unusable` */
  noteWorking(wanted: WantedClient, clientId: string): Promise<void>;
}

/** Milliseconds that one waits for another process that registers. */
const PATIENCE = 60_000;

/** Opens the registered clients of a data folder. Nothing is read yet. */
export function openClients(options: OpenClientsOptions): Clients {
  const { http, cache = 'auto', clock = systemClock } = options;
  const place = loginPlace(resolve(options.data));
  // The login that is kept next tells where its secret is.
  const vault = openVault(place, cache, options.keyring ?? systemKeyring(), silentLog);
  const files = openClientFiles(place, vault);

  /** Does something with the file of a client: one process at a time. */
  function alone<T>(
    { provider, redirectUris, isDevice }: WantedClient,
    work: (file: string, waited: boolean) => Promise<T>,
  ): Promise<T> {
    const uris = [...new Set(redirectUris)].toSorted();
    const file = safeName(JSON.stringify(['client', provider.issuer, uris, isDevice]));
    const lock = { what: 'a client that is registered', patience: PATIENCE, isLong: true };
    return withFileLock(join(place.locks, safeName(`client ${file}`)), lock, (_, waited) =>
      work(file, waited),
    );
  }

  async function register(file: string, wanted: WantedClient): Promise<KeptClient> {
    // Before the provider makes what could not be kept.
    const secret = await vault.choose();
    const record = await registerNewClient(wanted, http, clock);
    // Before anything else is asked: whoever is killed now leaves no client behind that nobody knows of.
    await files.write(file, { record, place: secret });
    // A provider that does not know the client that it has just made would have another made at each sign-in.
    const { management: _, ...unmanaged } = record;
    const isKnown = await lookUp(file, { record, place: secret });
    if (!isKnown) await files.write(file, { record: unmanaged, place: secret });
    return toKept(record, true);
  }

  /** Asks the provider after a client, and keeps the token that it may have in another's place. @returns whether it is not gone */
  async function lookUp(file: string, found: FoundClient): Promise<boolean> {
    const { clientId, management } = found.record;
    if (management === undefined) return true;
    const standing = await lookUpClient({ clientId, management }, { fetch: http.tokens() });
    if (standing.kind === 'known' && isOther(standing.management, management)) {
      const record = { ...found.record, management: standing.management };
      await files.write(file, { ...found, record });
    }
    return standing.kind !== 'unknown';
  }

  return {
    get: (wanted) =>
      alone(wanted, async (file, waited) => {
        const found = await named(() => files.read(file));
        if (found === undefined) return register(file, wanted);
        // Whom this one waited for has asked just now.
        const isKnown = waited || (await lookUp(file, found));
        return isKnown ? toKept(found.record) : register(file, wanted);
      }),
    renew: (wanted, over) =>
      alone(wanted, async (file) => {
        const found = over === undefined ? undefined : await files.read(file);
        const isStill = found === undefined || found.record.clientId === over;
        return isStill ? register(file, wanted) : toKept(found.record);
      }),
    noteWorking: (wanted, clientId) =>
      alone(wanted, async (file) => {
        const found = await files.read(file);
        if (found?.record.clientId !== clientId || found.record.hasWorked) return;
        await files.write(file, { ...found, record: { ...found.record, hasWorked: true } });
      }),
  };
}

type Management = NonNullable<ClientRecord['management']>;

function isOther(one: Management, other: Management): boolean {
  return one.accessToken !== other.accessToken;
}

function toKept({ clientId, registeredAt, hasWorked }: ClientRecord, isNew = false): KeptClient {
  return { clientId, registeredAt, hasWorked, isNew };
}

/** Has a client that cannot be read name what goes without it: another is registered when a person says so, and not before. */
async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (toDrawbridgeError(thrown).code !== 'data_unusable') throw thrown;
    throw withAdvice(thrown, 'With --register, another client is registered in its place.');
  }
}
