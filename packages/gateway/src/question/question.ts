import type { Verdict } from '../decision/verdict.ts';
import type { AppBase } from '../sign-in/app-base.ts';

/**
 * What a proxy asks: may this request go on? Which request that is, a dialect reads from the fields that its proxy writes, and from
 * none other. What the client says of itself (its cookies, its tokens, whether it shows a page) is as the proxy hands it on.
 */
export interface Question {
  readonly scheme: 'http' | 'https';
  /** Lower case, without a trailing dot, names as A-labels; with its port where that is not the scheme's own. */
  readonly host: string;
  /**
   * The paths that an app may see in the target, decoded: one, but where `%2F`, `//`, `;` or `%3B` is read differently by different
   * ones. What is decided holds for each of them.
   */
  readonly readings: readonly [string, ...string[]];
  /** Path and query as the browser sent them: where it returns to after a sign-in. */
  readonly target: string;
  /** Of the request that waits, and not of the proxy's own: of `A-Z`, and hyphens within. `undefined` where the proxy does not say. */
  readonly method: string | undefined;
  /** The IP address of the client, in its one spelling; `undefined` where the proxy does not say. */
  readonly address: string | undefined;
  /** The values of `Cookie`, in the order of arrival. */
  readonly cookies: readonly string[];
  /** The values of `Authorization`, in the order of arrival. */
  readonly authorization: readonly string[];
  /** Whether a person looks at the answer, who can be sent elsewhere to sign in; else a program does. */
  readonly isPage: boolean;
  /** Below which path of the app a sign-in begins. Default: `/.drawbridge`. */
  readonly base?: AppBase;
  /** What the address that the proxy asks at says besides: it keeps out more than the rules do, and lets in nobody. */
  readonly narrow?: (verdict: Verdict) => Verdict;
}
