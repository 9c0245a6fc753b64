import type { TokenSet } from '@drawbridge/oauth';
import type { User } from '../user/user.ts';
import type { MadeOf } from './made-of.ts';
import type { Session } from './session.ts';

/** A sign-in that was found good, to become a session. */
export interface NewSession {
  readonly user: User;
  /**
   * Seconds since the epoch with a fraction, by the clock here: before the provider was asked for the tokens. The session counts
   * as begun then, so that what ended those of its person while the provider was asked has ended this one too.
   */
  readonly askedAt: number;
  readonly authTime?: number;
  readonly sid?: string;
  /** What it ends with, where it was found good by that. Default: it was found good by its provider. */
  readonly madeOf?: MadeOf;
  /**
   * Those that there are. An ID token was verified. It is renewed only with a refresh token beside an ID token: without that,
   * nothing would show that what a provider gives anew is of the same person.
   */
  readonly tokens: Partial<TokenSet>;
}

/** What a provider is told when a session ends (OpenID Connect RP-Initiated Logout 1.0 section 2). */
export interface EndedSession {
  readonly user: User;
  /** `id_token_hint`, where it is kept. */
  readonly idToken?: string;
}

/** What tells sign-ins at a provider apart. */
export type SignInOf = Pick<Session, 'user' | 'sid'>;

/** What is kept with a session, and not told by it: for a page of its own person, of which each says what it shows. */
export interface KeptSession {
  /** Where the session is: a record, or the cookie itself. */
  readonly in: 'store' | 'cookie';
  /** It was verified before it was kept. */
  readonly idToken?: string;
  /** Of a session that is renewed by a refresh token: when the tokens end, in seconds since the epoch. */
  readonly tokensEndAt?: number;
}

/** One line of the list of a person's sessions. */
export interface ListedSession {
  /** A name that ends it by {@link Sessions.endListed}, and opens nothing. */
  readonly handle: string;
  /** With a fraction; see {@link Session.createdAt}. */
  readonly createdAt: number;
  readonly endsAt: number;
  readonly provider: string;
}

/**
 * The sessions of all browsers. What a provider gave to renew one is revoked there when the session is ended, but not by
 * {@link Sessions.endSid}, which is of the provider's own doing, not with another one, and not where its time is over. Each function throws
 * {@link DrawbridgeError} `store_unavailable` where the store does not answer: nothing is let through then.
 */
export interface Sessions {
  /**
   * Begins one, under an id that nobody had before. A person has a hundred at most: one more ends the oldest.
   *
   * @throws {DrawbridgeError} `claim_unfit` for one that is too long to be kept
   */
  begin(given: NewSession): Promise<Session>;
  /**
   * The text of the cookie that stands for a session on one host, and on no other. Where sessions are in their cookies, the
   * idle time begins anew with it.
   *
   * @param session - as `begin` or `open` gave it
   * @throws {DrawbridgeError} `claim_unfit` for one that is too long for cookies
   */
  cookieFor(session: Session, host: string): Promise<string>;
  /**
   * The session that a cookie stands for on this host, and its person as the provider has told last. Where sessions are in the
   * store, its idle time has begun anew.
   *
   * @returns `undefined` for a text that nobody here sealed for this host, and for a session that is over, was ended, or
   *   that its provider does not renew any more
   * @throws {DrawbridgeError} where its provider has to be asked, and does not answer, or not as it should
   */
  open(cookie: string, host: string): Promise<Session | undefined>;
  /**
   * The session that a cookie stands for on this host, to be ended and for nothing else: nobody is asked to renew it, so it is
   * found too while its provider does not answer, and who it is may not hold any more.
   *
   * @returns `undefined` where {@link Sessions.open} would give none without asking the provider
   */
  toEnd(cookie: string, host: string): Promise<Session | undefined>;
  /**
   * Ends it on all hosts, in all processes, and with it what it was made of. To end it again is no fault.
   *
   * @param session - as `begin`, `open` or `toEnd` gave it
   * @param successor - what takes its place: where both are of one sign-in at the provider, nothing is revoked, and what it was
   *   made of goes on
   */
  end(session: Session, successor?: SignInOf): Promise<EndedSession>;
  /** What is kept with a session. @param session - as `open` gave it, by a cookie of the auth host */
  keptOf(session: Session): Promise<KeptSession>;
  /** Those of a person that have not ended, the newest first. */
  list(user: Pick<User, 'issuer' | 'subject'>): Promise<readonly ListedSession[]>;
  /** Ends one of that list, and what it was made of. @returns whether it was there */
  endListed(user: Pick<User, 'issuer' | 'subject'>, handle: string): Promise<boolean>;
  /** Ends all sessions of a person that began at this moment or before, and what those were made of. */
  endPerson(issuer: string, subject: string): Promise<void>;
  /** Ends what the provider names by its `sid`. */
  endSid(issuer: string, sid: string): Promise<void>;
  /** Whether some session is, or was before its time, of the provider's session of that name. */
  knowsSid(issuer: string, sid: string): Promise<boolean>;
  /**
   * The ID token that a cookie of this session has in it, whether it has ended or not: what its provider is told by
   * (`id_token_hint`). Not there where no cookie has one.
   *
   * @param id - of the session
   * @returns `undefined` for a cookie of another session or host, or without one
   */
  idTokenIn?(cookie: string, host: string, id: string): Promise<string | undefined>;
}
