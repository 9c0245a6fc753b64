/** Temporary credentials of AWS. All but `expiresAt` and the key's id are secrets. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** What STS answers to `AssumeRoleWithWebIdentity`, with every member that it may have. */
export interface AssumedRole {
  readonly credentials: AwsCredentials;
  /** `arn:aws:sts::123456789012:assumed-role/NAME/SESSION`. */
  readonly arn: string;
  /** The unique id of the role, a colon and the session name. */
  readonly assumedRoleId: string;
  /** Whose token it was: its `sub`. Not there after role chaining. */
  readonly subject?: string;
  /** The ARN of the OpenID Connect provider. */
  readonly provider?: string;
  /** The `aud` of the token (its `azp` where it has one). */
  readonly audience?: string;
  readonly sourceIdentity?: string;
  /** How much of what session policies and tags may take up is taken up, in percent. */
  readonly packedPolicySize?: number;
}
