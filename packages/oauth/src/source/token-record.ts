import { DrawbridgeError, isJsonObject, type JsonObject, member } from '@drawbridge/core';
import type { TokenSet } from '../token-set.ts';

/** Who may ask for new tokens now. It names no time: see {@link createLeaseWatch}. */
export interface Lease {
  /** The source that has it. */
  readonly owner: string;
  /** Milliseconds that it counts from when it was taken. */
  readonly term: number;
}

/** That nothing renews the tokens any more, and why. */
export interface Ended {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly why: string;
  readonly hint?: string;
}

/** All that a source keeps. It is one text, so that one compare-and-set changes all of it. */
export interface TokenRecord {
  readonly tokens?: TokenSet;
  readonly lease?: Lease;
  /** Final: there is no way back from it. */
  readonly ended?: Ended;
}

const VERSION = 1;

/** Milliseconds. A longer one was not written by us, and would keep everybody waiting. */
export const LONGEST_TERM = 600_000;

/** Members of a token set, by their names on the wire (RFC 6749 section 5.1) and what they are. */
const TEXTS = {
  accessToken: 'access_token',
  tokenType: 'token_type',
  refreshToken: 'refresh_token',
  idToken: 'id_token',
  scope: 'scope',
} as const;
const TIMES = { obtainedAt: 'obtained_at', expiresAt: 'expires_at' } as const;

/** Writes a record as the text that is kept. */
export function formatRecord({ tokens, lease, ended }: TokenRecord): string {
  return JSON.stringify({ v: VERSION, tokens: tokens && toWire(tokens), lease, ended });
}

function toWire(tokens: TokenSet): JsonObject {
  const names = Object.entries({ ...TEXTS, ...TIMES }) as [keyof TokenSet, string][];
  return Object.fromEntries(names.map(([ours, theirs]) => [theirs, tokens[ours]]));
}

/**
 * Reads the text that is kept.
 *
 * @throws {DrawbridgeError} `data_unusable` for what this release did not write: to write over it could lose a
 *   token that cannot be had again
 */
export function parseRecord(text: string): TokenRecord {
  const json = parseObject(text);
  const version = member(json, 'v');
  if (version !== VERSION) {
    throw unusable(
      typeof version === 'number' && version > VERSION
        ? 'a newer release wrote it'
        : 'it is of no version that this release knows',
    );
  }
  const tokens = objectOf(json, 'tokens');
  const lease = objectOf(json, 'lease');
  const ended = objectOf(json, 'ended');
  return {
    ...(tokens && { tokens: toTokens(tokens) }),
    ...(lease && { lease: toLease(lease) }),
    ...(ended && { ended: toEnded(ended) }),
  };
}

function parseObject(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's message would quote the text, and with it a token.
    throw unusable('it is no JSON');
  }
  if (!isJsonObject(value)) throw unusable('it is no JSON object');
  return value;
}

function toTokens(json: JsonObject): TokenSet {
  const refreshToken = textOf(json, TEXTS.refreshToken);
  const idToken = textOf(json, TEXTS.idToken);
  const scope = textOf(json, TEXTS.scope);
  const expiresAt = timeOf(json, TIMES.expiresAt);
  return {
    accessToken: required(textOf(json, TEXTS.accessToken), TEXTS.accessToken),
    tokenType: required(textOf(json, TEXTS.tokenType), TEXTS.tokenType),
    obtainedAt: required(timeOf(json, TIMES.obtainedAt), TIMES.obtainedAt),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(refreshToken !== undefined && { refreshToken }),
    ...(idToken !== undefined && { idToken }),
    ...(scope !== undefined && { scope }),
  };
}

function toLease(json: JsonObject): Lease {
  const term = required(timeOf(json, 'term'), 'term');
  if (term > LONGEST_TERM) throw unusable('its "term" is too long');
  return { owner: required(textOf(json, 'owner'), 'owner'), term };
}

function toEnded(json: JsonObject): Ended {
  const hint = textOf(json, 'hint');
  return {
    at: required(timeOf(json, 'at'), 'at'),
    why: required(textOf(json, 'why'), 'why'),
    ...(hint !== undefined && { hint }),
  };
}

function objectOf(json: JsonObject, name: string): JsonObject | undefined {
  const value = member(json, name);
  if (value === undefined || isJsonObject(value)) return value;
  throw unusable(`its "${name}" is no object`);
}

/** RFC 6749 appendix A.12: what goes into a header field has no other characters. */
const PRINTABLE = /^[\x20-\x7e]+$/;
const IN_HEADERS: readonly string[] = [TEXTS.accessToken, TEXTS.tokenType];

function textOf(json: JsonObject, name: string): string | undefined {
  const value = member(json, name);
  if (value === undefined) return undefined;
  if (typeof value === 'string' && (!IN_HEADERS.includes(name) || PRINTABLE.test(value))) {
    return value;
  }
  throw unusable(`its "${name}" is no text of that kind`);
}

function timeOf(json: JsonObject, name: string): number | undefined {
  const value = member(json, name);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) return value;
  throw unusable(`its "${name}" is no time`);
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw unusable(`it lacks "${name}"`);
  return value;
}

function unusable(why: string): DrawbridgeError {
  return new DrawbridgeError('data_unusable', {
    detail: `what is kept of a token source cannot be read: ${why}`,
    hint: 'It was left as it is. Use the release that wrote it, or restore it; if it is worth nothing any more, remove it and sign in again.',
  });
}
