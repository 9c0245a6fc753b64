import { DrawbridgeError } from '@drawbridge/core';

/** `b64token` of RFC 6750 section 2.1, of any length: the verifier has the limit. */
const CREDENTIALS = /^Bearer +(?<token>[\w.~+/-]+=*)$/i;

/** The scheme, whatever follows it. */
const SCHEME = /^\s*Bearer(?=[\s,]|$)/i;

/**
 * The token behind `Bearer` (RFC 6750 section 2.1).
 *
 * Another scheme, as `Basic` or `Negotiate`, is between the client and the app: then there is no token here, and a cookie
 * counts. Once a `Bearer` is there, whatever else comes with it is refused, since an app could read another token than this
 * gateway does.
 *
 * @param values - of the Authorization fields
 * @throws {DrawbridgeError} `credentials_malformed`, `credentials_ambiguous`
 */
export function readBearerToken(values: readonly string[]): string | undefined {
  if (!values.some((value) => SCHEME.test(value) || /,\s*Bearer\s/i.test(value))) return undefined;
  const [value, ...more] = values;
  if (value === undefined || more.length > 0) {
    throw new DrawbridgeError('credentials_ambiguous', {
      hint: 'Send one Authorization field.',
    });
  }
  const token = CREDENTIALS.exec(value)?.groups?.['token'];
  if (token !== undefined) return token;
  throw new DrawbridgeError('credentials_malformed', {
    hint: 'Send one token after the scheme Bearer, and nothing behind it.',
  });
}
