import { type Call, DrawbridgeError, headerValues, quote } from '@drawbridge/core';
import { isChecked } from '../check/checked-question.ts';
import { parseHost } from '../hosts/parse-host.ts';
import { asksForPage } from './asks-for-page.ts';
import { judgeTarget } from './judge-target.ts';
import type { Question } from './question.ts';

/** The request that waits, in the proxy's words. */
export interface ToldRequest {
  readonly method: string;
  readonly scheme: string;
  readonly host: string;
  /** In origin-form. */
  readonly target: string;
}

/** Traefik calls that of a WebSocket by the scheme of its URL (RFC 6455 section 3). */
const SCHEMES: ReadonlyMap<string, Question['scheme']> = new Map([
  ['http', 'http'],
  ['https', 'https'],
  ['ws', 'http'],
  ['wss', 'https'],
]);

/**
 * Judges what a proxy tells.
 *
 * @param call - the proxy's own, with the fields of the client's in it
 * @throws {DrawbridgeError} `request_malformed`
 */
export function makeQuestion(
  call: Call,
  { method, scheme: told, host, target }: ToldRequest,
  address: string | undefined,
): Question {
  // RFC 9110 section 9.1 has more characters; no method that is registered does, but for hyphens.
  if (!/^[A-Z]+(?:-[A-Z]+)*$/.test(method)) throw malformed(`the method ${quote(method)} is none`);
  const scheme = SCHEMES.get(told);
  if (scheme === undefined) {
    throw malformed(`the scheme ${quote(told)} is neither http nor https`);
  }
  const known = parseHost(host, scheme);
  if (known === undefined) throw malformed(`the host ${quote(host)} is none`);
  return {
    scheme,
    host: known,
    ...judgeTarget(target),
    method,
    address,
    cookies: headerValues(call, 'cookie'),
    authorization: headerValues(call, 'authorization'),
    isPage: asksForPage(call),
    ...(isChecked(call) && { isChecked: true }),
  };
}

function malformed(detail: string): DrawbridgeError {
  return new DrawbridgeError('request_malformed', {
    detail: `what the proxy says of the request that waits cannot be used: ${detail}`,
    hint: 'Take the configuration that drawbridge gateway snippet prints for the proxy.',
  });
}
