import type { Log } from '@drawbridge/core';
import type { Logins } from '@drawbridge/login';
import type { KeptClient } from '@drawbridge/login/node';
import type { HttpClient } from '@drawbridge/node';
import type { ClientAuthentication, Provider } from '@drawbridge/oauth';
import type { Context } from '../../context.ts';
import type { ProfileOptions } from './open-command-logins.ts';
import type { SettledLogin } from './settle-login.ts';

/** What `drawbridge login` is told beside the settings of the login. */
export interface SignInOptions extends ProfileOptions {
  readonly paste?: boolean;
  /** Whether a client is registered whatever is kept. */
  readonly register?: boolean;
  readonly keys?: boolean;
  readonly awsConfigFile?: string;
  readonly force?: boolean;
  /** False by `--no-write`. */
  readonly write: boolean;
}

/** All that the steps of one sign-in share. */
export interface Session {
  readonly options: SignInOptions;
  readonly login: SettledLogin;
  readonly provider: Provider;
  readonly client: ClientAuthentication;
  /** Where the client was registered, and not given. */
  readonly registered?: KeptClient;
  /** Whether another sign-in is begun after one that fails so. Not there: none is. */
  readonly goesOn?: (thrown: unknown) => boolean;
  readonly scope: string;
  readonly logins: Logins;
  readonly http: HttpClient;
  readonly log: Log;
  readonly context: Context;
}

/** A sign-in of which the client is not settled. */
export type ClientlessSession = Omit<Session, 'client' | 'registered' | 'goesOn'>;
