import type { Call, Clock, FetchDocument, HeaderField, Log, Sealer, Store } from '@drawbridge/core';
import type { Sessions } from '../session/sessions.ts';
import type { GatewayProvider } from '../sign-in/gateway-provider.ts';

/** What sign-outs, and the page of a person's sessions, are made of. */
export interface LogoutOptions {
  /** Origin of the auth host, from the configuration: no field of a request changes where a browser is sent. */
  readonly url: string;
  readonly providers: readonly GatewayProvider[];
  readonly sessions: Sessions;
  readonly cookies: HeldCookies;
  /** Of all processes: what may be used once is used once in all of them. */
  readonly store: Store;
  readonly sealer: Sealer;
  /** For the keys of logout tokens. */
  readonly fetchDocument: FetchDocument;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Default: nothing is kept. */
  readonly log?: Log;
}

/** The cookies of ours that a browser has of one host. */
export interface HeldCookies {
  /** The texts that may stand for a session; one of them at most was sealed for this host. */
  read(call: Pick<Call, 'headers'>): readonly string[];
  /** Set-Cookie fields that take every one of them from the browser: the session in all its parts, and sign-ins under way. */
  clear(call: Pick<Call, 'headers'>): readonly HeaderField[];
}
