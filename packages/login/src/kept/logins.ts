import type { AwsCredentials } from '@drawbridge/clouds/aws';
import type { DrawbridgeError } from '@drawbridge/core';
import type { TokenSet } from '@drawbridge/oauth';
import type { ClientProof } from '../client/client-proof.ts';
import type { LoginSettings } from '../login-settings.ts';
import type { KeptLogin } from './kept-login.ts';

/** What a finished sign-in hands over to be kept. */
export interface NewLogin {
  readonly name: string;
  /** As resolved: with the client that was registered, where one was. */
  readonly settings: LoginSettings & { readonly clientId: string };
  /** Of a confidential client, as the provider took it, so that its tokens can be renewed. Sealed like tokens. */
  readonly clientProof?: ClientProof;
  /** Its ID token was verified. */
  readonly tokens: IdentifiedTokens;
  readonly credentials?: AwsCredentials;
}

/** What a login was made with, so that it can be made again by its name alone. */
export interface KeptSettings extends LoginSettings {
  readonly clientProof?: ClientProof;
}

/** A token set with an ID token. */
export type IdentifiedTokens = TokenSet & { readonly idToken: string };

/** What became of a login that was forgotten. */
export interface Forgotten {
  /** Not there: there was nothing under that name, or it could not be read any more. */
  readonly login?: KeptLogin;
  /** Why it could not be read: it was removed, and nobody knows which sign-in was its own, to end it. */
  readonly unread?: DrawbridgeError;
  /** Logins that use the same sign-in: where there are any, its tokens stay. */
  readonly sharedWith: readonly string[];
  /** What the provider was asked to end (RFC 7009), and why it was not where it was not. */
  readonly revocations: readonly Revocation[];
}

/** One token that was to be ended at the provider. */
export interface Revocation {
  readonly tokenType: 'refresh_token' | 'access_token';
  /** Not there: it was ended. */
  readonly fault?: DrawbridgeError;
}

/**
 * The logins of this user on this machine. Nothing here opens a browser or asks a person: where that is needed,
 * `sign_in_needed` is thrown, whose hint is the command to run.
 */
export interface Logins {
  /**
   * Keeps a login under its name, in the place of any other there; what is not readable any more too. The sign-in of the
   * one before is ended where no login uses it any more, and by its provider too, unless that might end what a login of
   * the same person at the same client has. Where the provider does not end it, the log is told.
   *
   * @throws {DrawbridgeError} `data_unusable`, `usage_invalid` for a name of no characters
   */
  keep(login: NewLogin): Promise<KeptLogin>;
  /** @throws {DrawbridgeError} `data_unusable`, for what cannot be read */
  read(name: string): Promise<KeptLogin | undefined>;
  /** With the secret of its client. @throws {DrawbridgeError} as `read` */
  settings(name: string): Promise<KeptSettings | undefined>;
  /** By their names. What cannot be read is told to the log and left out. */
  list(): Promise<readonly KeptLogin[]>;
  /** The newest tokens of a login, good or not, without asking anybody; `undefined` where it was ended. */
  peek(name: string): Promise<TokenSet | undefined>;
  /**
   * A token set whose ID token is good now, refreshed once for all processes where it is not.
   *
   * @throws {DrawbridgeError} `sign_in_needed`, `data_unusable`, `token_endpoint_…`, `upstream_…`
   */
  tokens(name: string): Promise<IdentifiedTokens>;
  /**
   * Credentials of the login's role: those that are kept, while they last, else of STS by a fresh ID token, once for
   * all processes. They are renewed ahead; where that fails, the log is told and those that last are handed out.
   *
   * @throws {DrawbridgeError} `sign_in_needed`, `data_unusable`, `token_endpoint_…`, `upstream_…`, `cloud_…`;
   *   `usage_invalid` where it has no role
   */
  credentials(name: string): Promise<AwsCredentials>;
  /**
   * Forgets a login; its sign-in too, where no other login uses it, and has the provider end its tokens. It is forgotten
   * also where the provider cannot be reached.
   *
   * @throws {DrawbridgeError} `data_unusable`
   */
  forget(name: string): Promise<Forgotten>;
  /**
   * Does work that one process at a time may do for a login: to sign in, say. Others wait, and should look again before
   * they do the same.
   *
   * @param work - told whether it had to wait for another process
   */
  alone<T>(name: string, work: (waited: boolean) => Promise<T>): Promise<T>;
  /** Waits, five seconds at most, for providers that are to end a sign-in that was replaced. */
  close(): Promise<void>;
}
