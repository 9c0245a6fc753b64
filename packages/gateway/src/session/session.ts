import type { User } from '../user/user.ts';
import type { MadeOf } from './made-of.ts';

/** A sign-in of a person in one browser, on the auth host and on each app host that it was handed over to. */
export interface Session {
  /** Of 128 random bits or more; new at each sign-in. It is in no log, address or page. */
  readonly id: string;
  readonly user: User;
  /**
   * Seconds since the epoch, as are all times here, and the only one with a fraction: before the provider told who it is. See
   * `momentOf`.
   */
  readonly createdAt: number;
  /** When the person last proved who it is (`auth_time`), where the provider says so. */
  readonly authTime?: number;
  /** When it ends whatever happens. */
  readonly endsAt: number;
  /** When it ends unless it is used. */
  readonly idleEndsAt: number;
  /**
   * From when on its cookie is to be set anew, for which the browser goes by way of the auth host. Only where the session is
   * in the cookie itself, and there is an idle time to begin anew.
   */
  readonly renewAt?: number;
  /** The provider's name for its own session: what a logout there refers to (`sid`). */
  readonly sid?: string;
  /** Where it was not made by a sign-in at its provider. */
  readonly madeOf?: MadeOf;
}
