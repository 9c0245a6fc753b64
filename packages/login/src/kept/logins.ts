import type { AwsCredentials } from '@drawbridge/clouds/aws';
import type { TokenSet } from '@drawbridge/oauth';
import type { LoginSettings } from '../login-settings.ts';
import type { KeptLogin } from './kept-login.ts';

/** What a finished sign-in hands over to be kept. */
export interface NewLogin {
  readonly name: string;
  /** As resolved: with the client that was registered, where one was. */
  readonly settings: LoginSettings & { readonly clientId: string };
  /** Of a confidential client, so that its tokens can be renewed. Sealed like tokens. */
  readonly clientSecret?: string;
  /** Its ID token was verified. */
  readonly tokens: TokenSet & { readonly idToken: string };
  readonly credentials?: AwsCredentials;
}

/**
 * The logins of this user on this machine. Nothing here opens a browser or asks a person: where that is needed,
 * `sign_in_needed` is thrown, whose hint is the command to run.
 */
export interface Logins {
  /** @throws {DrawbridgeError} `data_unusable` */
  keep(login: NewLogin): Promise<void>;
  read(name: string): Promise<KeptLogin | undefined>;
  /** By their names. */
  list(): Promise<readonly KeptLogin[]>;
  /**
   * A token set whose ID token is good now, refreshed once for all processes where it is not.
   *
   * @throws {DrawbridgeError} `sign_in_needed`, `token_endpoint_…`
   */
  tokens(name: string): Promise<TokenSet & { readonly idToken: string }>;
  /**
   * Credentials of the login's role: those that are kept, while they last, else of STS by a fresh ID token, once for
   * all processes.
   *
   * @throws {DrawbridgeError} `sign_in_needed`, `token_endpoint_…`, `cloud_…`; `usage_invalid` where it has no role
   */
  credentials(name: string): Promise<AwsCredentials>;
  /** Forgets a login; its sign-in too, where no other login uses it. @returns the tokens to be revoked, if any */
  forget(name: string): Promise<TokenSet | undefined>;
  /** Does work that one process at a time may do for a login: to sign in, say. Others wait, and look again. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
