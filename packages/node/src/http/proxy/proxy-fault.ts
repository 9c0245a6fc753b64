import { proxyHintFor } from '../hints.ts';
import type { ProxyError } from './proxy-error.ts';

/** What a proxy did not do, and what to do about it. */
export interface ProxyFault {
  /** The rest of a sentence that says what could not be reached. */
  readonly reason: string;
  readonly hint?: string | undefined;
}

/**
 * Says why a proxy opened no tunnel.
 *
 * @param code - of the error that kept the proxy from answering, if it did not
 */
export function proxyFault(
  { proxy, target, status, authorized }: ProxyError,
  code?: string,
): ProxyFault {
  if (status === 407) return authorized ? refused(proxy) : wanted(proxy);
  if (status === undefined) {
    const why = code === undefined ? '' : ` (${code})`;
    return {
      reason: `the proxy ${proxy}, on the way to ${target}, could not be used${why}`,
      hint: code === undefined ? undefined : proxyHintFor(code),
    };
  }
  if (status >= 500) {
    return {
      reason: `the proxy ${proxy} could not connect to ${target} (status ${status})`,
      hint: 'Check that the proxy resolves and reaches this host. Name it in outbound.noProxy or NO_PROXY where it can be reached directly.',
    };
  }
  return {
    reason: `the proxy ${proxy} refused to connect to ${target} (status ${status})`,
    hint: 'Have the proxy allow CONNECT to this host and port, or name the host in outbound.noProxy or NO_PROXY where it can be reached directly.',
  };
}

function wanted(proxy: string): ProxyFault {
  return {
    reason: `the proxy ${proxy} wants credentials (status 407)`,
    hint: 'Set outbound.proxyUser and outbound.proxyPassword, or put them into the URL of HTTPS_PROXY.',
  };
}

function refused(proxy: string): ProxyFault {
  return {
    reason: `the proxy ${proxy} does not take the credentials it was given (status 407)`,
    hint: 'Check the user and the password of the proxy; it must take the scheme Basic.',
  };
}
