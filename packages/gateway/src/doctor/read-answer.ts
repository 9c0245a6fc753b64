import { encodeUtf8, parseJsonObject, parseUrl, quote, serverWords } from '@drawbridge/core';
import type { CheckAnswer } from '../check/check-reply.ts';
import { REFUSED_PARAMETER } from '../check/checked-question.ts';
import { ENTER_PATH } from '../sign-in/choose-provider.ts';
import { LOGIN_PATH } from '../sign-in/login-url.ts';
import { type Answer, valuesOf } from './send.ts';
import type { Target } from './target.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Where an answer sends a browser to. */
export function locationOf(answer: Answer, origin: string): URL | undefined {
  const [location] = valuesOf(answer, 'location');
  return location === undefined ? undefined : parseUrl(location, origin);
}

/** As {@link locationOf}, of an answer that browsers follow. */
export function redirectOf(answer: Answer, origin: string): URL | undefined {
  return REDIRECTS.has(answer.status) ? locationOf(answer, origin) : undefined;
}

/** Where a person begins to sign in, if it is there that an answer sends to. */
export function loginOf(answer: Answer, origin: string): URL | undefined {
  const url = redirectOf(answer, origin);
  return url?.pathname === LOGIN_PATH && url.searchParams.has('url') ? url : undefined;
}

/** Whether a sign-in begins by this answer, as it does at {@link LOGIN_PATH}: on its way to the auth host. */
export function beginsSignIn(answer: Answer, origin: string): boolean {
  const url = locationOf(answer, origin);
  return url?.pathname === ENTER_PATH && url.origin !== origin && url.searchParams.has('request');
}

/** Why the gateway refused the question, as it says to who looks; a `Refused`, or whatever a server wrote. */
export function refusedOf(answer: Answer, origin: string): string | undefined {
  const url = locationOf(answer, origin);
  return url?.pathname === '/' ? (url.searchParams.get(REFUSED_PARAMETER) ?? undefined) : undefined;
}

/** What the gateway was told of a request, by the address to sign in at. */
export function toldOf(login: URL): string {
  return login.searchParams.get('url') ?? '';
}

/** Codes of the gateway's own refusals, which its pages and its JSON have in them. */
const CODES = new Set([
  'request_malformed',
  'request_forbidden',
  'proxy_unproven',
  'path_unknown',
  'parameter_invalid',
  'access_denied',
  'credentials_missing',
  'store_unavailable',
  'audit_unavailable',
  'header_too_large',
  'internal',
]);

/** The code of a fault of the gateway; `undefined` for what others answered. */
export function codeOf({ text }: Answer): string | undefined {
  const json = parseJsonObject(encodeUtf8(text));
  const code =
    json === undefined ? /Error code: <code>(\w+)<\/code>/.exec(text)?.[1] : json['code'];
  return typeof code === 'string' && CODES.has(code) ? code : undefined;
}

/** What the gateway says that it saw of a request to {@link CHECK_PATH}. */
export function checkedOf({ status, text }: Answer): CheckAnswer | undefined {
  const json = parseJsonObject(encodeUtf8(text));
  if (status !== 200 || json?.['drawbridge'] !== 'check') return undefined;
  const { host, cookieLength, longestCookie } = json;
  const isWhole =
    typeof host === 'string' && Number.isInteger(cookieLength) && Number.isInteger(longestCookie);
  return isWhole ? (json as unknown as CheckAnswer) : undefined;
}

/** Whether a 401 is of the gateway, to a program. */
export function isChallenged(answer: Answer): boolean {
  return valuesOf(answer, 'www-authenticate').some((value) => value.includes('realm="drawbridge"'));
}

/**
 * Says what came, in a few words; what a server says is cut, and made fit for a terminal. Of an address there is no query: it
 * may have a state in it.
 */
export function describeAnswer(answer: Answer): string {
  const { status, failure } = answer;
  if (failure !== undefined) return `no answer (${failure.message})`;
  const [location] = valuesOf(answer, 'location');
  const code = codeOf(answer);
  if (location !== undefined) {
    return `${status} with the Location ${quote(location.replace(/[?#].*$/s, ''))}`;
  }
  if (code !== undefined) return `${status} of the gateway (${code})`;
  const title = serverWords(/<title>([^<]{1,100})/i.exec(answer.text)?.[1], []);
  return title === undefined ? String(status) : `${status} ${quote(title)}`;
}

/** A query that a page does not know, with what decoding would change. */
export function marked({ target }: Target): string {
  return `${target}${target.includes('?') ? '&' : '?'}drawbridge-doctor=a%2Fb%20c`;
}
