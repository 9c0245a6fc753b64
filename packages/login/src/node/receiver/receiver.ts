import type { Page } from '@drawbridge/pages';

/** What one callback of a browser comes to. */
export type Verdict<T> =
  /** Not of this sign-in: it is told so with status 400, and the wait goes on. */
  | { readonly kind: 'foreign'; readonly page: Page }
  /** The sign-in is over, well or not: the browser is shown the page, at an address without the code. */
  | { readonly kind: 'over'; readonly page: Page; readonly value: T };

/** Judges what a browser brought: the parameters of a query or of a form. It may take its time, the browser waits. */
export type Judge<T> = (parameters: URLSearchParams) => Promise<Verdict<T>>;

/** Where the browser comes back to: a listener of this machine, open for one sign-in. */
export interface CallbackReceiver {
  /** To register with the provider, and to send in the request: `http://127.0.0.1:6432/callback`. */
  readonly redirectUri: string;
  /**
   * Waits until one callback is judged to be the end. Callbacks are judged one at a time.
   *
   * A callback without a query is shown the page that hands on its fragment, whose parameters are judged then.
   *
   * @param judge - told the parameters of the query, of the fragment, or of the form of `response_mode=form_post`
   * @throws the signal's reason, when it is aborted; what a judge throws
   */
  receive<T>(judge: Judge<T>, signal: AbortSignal): Promise<T>;
  /** Ends the listener once the last page was sent, or a moment later. May be called again. */
  close(): Promise<void>;
}
