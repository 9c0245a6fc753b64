import { isJsonObject, type JsonObject, member } from '@drawbridge/core';
import type { Session } from './session.ts';
import { isMark } from './store-cookie.ts';

/** All that is kept of a session, in the store or in its cookie. Times are seconds since the epoch. */
export interface SessionRecord
  extends Pick<
    Session,
    'user' | 'createdAt' | 'authTime' | 'endsAt' | 'idleEndsAt' | 'sid' | 'madeOf'
  > {
  /** In a cookie; in the store, the key is made of it. */
  readonly id?: string;
  /** The newest, for `id_token_hint` (OpenID Connect RP-Initiated Logout 1.0 section 2). */
  readonly idToken?: string;
  /** When the provider is to be asked again, of a session that has a refresh token. */
  readonly tokensEndAt?: number;
}

const VERSION = 1;

/** Writes a record as the text that is sealed. */
export function formatRecord(record: SessionRecord): string {
  return JSON.stringify({ v: VERSION, ...record });
}

type Check = (value: unknown) => boolean;
type Checks = Readonly<Record<string, Check>>;

const isText: Check = (value) => typeof value === 'string';
const isName: Check = (value) => typeof value === 'string' && value !== '';
const isTime: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);

const RECORD: Checks = {
  v: (value) => value === VERSION,
  user: isUser,
  createdAt: isTime,
  endsAt: isTime,
  idleEndsAt: isTime,
};
const RECORD_MAY: Checks = {
  id: isName,
  authTime: isTime,
  sid: isName,
  madeOf: (value) => hasMembers(value, { key: isMark, endsAt: isTime }, {}),
  idToken: isName,
  tokensEndAt: isTime,
};
const USER: Checks = {
  provider: isName,
  issuer: isName,
  subject: isName,
  groups: isGroups,
  claims: isJsonObject,
};
const USER_MAY: Checks = { email: isText, preferredUsername: isText, name: isText };

/**
 * Reads a record. A member that this release does not know may say what it must not pass over, so it is refused as another
 * format is: the person signs in again.
 *
 * @returns `undefined` for what {@link formatRecord} did not write
 */
export function parseRecord(text: string): SessionRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!hasMembers(value, RECORD, RECORD_MAY)) return undefined;
  const { v: _, ...record } = value;
  // Each member was looked at.
  return record as unknown as SessionRecord;
}

function isUser(value: unknown): boolean {
  return hasMembers(value, USER, USER_MAY);
}

function isGroups(value: unknown): boolean {
  const isKnown = isJsonObject(value) && member(value, 'kind') === 'known';
  return isKnown
    ? hasMembers(value, { kind: isText, groups: isTexts, claim: isText }, {})
    : hasMembers(value, { kind: (kind) => kind === 'unknown', reason: isText }, {});
}

/** Whether a value is an object with all of these members, and beside those that it may have with no other. */
function hasMembers(value: unknown, must: Checks, may: Checks): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const isGood = (name: string) => {
    const check = find(must, name) ?? find(may, name);
    return check?.(value[name]) === true;
  };
  return (
    Object.keys(must).every((name) => Object.hasOwn(value, name)) &&
    Object.keys(value).every(isGood)
  );
}

function find(checks: Checks, name: string): Check | undefined {
  return Object.hasOwn(checks, name) ? checks[name] : undefined;
}
