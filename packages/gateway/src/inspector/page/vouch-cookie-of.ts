import { toDrawbridgeError } from '@drawbridge/core';
import type { InspectorOptions } from '../inspector-options.ts';
import type { VouchCookie } from './look-at-vouch.ts';

/** A cookie of Vouch Proxy, and what it is verified with. */
export interface VouchCookieParts
  extends Omit<VouchCookie, 'isEnded'>,
    Pick<InspectorOptions, 'codec'> {
  readonly isRevoked?: InspectorOptions['isRevoked'] | undefined;
}

/** What the steps of the inspector look at a cookie with, as its page does. */
export function vouchCookieOf({ codec, isRevoked, ...cookie }: VouchCookieParts): VouchCookie {
  return { ...cookie, isEnded: (value) => hasEnded(value, { codec, isRevoked }) };
}

/** Whether a cookie that would be accepted was ended before its time. What is not accepted has nothing that could be ended. */
async function hasEnded(
  value: string,
  { codec, isRevoked }: Pick<VouchCookieParts, 'codec' | 'isRevoked'>,
): Promise<boolean> {
  if (isRevoked === undefined) return false;
  const session = await codec.decode(value).catch((thrown: unknown) => {
    const fault = toDrawbridgeError(thrown);
    if (fault.kind !== 'token') throw fault;
  });
  return session !== undefined && isRevoked(value, session);
}
