import type { Html } from './html.ts';

/** A style sheet or script that stands in a page itself, as it is written in the source. */
export interface Asset {
  readonly text: Html;
  /** What Content-Security-Policy knows it by (CSP 3 section 2.3.1); a test holds it to the text. */
  readonly hash: `sha256-${string}`;
}
