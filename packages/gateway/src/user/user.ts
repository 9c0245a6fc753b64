import type { JsonObject } from '@drawbridge/core';
import type { Groups } from '@drawbridge/rules';

/** A person, or a program with a token of its own, as its provider told it in a token that was verified. */
export interface User {
  /** Name of the provider in the configuration. */
  readonly provider: string;
  /** `iss` of the token. */
  readonly issuer: string;
  /** `sub`, which with the issuer is the only name that never goes to somebody else (OpenID Connect Core 1.0 section 5.7). */
  readonly subject: string;
  /** Only where the provider says that it was verified, or is configured to be taken at its word. Its domain in lower case. */
  readonly email?: string;
  /** What a person may have chosen freely (section 5.1): for display and for headers, and never for a decision. */
  readonly preferredUsername?: string;
  readonly name?: string;
  readonly groups: Groups;
  /** Those of the token that are kept. */
  readonly claims: JsonObject;
}
