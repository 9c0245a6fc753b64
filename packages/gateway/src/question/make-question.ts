import { type Call, DrawbridgeError, headerValues, quote } from '@drawbridge/core';
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

/**
 * Judges what a proxy tells.
 *
 * @param call - the proxy's own, with the fields of the client's in it
 * @throws {DrawbridgeError} `request_malformed`
 */
export function makeQuestion(
  call: Call,
  { method, scheme, host, target }: ToldRequest,
  address: string | undefined,
): Question {
  // RFC 9110 section 9.1 has more characters; no method that is registered does, but for hyphens.
  if (!/^[A-Z]+(?:-[A-Z]+)*$/.test(method)) throw malformed(`the method ${quote(method)} is none`);
  if (scheme !== 'http' && scheme !== 'https') {
    throw malformed(`the scheme ${quote(scheme)} is neither http nor https`);
  }
  const known = parseHost(host, scheme);
  if (known === undefined) throw malformed(`the host ${quote(host)} is none`);
  const credentials = headerValues(call, 'authorization');
  return {
    scheme,
    host: known,
    ...judgeTarget(target),
    method,
    address,
    cookies: headerValues(call, 'cookie'),
    authorization: credentials.length === 1 ? credentials[0] : undefined,
    isPage: asksForPage(call),
  };
}

function malformed(detail: string): DrawbridgeError {
  return new DrawbridgeError('request_malformed', {
    detail: `what the proxy says of the request that waits cannot be used: ${detail}`,
    hint: 'Take the configuration that drawbridge gateway snippet prints for the proxy.',
  });
}
