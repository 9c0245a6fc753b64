import type { Clock, Log, Sealer, Verifier } from '@drawbridge/core';
import type { VouchCodec, VouchKey } from '@drawbridge/oauth';
import type { FoundCookie } from './found-cookie.ts';

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
  /** Verifies the ID token in a cookie: see `createIdTokenVerifier`. Default: each is shown as not verified. */
  readonly verifier?: Pick<Verifier, 'verify'>;
  /** Says whether a cookie was ended before its time, by a logout. Where it rejects, nothing is shown. Default: none was. */
  readonly isRevoked?: (cookie: FoundCookie) => Promise<boolean>;
  /** The page at `/inspect`, which explains the cookie. Default: there is none. */
  readonly page?: InspectorPageKeys;
  /** Whether it has its host for itself, so that `/` leads to its page. Default: false. */
  readonly isAlone?: boolean;
  /** Default: nothing is logged. No value of a cookie is, in any. */
  readonly log?: Log;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** What the page at `/inspect` needs beside the inspector. */
export interface InspectorPageKeys {
  /** What the codec verifies with: the page says with which of them a cookie was signed. */
  readonly vouchKeys: readonly VouchKey[];
  /** Seals what shows that a button was on the page. With the same secrets in all processes, any of them may be asked. */
  readonly sealer: Sealer;
}
