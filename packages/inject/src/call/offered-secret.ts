import { type CallHead, decodeUtf8, encodeUtf8, equalBytes, headerValues } from '@drawbridge/core';

/** The field for a secret where `Authorization` is taken. */
export const SECRET_FIELD = 'x-drawbridge-secret';

/**
 * What is wrong with a secret that callers send: the rest of a sentence about it, without it. A header field carries no
 * other characters in a way that all programs agree on: of what is beyond ASCII, curl sends UTF-8 and `fetch` Latin-1.
 *
 * @returns `undefined` for nothing
 */
export function secretFault(secret: string): string | undefined {
  if (secret === '') return 'is empty';
  return /^[\x21-\x7e]+$/.test(secret)
    ? undefined
    : 'has a space or a character beyond ASCII, which no header field carries safely; make one by openssl rand -hex 32';
}

/**
 * Makes the check of a secret that callers send as `Authorization: Bearer`, or as the password of `Authorization: Basic`
 * with any user name. How long it takes depends on what was sent alone.
 */
export function createSecretCheck(secret: string): (head: Pick<CallHead, 'headers'>) => boolean {
  const wanted = encodeUtf8(secret);
  return (head) => {
    const [value, ...more] = headerValues(head, 'authorization');
    if (value === undefined || more.length > 0) return false;
    const offered = readSecret(value);
    return offered !== undefined && equalBytes(encodeUtf8(offered), wanted);
  };
}

/** The same, for a secret that may be in {@link SECRET_FIELD} too. */
export function createFieldCheck(secret: string): (head: Pick<CallHead, 'headers'>) => boolean {
  const wanted = encodeUtf8(secret);
  const isInAuthorization = createSecretCheck(secret);
  return (head) => {
    const [value, ...more] = headerValues(head, SECRET_FIELD);
    if (value === undefined) return isInAuthorization(head);
    return more.length === 0 && equalBytes(encodeUtf8(value), wanted);
  };
}

function readSecret(value: string): string | undefined {
  const [, scheme = '', credentials = ''] = /^(basic|bearer) +(\S+)$/i.exec(value) ?? [];
  if (scheme.toLowerCase() === 'bearer') return credentials;
  const text = scheme === '' ? undefined : decodeBase64(credentials);
  const colon = text?.indexOf(':') ?? -1;
  return colon === -1 ? undefined : text?.slice(colon + 1);
}

function decodeBase64(encoded: string): string | undefined {
  try {
    return decodeUtf8(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
