import {
  DrawbridgeError,
  epochSeconds,
  type Clock,
  isJsonObject,
  type JsonObject,
  member,
  parseJsonObject,
} from '@drawbridge/core';
import { type TokenSet, toTokenSet } from '@drawbridge/oauth';

/**
 * Reads a token as files and programs have it: alone; as the answer of a token endpoint (`access_token`, `expires_in`);
 * as `az account get-access-token` prints it (`accessToken`, `expires_on`); or as an ExecCredential of Kubernetes
 * (`status.token`, `status.expirationTimestamp`).
 *
 * @param source - where it is from, for the fault: `the file /run/token`
 * @throws {DrawbridgeError} `token_endpoint_invalid` where there is none; it never has a part of the text in it
 */
export function readPrintedToken(text: string, source: string, clock: Clock): TokenSet {
  const now = epochSeconds(clock);
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) return bareToken(trimmed, source, now);
  const object = parseJsonObject(new TextEncoder().encode(trimmed));
  if (object === undefined) throw unusable(source, 'is neither a token nor a JSON object');
  const status = member(object, 'status');
  const found = isJsonObject(status) ? kubernetesToken(status) : namedToken(object, now);
  if (typeof found.token !== 'string') {
    throw unusable(source, 'has neither access_token nor status.token');
  }
  const tokens = bareToken(found.token, source, now);
  const { expiresAt } = found;
  if (expiresAt === undefined) return tokens;
  if (!Number.isSafeInteger(expiresAt)) throw unusable(source, 'says no time when it expires');
  return { ...tokens, expiresAt };
}

interface Found {
  readonly token: unknown;
  /** Seconds since the epoch; `NaN` for what is no time. */
  readonly expiresAt?: number;
}

function namedToken(object: JsonObject, now: number): Found {
  const token = member(object, 'access_token') ?? member(object, 'accessToken');
  const lifetime = member(object, 'expires_in');
  const end = member(object, 'expires_at') ?? member(object, 'expires_on');
  if (lifetime !== undefined) return { token, expiresAt: now + secondsOf(lifetime) };
  return end === undefined ? { token } : { token, expiresAt: secondsOf(end) };
}

function kubernetesToken(status: JsonObject): Found {
  const token = member(status, 'token');
  const end = member(status, 'expirationTimestamp');
  if (end === undefined) return { token };
  const time = typeof end === 'string' ? Date.parse(end) : Number.NaN;
  return { token, expiresAt: Math.floor(time / 1000) };
}

/** Some write a number as text. */
function secondsOf(value: unknown): number {
  if (typeof value === 'number') return Math.floor(value);
  return typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN;
}

function bareToken(token: string, source: string, now: number): TokenSet {
  // RFC 6749 has spaces in tokens, and a bearer token has none (RFC 6750 section 2.1): this is a sentence.
  if (/\s/.test(token)) throw unusable(source, 'is no token: it has more than one word or line');
  try {
    return toTokenSet(token, now);
  } catch (thrown) {
    if (!(thrown instanceof DrawbridgeError)) throw thrown;
    throw unusable(
      source,
      token === '' ? 'is empty' : 'is no token: it has a character that no token has',
    );
  }
}

function unusable(source: string, what: string): DrawbridgeError {
  return new DrawbridgeError('token_endpoint_invalid', {
    detail: `${source} was read for an access token, and what it has ${what}`,
    hint: 'It must be a token alone, or JSON with access_token and expires_in.',
  });
}
