import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Store } from '@drawbridge/core';
import { open } from 'lmdb';

/** Sessions of people who do not come, as the store has them: of a million, most. */
export interface Filling {
  readonly count: number;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** Characters of a session with its ID token, sealed. */
const LENGTH = 2400;
/** How many are written in one step. */
const STEP = 5000;

/** A key as sessions have it, at no place in particular. */
function newKey(): string {
  return `session/${randomBytes(32).toString('base64url')}`;
}

/**
 * Writes entries into the file of LMDB past the store, which would flush each to the disk. They have the form of the store's own.
 *
 * @param folder - of a store that was opened before, and is closed
 * @returns some of the keys
 */
export async function fillLmdb(
  folder: string,
  { count, expiresAt }: Filling,
): Promise<readonly string[]> {
  const root = open({
    path: join(folder, 'store.mdb'),
    noSubdir: true,
    encoding: 'string',
    eventTurnBatching: false,
    maxDbs: 4,
    noSync: true,
  });
  const entries = root.openDB<string, string>({ name: 'entries', encoding: 'string' });
  const expiries = root.openDB<string, [number, string]>({ name: 'expiries', encoding: 'string' });
  const value = `2 ${randomBytes(12).toString('base64url')} ${expiresAt} ${expiresAt} ${valueOf()}`;
  const some: string[] = [];
  for (let from = 0; from < count; from += STEP) {
    const keys = Array.from({ length: Math.min(STEP, count - from) }, newKey);
    some.push(keys[0] as string);
    await root.transaction(() => {
      for (const key of keys) {
        void entries.put(key, value);
        void expiries.put([expiresAt, key], '');
      }
    });
  }
  await root.close();
  return some;
}

/** Writes entries into Redis without its scripts. They have the form of the store's own. @returns some of the keys */
export async function fillRedis(
  port: number,
  { count, expiresAt }: Filling,
): Promise<readonly string[]> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const rest = ['v', valueOf(), 'n', randomBytes(12).toString('base64url'), 'e', `${expiresAt}`];
  const some: string[] = [];
  let answers = 0;
  socket.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 0x3a) answers++;
  });
  for (let from = 0; from < count; from += STEP) {
    const keys = Array.from({ length: Math.min(STEP, count - from) }, newKey);
    some.push(keys[0] as string);
    socket.write(keys.map((key) => toWire(['HSET', `drawbridge:${key}`, ...rest])).join(''));
    while (answers < from + keys.length) await once(socket, 'data');
  }
  socket.destroy();
  return some;
}

/** @throws {Error} when the store does not find what was written past it */
export async function requireFilled(store: Store, keys: readonly string[]): Promise<void> {
  const found = await store.get(keys);
  if (found.every((stored) => stored?.value.length === LENGTH)) return;
  throw new Error('the store does not find what it was filled with');
}

const valueOf = () => randomBytes((LENGTH / 4) * 3).toString('base64url');

function toWire(words: readonly string[]): string {
  const parts = words.map((word) => `$${word.length}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join('')}`;
}
