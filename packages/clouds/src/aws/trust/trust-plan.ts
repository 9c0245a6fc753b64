import type { Partition } from '../partitions.ts';
import type { ProviderUrl } from '../provider-url.ts';

/** What AWS is set up with, judged. */
export interface TrustPlan {
  readonly url: ProviderUrl;
  readonly audiences: readonly string[];
  readonly subjects: readonly string[];
  readonly subjectPatterns: readonly string[];
  readonly roleName: string;
  /** Where something says so. */
  readonly partition?: Partition;
  /** The ARN of the provider, where it is known before it is made. */
  readonly providerArn?: string;
  /** Whether the provider is there. */
  readonly isProviderThere: boolean;
  readonly thumbprints: readonly string[];
  readonly policyArns: readonly string[];
  readonly maxSession?: number;
  readonly actions: readonly string[];
  /** What is to be told, each a sentence. */
  readonly warnings: readonly string[];
}
