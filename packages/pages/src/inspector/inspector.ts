/** What the inspector's page shows, in plain text; the page escapes it. */
export interface InspectorView {
  /** Seconds since the epoch: what clocks are told from. */
  readonly at: number;
  readonly showsTokens: boolean;
  /** Who it is of, and until when: the first that is read. Default: not said. */
  readonly summary?: string;
  /** From the outermost in. */
  readonly layers: readonly InspectorLayer[];
  readonly warnings: readonly { readonly path: readonly string[]; readonly text: string }[];
  /** What is posted as `form`, to show that the button was on this page. Not there: there is no button. */
  readonly formToken?: string;
  /** Default: of a cookie. */
  readonly heading?: string;
  /** What is said of it in front, while tokens are masked. Default: of a cookie. */
  readonly lead?: string;
  /** What is said of where it comes from, behind. Default: from the browser alone. */
  readonly origin?: string;
}

/** One wrapping. */
export interface InspectorLayer {
  /** The names that lead to it. */
  readonly path: readonly string[];
  readonly title: string;
  readonly about: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly header?: readonly InspectorClaim[];
  readonly claims?: readonly InspectorClaim[];
  /** What the claims are called. Default: Claims. */
  readonly claimsTitle?: string;
  readonly signature?: InspectorSignature;
  readonly steps: readonly {
    readonly does: string;
    readonly input: string;
    readonly line: string;
  }[];
}

/** A member, explained. */
export interface InspectorClaim {
  readonly name: string;
  readonly text: string;
  /** Seconds since the epoch. */
  readonly time?: number;
  /** How far away that is, in words. */
  readonly clock?: string;
  readonly about?: string;
  readonly scope?: string;
  readonly source?: string;
}

/** What is known of a signature. */
export interface InspectorSignature {
  readonly state: 'verified' | 'forged' | 'not checked' | 'not signed';
  readonly algorithm: string;
  readonly why: string;
}
