import { isJsonObject, member } from '@drawbridge/core';
import type { Session } from './session.ts';
import type { ListedSession } from './sessions.ts';
import { isMark } from './store-cookie.ts';

/** A session in the list of a person's sessions. */
export interface ListEntry extends ListedSession, Pick<Session, 'sid' | 'madeOf'> {}

const VERSION = 1;

/** Writes a list as the text that is sealed. The oldest session comes first. */
export function formatEntries(entries: readonly ListEntry[]): string {
  const lines = entries.map(({ handle, createdAt, endsAt, provider, sid, madeOf }) => [
    handle,
    createdAt,
    endsAt,
    provider,
    ...(sid === undefined && madeOf === undefined ? [] : [sid ?? null]),
    ...(madeOf === undefined ? [] : [madeOf.key, madeOf.endsAt]),
  ]);
  return JSON.stringify({ v: VERSION, sessions: lines });
}

/** @returns `undefined` for what {@link formatEntries} did not write */
export function parseEntries(text: string): readonly ListEntry[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(value) || member(value, 'v') !== VERSION) return undefined;
  const lines = member(value, 'sessions');
  if (!Array.isArray(lines) || Object.keys(value).length !== 2) return undefined;
  const entries = lines.map(toEntry);
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

function toEntry(line: unknown): ListEntry | undefined {
  if (!Array.isArray(line) || ![4, 5, 7].includes(line.length)) return undefined;
  const [handle, createdAt, endsAt, provider, sid, key, madeOfEndsAt] = line as readonly unknown[];
  if (!isName(handle) || !isTime(createdAt) || !isTime(endsAt) || !isName(provider)) {
    return undefined;
  }
  const entry = { handle, createdAt, endsAt, provider };
  if (line.length === 4) return entry;
  if (line.length === 5) return isName(sid) ? { ...entry, sid } : undefined;
  if (!(sid === null || isName(sid)) || !isMark(key) || !isTime(madeOfEndsAt)) return undefined;
  return { ...entry, ...(sid !== null && { sid }), madeOf: { key, endsAt: madeOfEndsAt } };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}
