import type { Endpoint, Log } from '@drawbridge/core';
import type { VouchCodec, VouchSession } from '@drawbridge/oauth';
import type { IdTokens } from './id-tokens/id-tokens.ts';

/** What an inspector is made of. */
export interface InspectorOptions {
  /** Of the cookie of Vouch Proxy (`cookie.name`), the same as its. */
  readonly cookieName: string;
  /** Verifies it. */
  readonly codec: VouchCodec;
  /**
   * Where people reach it (`API_SERVER_URL` of FABRIC's demo), with the document root where there is one: `/login` and
   * `/logout` below it are where they sign in and out.
   */
  readonly serverUrl: string;
  /** By how many spaces JSON is indented, 0 to 16. Default: 0, all of it on one line. */
  readonly indent?: number;
  /** Verifies the ID token in a cookie. Default: each is shown as not verified. */
  readonly idTokens?: IdTokens;
  /**
   * Says whether a cookie was ended before its time, by a logout. Where it rejects, nothing is shown.
   *
   * @param value - of the cookie, all parts joined
   */
  readonly isRevoked?: (value: string, session: VouchSession) => Promise<boolean>;
  /** The page at `/inspect`, and what a press of its button shows (`GET` and `POST`). Default: there is none. */
  readonly page?: { readonly show: Endpoint; readonly reveal: Endpoint };
  /** Whether it has its host for itself, so that `/` leads to its page. Default: false. */
  readonly isAlone?: boolean;
  /** Default: nothing is logged. No value of a cookie is, in any. */
  readonly log?: Log;
}
