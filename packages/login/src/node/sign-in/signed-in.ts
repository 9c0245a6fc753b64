import type { VerifiedToken } from '@drawbridge/core';
import type { ClientAuthentication } from '@drawbridge/oauth';
import type { IdentifiedTokens } from '../../kept/logins.ts';

/** What came of a sign-in: tokens, of which the ID token was verified. */
export interface SignedIn {
  readonly tokens: IdentifiedTokens;
  readonly token: VerifiedToken;
  /** As the provider took it. */
  readonly client: ClientAuthentication;
}
