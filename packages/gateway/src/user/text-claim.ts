import type { VerifiedToken } from '@drawbridge/core';

/** A claim that is text, and not an empty one; of any other form it says nothing. */
export function textClaim(
  token: Pick<VerifiedToken, 'claim'> | undefined,
  name: string,
): string | undefined {
  const value = token?.claim(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
