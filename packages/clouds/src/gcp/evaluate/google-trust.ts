import type { CelProgram } from '../../cel/index.ts';

/** A provider of a workload identity pool, and, where it is given, the policy of a service account. */
export interface GoogleTrust {
  readonly provider: GoogleProvider;
  readonly policy?: readonly Binding[];
}

export interface GoogleProvider {
  /** Where its name is known: a file of Terraform does not have it. */
  readonly name?: ProviderName;
  /** Why it takes no tokens at all, in words that complete a sentence. */
  readonly closed?: string;
  readonly issuer: string;
  /** Empty: its full name. */
  readonly audiences: readonly string[];
  /** Keys that were uploaded, instead of those that the issuer publishes. */
  readonly jwks?: unknown;
  readonly mapping: readonly MappedAttribute[];
  readonly condition?: Written;
}

/** `projects/123/locations/global/workloadIdentityPools/pool/providers/provider` */
export interface ProviderName {
  readonly full: string;
  /** Without the provider: principals are of a pool. */
  readonly pool: string;
}

/** An expression, and what it was read as. */
export interface Written {
  readonly text: string;
  readonly program: CelProgram;
}

export interface MappedAttribute extends Written {
  /** `google.subject`, `google.groups`, `attribute.repository`. */
  readonly target: string;
}

/** A binding of an IAM policy. */
export interface Binding {
  readonly role: string;
  readonly members: readonly string[];
  readonly hasCondition: boolean;
}

/** What a person is to change, where it is a file. */
export const PROVIDER_HELP =
  'Give what "gcloud iam workload-identity-pools providers describe PROVIDER --workload-identity-pool=POOL --location=global --format=json" prints.';
