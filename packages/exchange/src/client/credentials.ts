import {
  type Call,
  decodeUtf8,
  DrawbridgeError,
  headerValues,
  type PeerCertificate,
} from '@drawbridge/core';
import { singleText } from '../token/parameters.ts';
import type { RawParameters } from '../token/raw-parameters.ts';

/** What a caller offers as proof of who it is; nothing in it is checked yet. */
export interface Credentials {
  readonly id?: string;
  /** A secret. */
  readonly secret?: string;
  /** The certificate of its TLS connection. */
  readonly certificate?: PeerCertificate;
}

/**
 * Reads client credentials (RFC 6749 section 2.3.1): `Authorization: Basic`, or `client_id` and
 * `client_secret` in the body; never both.
 *
 * @param heedsAuthorization - whether the header is looked at. Default: true
 * @throws {DrawbridgeError} `client_unknown` for an Authorization header of another form,
 *   `parameter_invalid` for two ways at once
 */
export function readCredentials(
  call: Call,
  parameters: RawParameters,
  heedsAuthorization = true,
): Credentials {
  const id = singleText(parameters, 'client_id');
  const secret = singleText(parameters, 'client_secret');
  const basic = heedsAuthorization ? readBasic(call) : undefined;
  const { certificate } = call.peer;
  if (parameters.has('client_assertion')) {
    throw unreadable('"client_assertion" is not supported.');
  }
  if (basic !== undefined && secret !== undefined) {
    throw new DrawbridgeError('parameter_invalid', {
      hint: 'Client credentials are given twice: in the header and in the body.',
    });
  }
  if (basic !== undefined && id !== undefined && id !== basic.id) {
    throw new DrawbridgeError('parameter_invalid', {
      hint: '"client_id" is not the one of the Authorization header.',
    });
  }
  if (secret !== undefined && id === undefined) {
    throw new DrawbridgeError('parameter_missing', {
      hint: 'Beside "client_secret" give "client_id".',
    });
  }
  return {
    ...(id !== undefined && { id }),
    ...(secret !== undefined && { secret }),
    ...basic,
    ...(certificate !== undefined && { certificate }),
  };
}

function readBasic(call: Call): { readonly id: string; readonly secret: string } | undefined {
  const [value, ...more] = headerValues(call, 'authorization');
  if (value === undefined) return undefined;
  if (more.length > 0) throw unreadable('There is more than one Authorization header.');
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(value)?.[1];
  const text = encoded === undefined ? undefined : decodeBase64(encoded);
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon === -1) {
    throw unreadable('Send the Authorization header as Basic credentials, or leave it out.');
  }
  const id = decodeFormText(text.slice(0, colon));
  const secret = decodeFormText(text.slice(colon + 1));
  if (id === undefined || secret === undefined) {
    throw unreadable('Client id and secret are form-encoded before they are joined.');
  }
  return { id, secret };
}

function decodeBase64(encoded: string): string | undefined {
  try {
    return decodeUtf8(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** RFC 6749 section 2.3.1 has both form-encoded, so that a colon in one is not taken for the border. */
function decodeFormText(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function unreadable(detail: string): DrawbridgeError {
  return new DrawbridgeError('client_unknown', { detail });
}
