import type { Audit, Call, Clock, Log, Sealer, Store } from '@drawbridge/core';
import type { AppHosts } from '../hosts/app-hosts.ts';
import type { AuthOrigin } from '../hosts/auth-origin.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Adopt } from './adopt.ts';
import type { GatewayProvider } from './gateway-provider.ts';

/** What a sign-in is made of. */
export interface SignInOptions {
  /** The auth host, from the configuration: no field of a request changes where a browser is sent. */
  readonly auth: AuthOrigin;
  readonly hosts: AppHosts;
  /** Where providers send people back to, on the auth host; of several each has its name behind that. Default: `/callback`. */
  readonly callbackPath?: string;
  /** One or more, in the order in which they are shown. */
  readonly providers: readonly GatewayProvider[];
  readonly sessions: Sessions;
  /** Asked on the auth host for whoever has no session. Default: who has none is sent to a provider. */
  readonly adopt?: Adopt | undefined;
  /** Of all processes: what may be used once is used once in all of them. */
  readonly store: Store;
  /** Its keys are those of all processes. */
  readonly sealer: Sealer;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Default: nothing is kept. */
  readonly log?: Log;
  /** Default: nothing is kept. A session begins only after its record was. */
  readonly audit?: Audit;
  /** The address of a browser, for the log and the audit. Default: that of the connection. */
  readonly addressOf?: (call: Call) => string | undefined;
}
