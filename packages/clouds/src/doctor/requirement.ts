/** Where a relying party says so, or who found it out. */
export interface Source {
  /**
   * `vendor`: the documentation of who runs it. `code`: its source. `issue`: a thread of its users or makers. `third-party`:
   * what somebody else wrote or measured, which the vendor never promised.
   */
  readonly kind: 'vendor' | 'code' | 'issue' | 'third-party';
  /** The page, file or thread: `IAM API reference, CreateOpenIDConnectProvider`. */
  readonly title: string;
  /** Where it is, without a scheme: `docs.aws.amazon.com/…`, `github.com/…`. */
  readonly place?: string;
  /** The year and month in which it was read. */
  readonly read: `${number}-${number}`;
}

/** One thing that a relying party asks of an issuer, a token, or of how it was set up. */
interface Requirement {
  /** A sentence. */
  readonly says: string;
  /** The first is the best. */
  readonly sources: readonly [Source, ...Source[]];
}

/** The requirements of a relying party by their names. */
export type Requirements = Readonly<Record<string, Requirement>>;
