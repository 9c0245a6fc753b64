import { type Call, DrawbridgeError, headerValues, toDrawbridgeError } from '@drawbridge/core';
import { readCookies } from '@drawbridge/oauth';
import type { FoundCookie } from './found-cookie.ts';
import type { InspectorOptions } from './inspector-options.ts';

/**
 * Finds the cookie of whoever asks. Of several by its name the first counts that is accepted: a host below the same domain
 * can plant others.
 *
 * @throws {DrawbridgeError} `credentials_missing` where there is none; of kind `token` where none is accepted, and then it
 *   is the fault of the first; what `isRevoked` throws
 */
export async function findCookie(
  call: Pick<Call, 'headers'>,
  { cookieName, codec, isRevoked }: Pick<InspectorOptions, 'cookieName' | 'codec' | 'isRevoked'>,
): Promise<FoundCookie> {
  const values = readCookies(headerValues(call, 'cookie'), cookieName);
  let refused = new DrawbridgeError('credentials_missing');
  for (const [index, value] of values.entries()) {
    const found = await codec.decode(value).catch((thrown: unknown) => asRefusal(thrown));
    if (!(found instanceof DrawbridgeError)) {
      const isEnded = (await isRevoked?.({ value, session: found })) ?? false;
      if (!isEnded) return { value, session: found };
    }
    const fault = found instanceof DrawbridgeError ? found : new DrawbridgeError('token_revoked');
    if (index === 0) refused = fault;
  }
  throw refused;
}

/** @throws {DrawbridgeError} what is no fault of a cookie */
function asRefusal(thrown: unknown): DrawbridgeError {
  const fault = toDrawbridgeError(thrown);
  if (fault.kind === 'token') return fault;
  throw fault;
}
