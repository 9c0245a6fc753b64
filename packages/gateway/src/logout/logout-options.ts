import type { Clock, FetchDocument, Log, Sealer, Store } from '@drawbridge/core';
import type { AuthOrigin } from '../hosts/auth-origin.ts';
import type { Sessions } from '../session/sessions.ts';
import type { GatewayProvider } from '../sign-in/gateway-provider.ts';
import type { SignInBefore } from './sign-in-before.ts';

/** What sign-outs, and the page of a person's sessions, are made of. */
export interface LogoutOptions {
  /** The auth host, from the configuration: no field of a request changes where a browser is sent. */
  readonly auth: AuthOrigin;
  readonly providers: readonly GatewayProvider[];
  readonly sessions: Sessions;
  /** Who signs out here is signed out there as well. Default: there is none. */
  readonly before?: SignInBefore | undefined;
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
