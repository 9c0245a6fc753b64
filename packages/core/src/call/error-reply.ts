import type { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { quotable } from '../encoding/quotable.ts';
import type { HeaderField, Reply } from './call.ts';

/**
 * The reply that tells a caller of a fault: the JSON of RFC 6749 section 5.2, with
 * our own `code` as an additional member. A hint is shown for faults of form alone:
 * what is wrong with a token or a rule is the operator's to know.
 */
export function errorReply(error: DrawbridgeError, headers: readonly HeaderField[] = []): Reply {
  return {
    status: error.status,
    headers: [
      ['content-type', 'application/json'],
      ['cache-control', 'no-store'],
      ...(error.retryAfter === undefined
        ? []
        : ([['retry-after', String(error.retryAfter)]] as const)),
      // RFC 6749 section 5.2: who could not prove who they are learns how.
      ...(error.status === 401 ? ([['www-authenticate', 'Basic realm="token"']] as const) : []),
      ...headers,
    ],
    body: `${JSON.stringify({
      error: error.error,
      error_description: errorDescription(error),
      code: error.code,
    })}\n`,
  };
}

/**
 * What the caller is told in words: the public message, and the hint of a fault of form. It fits into a
 * quoted string of a header field too (RFC 6750 section 3).
 */
export function errorDescription(error: DrawbridgeError): string {
  const description =
    error.kind === 'request' && error.hint !== undefined
      ? `${error.publicMessage} ${error.hint}`
      : error.publicMessage;
  return quotable(description);
}
