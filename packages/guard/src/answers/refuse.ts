import {
  DrawbridgeError,
  errorDescription,
  type HeaderField,
  type Log,
  type Reply,
  toDrawbridgeError,
} from '@drawbridge/core';
import type { GuardSettings } from '../options/guard-options.ts';
import { Insufficient } from '../requirements/insufficient.ts';
import { bearerChallenge } from './challenge.ts';
import { logRefusal } from './log-refusal.ts';

/** How refusals are told. */
export interface RefuseOptions {
  /** Default: none. */
  readonly realm?: string | undefined;
  /** Default: `rfc6750`. */
  readonly refusals?: GuardSettings['refusals'];
  /** Address of the metadata of the resource. Default: there are none. */
  readonly metadataUrl?: string | undefined;
  /** Told why, of which the caller learns the code alone. Default: silent. */
  readonly log?: Log | undefined;
}

/** Seconds, where a fault does not say. */
const RETRY_AFTER = 5;

/** What a refusal is on the wire, before it is written. */
interface Refusal {
  readonly status: 400 | 401 | 403 | 500 | 503;
  /** In the body; none where nothing was wrong but that something is missing. */
  readonly error?: string;
  /** For the challenge, where there is one. */
  readonly challenge?: { readonly error?: string; readonly scope?: string };
}

/**
 * Makes what turns a fault into the reply that tells of it: RFC 6750 section 3.1 for what is the caller's, 503 with Retry-After
 * where the issuer or we cannot answer now, 500 for what is ours to mend. The caller learns the code and its public
 * message, and a hint about form; no claim, address or setting.
 */
export function createRefuse(options: RefuseOptions): (thrown: unknown) => Reply {
  const { realm, metadataUrl, log } = options;
  const forbidden = options.refusals === 'forbidden';

  return (thrown) => {
    const fault = toDrawbridgeError(thrown);
    const refusal = refusalOf(fault);
    const bare = forbidden && refusal.status < 500;
    const status = bare ? 403 : refusal.status;
    if (log !== undefined) logRefusal(log, fault, status);
    const shown = refusal.status === 500 ? new DrawbridgeError('internal') : fault;
    const description = errorDescription(shown);
    const headers: HeaderField[] = [
      ['content-type', 'application/json'],
      ['cache-control', 'no-store'],
    ];
    if (status === 503) headers.push(['retry-after', String(fault.retryAfter ?? RETRY_AFTER)]);
    if (refusal.challenge !== undefined && !bare) {
      const { error, scope } = refusal.challenge;
      const challenge = bearerChallenge({
        realm,
        error,
        error_description: error === undefined ? undefined : description,
        scope,
        resource_metadata: metadataUrl,
      });
      headers.push(['www-authenticate', challenge]);
    }
    const body = {
      error: refusal.error,
      error_description: description,
      code: shown.code,
      ...(bare && { detail: detailOf(fault) }),
    };
    return { status, headers, body: `${JSON.stringify(body)}\n` };
  };
}

function refusalOf(fault: DrawbridgeError): Refusal {
  switch (fault.kind) {
    case 'request':
      return { status: 400, error: 'invalid_request', challenge: { error: 'invalid_request' } };
    case 'token':
      // RFC 6750 section 3.1: who sent no token made no error.
      return fault.code === 'credentials_missing'
        ? { status: 401, challenge: {} }
        : { status: 401, error: 'invalid_token', challenge: { error: 'invalid_token' } };
    case 'policy': {
      if (fault.code !== 'scope_insufficient') return { status: 403, error: 'access_denied' };
      const error = 'insufficient_scope';
      const scope = fault.cause instanceof Insufficient ? fault.cause.scopes.join(' ') : '';
      return { status: 403, error, challenge: { error, scope } };
    }
    case 'upstream':
    case 'busy':
      return { status: 503, error: 'temporarily_unavailable' };
    case 'configuration':
    case 'person':
    case 'bug':
      return { status: 500, error: 'server_error' };
  }
}

/** The words of eoepca-security, which a client of it may look for. */
function detailOf({ code }: DrawbridgeError): string {
  return code === 'credentials_missing'
    ? 'Not authenticated'
    : 'Invalid authentication credentials';
}
