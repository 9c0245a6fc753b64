import { DrawbridgeError, quote } from '@drawbridge/core';
import { parseHost } from '../hosts/parse-host.ts';
import { judgeTarget } from './judge-target.ts';
import type { Question } from './question.ts';

/** The request that waits, in the proxy's words. */
export interface ToldRequest {
  /** `undefined` where it is not told. */
  readonly method: string | undefined;
  readonly scheme: string;
  readonly host: string;
  /** In origin-form. */
  readonly target: string;
}

/** What is left of it once it was judged. */
export type JudgedRequest = Pick<Question, 'scheme' | 'host' | 'readings' | 'target' | 'method'>;

/** Traefik calls that of a WebSocket by the scheme of its URL (RFC 6455 section 3). */
const SCHEMES: ReadonlyMap<string, Question['scheme']> = new Map([
  ['http', 'http'],
  ['https', 'https'],
  ['ws', 'http'],
  ['wss', 'https'],
]);

/**
 * Judges what is told of a request.
 *
 * @throws {DrawbridgeError} `request_malformed`
 */
export function judgeRequest({ method, scheme: told, host, target }: ToldRequest): JudgedRequest {
  // RFC 9110 section 9.1 has more characters; no method that is registered does, but for hyphens.
  if (method !== undefined && !/^[A-Z]+(?:-[A-Z]+)*$/.test(method)) {
    throw malformed(`the method ${quote(method)} is none`);
  }
  const scheme = SCHEMES.get(told);
  if (scheme === undefined) {
    throw malformed(`the scheme ${quote(told)} is neither http nor https`);
  }
  const known = parseHost(host, scheme);
  if (known === undefined) throw malformed(`the host ${quote(host)} is none`);
  const { readings } = judgeTarget(target);
  return { scheme, host: known, readings, target, method };
}

function malformed(detail: string): DrawbridgeError {
  return new DrawbridgeError('request_malformed', {
    detail: `what the proxy says of the request that waits cannot be used: ${detail}`,
    hint: 'Take the configuration that drawbridge gateway snippet prints for the proxy.',
  });
}
