import type { Awaitable } from '../engine/engine.ts';

/**
 * Makes text unreadable, and unchangeable, to whoever has no key: for tokens at rest. Of several keys the first seals,
 * and all of them open, so that a key can be replaced while old values live.
 */
export interface Sealer {
  /**
   * @param context - where the value belongs, such as the key of a store: what was sealed for one place is
   *   not opened at another
   * @returns printable ASCII without spaces
   */
  seal(text: string, context: string): Awaitable<string>;
  /** @returns `undefined` for what none of the keys sealed for this place, or somebody changed */
  open(sealed: string, context: string): Awaitable<string | undefined>;
}
