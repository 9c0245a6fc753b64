import type { Clock, Log, PassagePolicy } from '@drawbridge/core';
import type { TokenSource } from '@drawbridge/oauth';

/** One upstream, which calls go on to, and the token that they go with. */
export interface InjectRoute {
  /** `https://api.example.com`, or with a path that is put before that of each call: `https://example.com/api`. */
  readonly upstream: string;
  /** Calls of this path and below it, without which they go on. Default: all. The longest that fits counts, of those for the host first. */
  readonly path?: string;
  /** Calls to this host name. Default: to any of those that are taken. */
  readonly host?: string;
  readonly tokens: TokenSource;
}

/** Ends the process that the proxy is of, for a caller who knows a secret. */
export interface Termination {
  /** `/quitquitquit`. */
  readonly path: string;
  /** Visible characters of ASCII. */
  readonly secret: string;
  readonly stop: () => void;
}

/** What an injector is made of. */
export interface InjectorOptions {
  /** At least one. */
  readonly routes: readonly InjectRoute[];
  /**
   * Further names under which this proxy may be called, by the `Host` field, without a port. `localhost`, `127.0.0.1` and `[::1]` always
   * are. A page that made its own name stand for this machine (DNS rebinding) is refused by it.
   */
  readonly hosts?: readonly string[];
  /** Where set, callers send it as the password of `Authorization: Basic`, or as `Authorization: Bearer`. Visible characters of ASCII. */
  readonly secret?: string;
  readonly termination?: Termination;
  readonly log?: Log;
  /** Tells how long ago the log was told of the same. */
  readonly clock?: Clock;
}

/** Decides which calls go on, and adds the token to them. */
export interface Injector extends PassagePolicy {
  /** Ends what its routes' sources have under way. */
  close(): Promise<void>;
}
