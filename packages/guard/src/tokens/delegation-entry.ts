/** A user of an issuer. */
export interface Person {
  readonly issuer: string;
  readonly subject: string;
}

/** What is told of a delegation. It has no secrets. */
export interface DelegationEntry {
  /** Names it, and opens nothing. */
  readonly id: string;
  readonly purpose: string;
  /** Seconds since the epoch, as all times. */
  readonly createdAt: number;
  readonly expiresAt: number;
  /** When it was last resumed, to the minute. */
  readonly lastUsedAt?: number;
}
