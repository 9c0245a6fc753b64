/** The groups of a person as a token tells them. Where it does not tell all of them, they are unknown, and never none. */
export type Groups =
  | { readonly kind: 'known'; readonly groups: readonly string[]; readonly claim: string }
  | {
      readonly kind: 'unknown';
      /** A sentence without its full stop: `the token has no claim groups`. */
      readonly reason: string;
    };
