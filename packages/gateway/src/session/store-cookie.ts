import { isSessionId } from './session-id.ts';

/** What is sealed in the cookie of a session that is kept in the store. */
export interface StoreCookie {
  readonly id: string;
  /** Where the store has what ends the session from outside: so one question to it is enough. */
  readonly marks: readonly string[];
}

/** The most characters that it has once it is sealed: an id and a few marks. */
export const LONGEST_STORE_COOKIE = 700;

const MARK = /^revoked\/[\w/-]{1,80}$/;

export function formatStoreCookie({ id, marks }: StoreCookie): string {
  return JSON.stringify([1, id, ...marks]);
}

/** @returns `undefined` for what {@link formatStoreCookie} did not write */
export function parseStoreCookie(text: string): StoreCookie | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value) || value[0] !== 1 || value.length > 5) return undefined;
  const [, id, ...marks] = value as readonly unknown[];
  // Without any mark a session could not be ended for its person: each has a subject.
  if (!isSessionId(id) || marks.length === 0) return undefined;
  return marks.every(isMark) ? { id, marks } : undefined;
}

/** Whether this is a place of the store where a mark may be. */
export function isMark(value: unknown): value is string {
  return typeof value === 'string' && MARK.test(value);
}
