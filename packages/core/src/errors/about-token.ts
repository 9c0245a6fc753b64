import { DrawbridgeError } from './drawbridge-error.ts';

/**
 * The same fault, naming the token that it is about, and whose that is. What is no fault of the table stays as it is.
 *
 * @param token - its fingerprint
 * @param issuer - as configured; `undefined` where it is not known
 */
export function aboutToken(thrown: unknown, token: string, issuer: string | undefined): unknown {
  if (!(thrown instanceof DrawbridgeError)) return thrown;
  const { code, message: detail, hint, cause, retryAfter, repeated } = thrown;
  return new DrawbridgeError(code, {
    detail,
    token,
    cause,
    repeated,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(hint !== undefined && { hint }),
    ...(issuer !== undefined && { issuer }),
  });
}
