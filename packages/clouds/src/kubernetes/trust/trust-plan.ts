/** What a cluster is set up with, judged. */
export interface TrustPlan {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly subjects: readonly string[];
  readonly subjectPatterns: readonly string[];
  readonly username: PlannedClaim;
  readonly groups?: PlannedClaim;
  readonly discoveryUrl?: string;
  readonly ca?: { readonly pem: string; readonly path: string };
  readonly clusterRole?: string;
  /** Groups that get the role, as the tokens have them. */
  readonly boundGroups: readonly string[];
  readonly cluster?: string;
  /** What is to be told, each a sentence. */
  readonly warnings: readonly string[];
}

/** A claim with text before it. */
export interface PlannedClaim {
  readonly claim: string;
  readonly prefix: string;
}
