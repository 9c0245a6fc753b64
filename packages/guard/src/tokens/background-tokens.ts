import type { Caller } from '../caller/caller.ts';
import type { Delegation } from './delegation.ts';
import type { DelegationEntry, Person } from './delegation-entry.ts';

/** What is looked at of a caller. */
export type DelegatingCaller = Pick<Caller, 'issuer' | 'subject' | 'access'> & {
  readonly refresh?: Caller['refresh'];
};

/** What is delegated. */
export interface DelegateOptions {
  /** What for, in words that the user sees in a list. Bytes of UTF-8: 200 at most. */
  readonly purpose: string;
  /** With spaces between. Default: what the provider gives. */
  readonly scope?: string;
  /** For which API, as the provider calls it. Default: what the provider gives. */
  readonly audience?: string | readonly string[];
  /** Seconds after which nobody can go on with it. Default: 2,592,000, which is 30 days. */
  readonly lifetime?: number;
  /** A refresh token that was given for this: the person signed in for it, with the scope `offline_access`. Nothing is exchanged then. */
  readonly offlineToken?: string;
}

/** What came of ending a delegation. */
export interface EndedDelegation {
  /** Whether there was one. */
  readonly ended: boolean;
  /**
   * Whether the provider was told, and agreed (RFC 7009). Where it was not, its tokens are gone from here, and whoever has
   * a copy of them can still use them. A session's refresh token is never revoked.
   */
  readonly revoked: boolean;
}

/** Tokens of users, for work that goes on after their requests have ended. */
export interface BackgroundTokens {
  /**
   * Begins a delegation: comes by tokens, and keeps them.
   *
   * @throws {DrawbridgeError} `issuer_unknown` for a caller of another issuer, `claim_missing` for one without `sub`,
   *   `credentials_missing` where the session's refresh token is to be used and there is none, `parameter_invalid` for a
   *   purpose that is too long; `token_endpoint_refused` where the provider refuses, with the ways out in its hint;
   *   other faults of a token endpoint; `store_unavailable`
   */
  delegate(caller: DelegatingCaller, options: DelegateOptions): Promise<Delegation>;
  /**
   * Goes on with a delegation, in whichever process.
   *
   * @throws {DrawbridgeError} `sign_in_needed` when it has ended, or there was none; `data_unusable` when none of the
   *   sealer's secrets opens what is kept; `store_unavailable`
   */
  resume(handle: string): Promise<Delegation>;
  /** The delegations of a user that have not ended, the oldest first. @throws {DrawbridgeError} `data_unusable`, `store_unavailable` */
  list(person: Person): Promise<readonly DelegationEntry[]>;
  /**
   * Ends a delegation: by its handle, or one of a user's by what the list has as its `id`. Whoever goes on with it
   * is told within ten seconds.
   *
   * @throws {DrawbridgeError} `data_unusable`, `store_unavailable`
   */
  end(which: string | (Person & { readonly id: string })): Promise<EndedDelegation>;
}
