/** Who trusts the tokens: an application, by its client id, or a user-assigned managed identity. */
export type AzureTarget =
  | { readonly kind: 'app'; readonly clientId: string }
  | {
      readonly kind: 'identity';
      readonly name: string;
      readonly resourceGroup: string;
      /** By its id. Default: that which the tool is signed in to. */
      readonly subscription?: string | undefined;
    };

/** What an application or identity is set up with, judged. */
export interface AzurePlan {
  readonly target: AzureTarget;
  readonly credentials: readonly PlannedCredential[];
  /** What is to be told, each a sentence. */
  readonly warnings: readonly string[];
}

/** A credential as Microsoft Graph takes it. */
export interface PlannedCredential {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly [string];
}
