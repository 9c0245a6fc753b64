import { type Clock, decodeUtf8, encodeUtf8, epochSeconds, equalBytes } from '@drawbridge/core';
import { decodePaddedBase64Url, hmac } from '@drawbridge/oauth';
import { type GobMap, readGobMap } from './read-gob-map.ts';

/** A sign-in that was begun at a Vouch Proxy. */
export interface GorillaSession {
  readonly state: string;
  /** Where the browser wanted to go. **It was checked by the rules of the Vouch Proxy, and not by ours.** */
  readonly requestedUrl: string;
  /** RFC 7636 section 4.1; `undefined` where the sign-in was begun without a challenge. */
  readonly codeVerifier: string | undefined;
  /** How often a sign-in was begun for that page. */
  readonly tries: number;
}

/** What a session is read with. */
export interface GorillaSessionOptions {
  /** Of the cookie: its MAC is over that too. */
  readonly name: string;
  /** `session.key` of the Vouch Proxy: its characters in UTF-8 are the key. */
  readonly key: string;
  /** Seconds that a sign-in may take. */
  readonly maxAge: number;
  readonly clock: Clock;
}

/** Characters. Vouch Proxy's sessions have a tenth. */
const MAX_VALUE = 32_768;

const MAC_BYTES = 32;

/** Seconds that the clock of the other program may be ahead. */
const AHEAD = 60;

const BAR = 0x7c;

/**
 * Reads the cookie of a sign-in that a Vouch Proxy with the same `session.key` began: gorilla/securecookie without encryption, so
 * base64url of `date|value|mac`, where the value is base64url of a gob and the MAC HMAC-SHA256 over `name|date|value`.
 *
 * @param value - of the cookie
 * @returns `undefined` for anything else: another key or name, one that is too old or damaged, or that is no sign-in
 */
export async function readGorillaSession(
  value: string,
  { name, key, maxAge, clock }: GorillaSessionOptions,
): Promise<GorillaSession | undefined> {
  if (key === '' || value.length > MAX_VALUE) return undefined;
  const bytes = decodePaddedBase64Url(value);
  if (bytes === undefined || bytes.length <= MAC_BYTES) return undefined;
  const bar = bytes.length - MAC_BYTES - 1;
  const signed = decodeUtf8(bytes.subarray(0, bar));
  if (signed === undefined || bytes[bar] !== BAR) return undefined;
  const mac = await hmac('sha256', key, encodeUtf8(`${name}|${signed}`));
  if (!equalBytes(mac, bytes.subarray(bar + 1))) return undefined;

  const [, date, gob = ''] = /^(\d{1,12})\|([\w=-]+)$/.exec(signed) ?? [];
  const age = epochSeconds(clock) - Number(date);
  if (!(age <= maxAge && age >= -AHEAD)) return undefined;
  const content = decodePaddedBase64Url(gob);
  const map = content && readGobMap(content);
  return map && toSession(map);
}

function toSession(map: GobMap): GorillaSession | undefined {
  const [state, requestedUrl] = [textOf(map, 'state'), textOf(map, 'requestedURL')];
  if (state === undefined || requestedUrl === undefined) return undefined;
  const tries = map.get(requestedUrl);
  const codeVerifier = textOf(map, 'codeVerifier');
  return { state, requestedUrl, codeVerifier, tries: typeof tries === 'number' ? tries : 0 };
}

/** What is empty was used already. */
function textOf(map: GobMap, name: string): string | undefined {
  const value = map.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
