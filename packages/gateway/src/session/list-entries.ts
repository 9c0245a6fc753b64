import { isJsonObject, member } from '@drawbridge/core';
import type { Session } from './session.ts';
import type { ListedSession } from './sessions.ts';

/** A session in the list of a person's sessions. */
export interface ListEntry extends ListedSession, Pick<Session, 'sid'> {}

const VERSION = 1;

/** Writes a list as the text that is sealed. The oldest session comes first. */
export function formatEntries(entries: readonly ListEntry[]): string {
  const lines = entries.map(({ handle, createdAt, endsAt, provider, sid }) => [
    handle,
    createdAt,
    endsAt,
    provider,
    ...(sid === undefined ? [] : [sid]),
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
  if (!Array.isArray(line) || line.length < 4 || line.length > 5) return undefined;
  const [handle, createdAt, endsAt, provider, sid] = line as readonly unknown[];
  if (!isName(handle) || !isTime(createdAt) || !isTime(endsAt) || !isName(provider)) {
    return undefined;
  }
  if (line.length === 4) return { handle, createdAt, endsAt, provider };
  return isName(sid) ? { handle, createdAt, endsAt, provider, sid } : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}
