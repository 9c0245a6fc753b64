import type { JsonObject } from '@drawbridge/core';

/** The providers that Vouch Proxy knows, by the names of its configuration. */
export const VOUCH_PROVIDERS = [
  'google',
  'github',
  'indieauth',
  'adfs',
  'azure',
  'oidc',
  'homeassistant',
  'openstax',
  'nextcloud',
  'alibaba',
  'discord',
] as const;

/** One of them. */
export type VouchProviderName = (typeof VOUCH_PROVIDERS)[number];

/** A way to the provider: what is sent along, and kept until the browser is back. */
export interface VouchAttempt {
  readonly state: string;
  /** Sent where an ID token is asked for. `undefined`: a Vouch Proxy sent the browser, which sends none. */
  readonly nonce: string | undefined;
  /** One of `callbackUrls`. */
  readonly redirectUri: string;
  /** RFC 7636 section 4.1; sent as S256 where the provider or the configuration asks for it. Empty where a Vouch Proxy made none. */
  readonly codeVerifier: string;
}

/** Who a provider says it is. Everything in it was verified as far as the provider lets it be. */
export interface VouchIdentity {
  readonly username: string;
  readonly email: string | undefined;
  /** Of GitHub, `org/team` and `org`, as `teamWhitelist` has them: those of that list that the person is in. */
  readonly teams: readonly string[];
  /** All claims of the userinfo (or of the token that stands for it). */
  readonly claims: JsonObject;
  readonly accessToken: string;
  readonly idToken: string | undefined;
  readonly refreshToken: string | undefined;
}

/** A provider where people sign in. */
export interface VouchProvider {
  /** Where a browser is sent. */
  authorizationUrl(attempt: VouchAttempt): Promise<string>;
  /**
   * Redeems a code, and asks who it is.
   *
   * @throws {DrawbridgeError} of kind `token` for who is not to be believed, `upstream` for a provider that does not answer as it should
   */
  identify(code: string, attempt: VouchAttempt): Promise<VouchIdentity>;
  /** Where people are signed out too (OpenID Connect RP-Initiated Logout 1.0). */
  readonly endSessionEndpoint: string | undefined;
}
