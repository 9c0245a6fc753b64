import { type DrawbridgeError, errorReply, type HeaderField, type Reply } from '@drawbridge/core';

/**
 * What a program is told of a fault: JSON. Who is to bring a token learns so by `Bearer` (RFC 6750 section 3), and never by
 * `Basic`, for which a browser opens its dialog for a password.
 *
 * @param isUnproven - whether the answer has status 401. Default: as the fault has it
 */
export function faultReply(
  fault: DrawbridgeError,
  headers: readonly HeaderField[] = [],
  isUnproven = fault.status === 401,
): Reply {
  const { headers: usual, ...reply } = errorReply(fault);
  return {
    ...reply,
    headers: [
      ...usual.filter(([name]) => name !== 'www-authenticate'),
      ...(isUnproven ? [challengeField(fault)] : []),
      ...headers,
    ],
  };
}

/** RFC 6750 section 3: who brought no token made no error, and learns no more than how it is done. */
export function challengeField({ code, kind }: DrawbridgeError): HeaderField {
  const realm = 'Bearer realm="drawbridge"';
  const error = kind === 'request' ? 'invalid_request' : 'invalid_token';
  const isError = code !== 'credentials_missing';
  return ['www-authenticate', isError ? `${realm}, error="${error}"` : realm];
}
