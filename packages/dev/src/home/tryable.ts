import type { HomePart } from '@drawbridge/pages';

/** Where a press of a button leads to, if not back to the home page. */
export interface Leads {
  readonly to: string;
}

/** A part that can be tried from the home page. */
export interface Tryable {
  readonly shown: HomePart;
  /** What its buttons do, by the paths that they post to. What is decided by that is told to the list of decisions. */
  readonly tries: Readonly<Record<string, () => Promise<Leads | void>>>;
}
