import { DrawbridgeError } from '@drawbridge/core';
import type { AccessToken } from '../caller/access-token.ts';

/** The fault of something that does not belong to the access token beside it. @param why - the sentence, without values */
export function mismatch(access: AccessToken, why: string, hint?: string): DrawbridgeError {
  return new DrawbridgeError('token_mismatch', {
    detail: why,
    token: access.fingerprint,
    issuer: access.issuer,
    ...(hint !== undefined && { hint }),
  });
}
