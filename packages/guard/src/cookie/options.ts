import type { Awaitable, Clock, Log } from '@drawbridge/core';
import type { VouchAlgorithm, VouchKey, VouchSession } from '@drawbridge/oauth';
import type { HeaderSource } from '../headers/header-profile.ts';
import type { GuardSettings } from '../options/guard-options.ts';

/** Who may be nobody. */
export type Anonymous = NonNullable<GuardSettings['anonymous']>;

/** A cookie that was found good. */
export interface GoodCookie {
  readonly session: VouchSession;
  /**
   * As it came, all parts joined. One JWT can be packed into many such values: what was ended is remembered by the JWT, which
   * `unpackVouchValue` of `@drawbridge/oauth` answers.
   */
  readonly value: string;
}

/** Which cookie is accepted, and on which conditions. */
export interface CookieGuardOptions<Mode extends Anonymous = Anonymous> {
  /** `vouch.cookie.name`. Default: `VouchCookie`. */
  readonly cookieName?: string;
  /**
   * What verifies the cookie: `vouch.jwt.secret`, or the public key. Any of several will do, so that a secret is changed
   * without signing people out. **Who has the secret can write a cookie for anybody.**
   */
  readonly keys: readonly [VouchKey, ...VouchKey[]];
  /** `vouch.jwt.signing_method`. Default: HS256. */
  readonly algorithm?: VouchAlgorithm;
  /** Header fields that may hold the value of the cookie as well, such as {@link VOUCH_TOKEN_HEADERS}. Default: none. */
  readonly headers?: readonly HeaderSource[];
  /**
   * The host of this service, or its hosts: one of them must be a domain of the cookie's `aud`, or below one. Default: that is
   * not asked.
   */
  readonly audience?: string | readonly string[];
  /** Whether the request's own `Host` must be such a host. A caller without a browser writes any. Default: false. */
  readonly checkHost?: boolean;
  /** Whether a cookie was ended before its time. Default: none is. */
  readonly isRevoked?: (cookie: GoodCookie) => Awaitable<boolean>;
  /**
   * Who is let in as nobody: `refuse` nobody, `absent` who sends no cookie at all, `any` also who sends one that is not
   * accepted. Default: `refuse`.
   */
  readonly anonymous?: Mode;
  /** `rfc6750` tells by 400, 401 and 403 what is wrong; `forbidden` says 403 to everything. Default: `rfc6750`. */
  readonly refusals?: GuardSettings['refusals'];
  /** For the challenge. Default: none. */
  readonly realm?: string;
  /** How the scheme is called in OpenAPI documents. Default: `cookie`, without a description. */
  readonly scheme?: { readonly name?: string; readonly description?: string };
  /** Whether adapters leave the cookie, and those header fields, in the request. Default: false. Other cookies always stay. */
  readonly keepHeaders?: boolean;
  /** Default: silent. */
  readonly log?: Log;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** Where Vouch Proxy itself looks beside its cookie, as it is configured unless otherwise. */
export const VOUCH_TOKEN_HEADERS: readonly HeaderSource[] = Object.freeze([
  { name: 'X-Vouch-Token' },
  { name: 'Authorization', scheme: 'Bearer' },
]);
