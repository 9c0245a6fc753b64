import { type Call, type Clock, headerValues, type Verifier } from '@drawbridge/core';
import { readCookies, type VouchKey } from '@drawbridge/oauth';
import type { EndedCheck } from '../ended-check.ts';
import { inspect } from '../inspection/inspect.ts';
import type { Inspection } from '../inspection/inspection.ts';
import { heldCookies } from './held-cookies.ts';

/** A cookie of Vouch Proxy, and what it is looked at with. */
export interface VouchCookie {
  /** Of Vouch Proxy's cookie (`cookie.name`). */
  readonly cookieName: string;
  /** What the cookie is checked with. Default: nothing, and its signature is said not to be checked. */
  readonly vouchKeys?: readonly VouchKey[];
  /** Knows the issuers of tokens inside; it may be of any mind about times and audiences. Default: they are not checked. */
  readonly verifier?: Pick<Verifier, 'verify'>;
  /** Whether a cookie was ended before its time, all parts joined: of such a one nothing is shown. Default: none was. */
  readonly isEnded?: EndedCheck;
}

/** A cookie of Vouch Proxy that a call brought. */
export interface FoundVouchCookie {
  /** As the browser sent it, with its parts and others of its name. */
  readonly cookies: string;
  inspect(showTokens: boolean): Promise<Inspection>;
}

/** @returns `over` where one of that name was signed out; `undefined` where there is none */
export async function lookAtVouch(
  call: Call,
  options: VouchCookie & { readonly clock?: Clock },
): Promise<FoundVouchCookie | 'over' | undefined> {
  const { cookieName, isEnded } = options;
  const cookies = heldCookies(call, cookieName);
  if (cookies === undefined) return undefined;
  if (isEnded !== undefined) {
    const values = readCookies(headerValues(call, 'cookie'), cookieName);
    if ((await Promise.all(values.map(isEnded))).includes(true)) return 'over';
  }
  return {
    cookies,
    inspect: (showTokens) => inspect(`Cookie: ${cookies}`, { ...options, showTokens }),
  };
}
