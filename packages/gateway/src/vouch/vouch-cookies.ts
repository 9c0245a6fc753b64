import { type Call, type HeaderField, headerValues } from '@drawbridge/core';
import { clearVouchCookies, vouchCookieFields } from './cookie/vouch-cookie-fields.ts';
import { hostOfCall } from './host-of-call.ts';
import type { VouchContext } from './vouch-context.ts';

/** Fields that take away all cookies of a call whose name begins with that of the settings. */
export type ClearCookies = (call: Pick<Call, 'headers'>) => readonly HeaderField[];

/** The cookie of a gateway, for the domain that a call's host is in. */
export interface VouchCookies {
  /** @throws {DrawbridgeError} `token_too_large` */
  set(call: Pick<Call, 'headers'>, value: string): readonly HeaderField[];
  readonly clear: ClearCookies;
}

/** Makes {@link VouchCookies}. */
export function createVouchCookies({
  settings,
  managed,
}: Pick<VouchContext, 'settings' | 'managed'>): VouchCookies {
  const placeOf = (call: Pick<Call, 'headers'>) => ({
    domain: managed.domainOf(hostOfCall(call.headers)),
    cookies: headerValues(call, 'cookie'),
  });
  return {
    set: (call, value) => vouchCookieFields(settings.cookie, value, placeOf(call)),
    clear: (call) => clearVouchCookies(settings.cookie, placeOf(call)),
  };
}
