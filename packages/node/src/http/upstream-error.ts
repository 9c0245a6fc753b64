import { DrawbridgeError } from '@drawbridge/core';
import { ForbiddenAddressError } from './guarded-lookup.ts';

const TIMEOUT_CODES = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

const UNKNOWN_AUTHORITY =
  'The certificate is from an authority that is not trusted. Name its file as caFile of the upstream, or in NODE_EXTRA_CA_CERTS.';

/** Sentences for the codes that operators meet most. */
const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there. Check host and port, and that the service is up.',
  ENOTFOUND: 'The host name cannot be resolved. Check its spelling and the DNS of this machine.',
  EAI_AGAIN: 'The DNS of this machine does not answer.',
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'The certificate is self-signed. Name its file as caFile of the upstream, or in NODE_EXTRA_CA_CERTS.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate is for another host name. Use an address that is named in it.',
  CERT_HAS_EXPIRED: 'The certificate has expired; the service must renew it.',
};

/**
 * Turns what an outbound request threw into `upstream_timeout`, `upstream_unreachable`
 * or `upstream_invalid`, judged by codes and classes, never by the text of a message.
 *
 * @param url - the address that was asked for
 * @param timeout - the limit, in milliseconds
 */
export function upstreamError(thrown: unknown, url: string, timeout: number): DrawbridgeError {
  if (thrown instanceof DrawbridgeError) return thrown;
  const cause = rootCause(thrown);
  const code = codeOf(cause);
  if (isNamed(thrown, 'TimeoutError') || (code !== undefined && TIMEOUT_CODES.has(code))) {
    return new DrawbridgeError('upstream_timeout', {
      detail: `${url} did not answer within ${timeout / 1000} seconds`,
      cause: thrown,
    });
  }
  if (cause instanceof ForbiddenAddressError) {
    return new DrawbridgeError('upstream_invalid', {
      detail: `${url} is not fetched: ${cause.message}`,
      cause: thrown,
    });
  }
  const hint = code === undefined ? undefined : HINTS[code];
  return new DrawbridgeError('upstream_unreachable', {
    detail: `${url} could not be reached${code === undefined ? '' : ` (${code})`}`,
    ...(hint !== undefined && { hint }),
    cause: thrown,
  });
}

/** fetch wraps what happened in a TypeError; several tried addresses come as an AggregateError. */
function rootCause(thrown: unknown): unknown {
  let error = thrown;
  for (let depth = 0; depth < 5; depth++) {
    if (error instanceof AggregateError && error.errors.length > 0) error = error.errors[0];
    else if (error instanceof Error && error.cause !== undefined) error = error.cause;
    else break;
  }
  return error;
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
