/** What a value may be. A `list` is a list in the file, and one text with commas in a variable. */
type VouchKind = 'text' | 'secret' | 'secrets' | 'list' | 'flag' | 'count' | 'mode' | 'claims';

/** A key of a Vouch Proxy's configuration. */
export interface VouchKeyEntry {
  /** Its path in the file, as it is written there; case does not count. */
  readonly key: string;
  readonly kind: VouchKind;
  /**
   * The variables that give it. The first is the one that Vouch Proxy goes by; the others stand in its documentation or example
   * and do nothing there. The first that is set counts.
   */
  readonly env: readonly string[];
  /** A variable without a prefix that Vouch Proxy would take as well: see `bare-variables.ts`. */
  readonly bare?: string;
  /** What holds where nothing is given. */
  readonly fallback?: string | number | boolean;
  /** What holds then, in words. */
  readonly otherwise?: string;
  readonly what: string;
  /** Whose it is. Default: Vouch Proxy's. */
  readonly of?: 'drawbridge' | 'fabric';
  /** Nothing here goes by it. */
  readonly unused?: true;
}
