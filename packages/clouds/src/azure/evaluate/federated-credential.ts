/** One federated identity credential of an application or a user-assigned managed identity, as Entra compares it. */
export interface FederatedCredential {
  /** As an operator finds it: `credential "ci"`. */
  readonly title: string;
  readonly issuer: string;
  readonly audience: string;
  /** Either the subject, letter by letter, or an expression over claims. */
  readonly wanted:
    | { readonly kind: 'subject'; readonly subject: string }
    | { readonly kind: 'expression'; readonly text: string; readonly languageVersion: unknown };
}

/** All of one application or identity: any of them lets a token in. */
export type FederatedTrust = readonly FederatedCredential[];
