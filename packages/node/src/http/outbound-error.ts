import { DrawbridgeError } from '@drawbridge/core';
import type { Detour } from './agent.ts';
import { ForbiddenAddressError } from './guarded-lookup.ts';
import { hintFor, isCertificateFault } from './hints.ts';
import { proxyFault } from './proxy/proxy-fault.ts';
import { ProxyError } from './proxy/proxy-error.ts';

const TIMEOUT_CODES = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/** Whom a request went to: its faults have the codes that begin so. */
type Peer = 'upstream' | 'token_endpoint' | 'remote' | 'cloud';

/** What was asked for. */
export interface Asked {
  readonly peer: Peer;
  readonly address: string;
  /** The limit, in milliseconds. */
  readonly timeout: number;
  /** The proxy on the way, if there was one. */
  readonly detour?: Detour | undefined;
  /** Where a person names the file of an authority that is trusted for this address alone. */
  readonly caSetting: string;
}

/**
 * Turns what an outbound request threw into `…_timeout`, `…_unreachable` or `…_invalid` of its peer, and
 * `…_untrusted` for a certificate of who is sent secrets, judged by codes and classes, never by the text of a message.
 */
export function outboundError(thrown: unknown, asked: Asked): DrawbridgeError {
  if (thrown instanceof DrawbridgeError) return thrown;
  const { peer, address, timeout, detour, caSetting } = asked;
  const { cause, refusal } = causes(thrown);
  const code = codeOf(cause);
  const through = detour === undefined ? '' : ` through the proxy ${detour.proxy}`;
  if (isTimeout(thrown) || isTimeout(cause)) {
    const proxyIsLate = refusal !== undefined || detour?.isWaiting === true;
    const late = `within ${timeout / 1000} seconds`;
    return new DrawbridgeError(`${peer}_timeout`, {
      detail: proxyIsLate
        ? `${address} could not be reached: the proxy ${refusal?.proxy ?? detour?.proxy} opened no way to it ${late}`
        : `${address} did not answer ${late}${through}`,
      cause: thrown,
    });
  }
  if (cause instanceof ForbiddenAddressError) {
    return new DrawbridgeError(`${peer}_invalid`, {
      detail: `${address} is not ${peer === 'remote' ? 'called' : 'fetched'}${refusal === undefined ? '' : through}: ${cause.message}`,
      cause: thrown,
    });
  }
  if (peer === 'remote' && isUnreadable(cause, code)) {
    return new DrawbridgeError('remote_invalid', {
      detail: `${address} gave an answer that is not HTTP, or not within its bounds${through}`,
      cause: thrown,
    });
  }
  if (refusal !== undefined) {
    const { reason, hint } = proxyFault(refusal, code);
    return new DrawbridgeError(`${peer}_unreachable`, {
      detail: `${address} could not be reached: ${reason}`,
      ...(hint !== undefined && { hint }),
      cause: thrown,
    });
  }
  const hint = code === undefined ? undefined : hintFor(code, detour === undefined, caSetting);
  // Keys are asked for again and again, and a certificate may be renewed; a secret is not sent to see.
  const isUntrusted = code !== undefined && isCertificateFault(code);
  const untrusted = peer === 'upstream' ? undefined : (`${peer}_untrusted` as const);
  return new DrawbridgeError((isUntrusted && untrusted) || `${peer}_unreachable`, {
    detail: `${address} could not be reached${through}${code === undefined ? '' : ` (${code})`}`,
    ...(hint !== undefined && { hint }),
    cause: thrown,
  });
}

/**
 * The innermost error, and the proxy's refusal if there is one around it. fetch wraps what happened
 * in a TypeError; several tried addresses come as an AggregateError.
 */
function causes(thrown: unknown): { readonly cause: unknown; readonly refusal?: ProxyError } {
  let error = thrown;
  let refusal: ProxyError | undefined;
  for (let depth = 0; depth < 6; depth++) {
    if (error instanceof ProxyError) refusal ??= error;
    if (error instanceof AggregateError && error.errors.length > 0) error = error.errors[0];
    else if (error instanceof Error && error.cause !== undefined) error = error.cause;
    else break;
  }
  return { cause: error, ...(refusal !== undefined && { refusal }) };
}

/** The code of what lies at the bottom of a fault, as Node and OpenSSL name it: `ECONNREFUSED`. */
export function faultCode(thrown: unknown): string | undefined {
  return codeOf(causes(thrown).cause);
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** Codes of an answer that is not as HTTP wants it: too many bytes of a head, or a length that was not kept. */
const UNREADABLE: ReadonlySet<string> = new Set([
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);

function isUnreadable(cause: unknown, code = ''): boolean {
  // The parser's errors of undici have no code where llhttp's number has no name in its table.
  if (cause instanceof Error && cause.name === 'HTTPParserError') return true;
  return code.startsWith('HPE_') || code.startsWith('ERR_HTTP2_') || UNREADABLE.has(code);
}

function isTimeout(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined && TIMEOUT_CODES.has(code)) return true;
  return error instanceof Error && error.name === 'TimeoutError';
}
