import { UnsentError } from '../http/unsent-stream.ts';

/** A method that does the same done twice (RFC 9110 section 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set([
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PUT',
  'TRACE',
]);

/** How a kept connection looks that the upstream closed while we wrote to it. */
const CLOSED_MEANWHILE: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** Whether a request without content that failed may be sent once more: it was not looked at, or that does no harm. */
export function isRepeatable(thrown: unknown, method = ''): boolean {
  return thrown instanceof UnsentError || (wasClosed(thrown) && IDEMPOTENT.has(method));
}

function wasClosed(thrown: unknown): boolean {
  const { code } = thrown as { readonly code?: unknown };
  return typeof code === 'string' && CLOSED_MEANWHILE.has(code);
}
