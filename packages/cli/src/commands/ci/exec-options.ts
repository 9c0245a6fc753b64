import type { CommonOptions } from '../../context.ts';

/** The options of `ci exec`. */
export interface Options extends CommonOptions {
  /** The ARN of a role. */
  readonly aws?: string;
  /** Of AWS, like {@link sessionName} and {@link region}. */
  readonly audience?: string;
  readonly sessionName?: string;
  readonly region?: string;
  /** The resource name of a provider. */
  readonly gcp?: string;
  readonly gcpAudience?: string;
  readonly gcpServiceAccount?: string;
  /** The id of an application or a managed identity. */
  readonly azure?: string;
  readonly azureAudience?: string;
  readonly azureTenantId?: string;
  readonly azureAuthorityHost?: string;
  readonly exchange?: string;
  readonly jobAudience?: string;
  readonly tokenVariable?: string;
  readonly token?: string;
  readonly ca?: string;
  /** Seconds. */
  readonly timeout: number;
}
