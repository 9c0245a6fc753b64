import type { JsonObject } from '@drawbridge/core';

/** The providers that we have facts of. */
export const PROVIDER_IDS = ['okta', 'entra', 'auth0', 'keycloak', 'google', 'gitlab'] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];

/** What a page says of a provider, where, and when it was read; or what is taken for granted, and why that is safe. */
export type Fact<T> =
  | {
      readonly value: T;
      /** The address of the page. */
      readonly source: string;
      /** The day: `2026-11-27`. */
      readonly read: string;
    }
  | { readonly value: T; readonly assumed: string };

/**
 * Which redirect URI of a loopback listener a provider takes.
 *
 * - `exact`: what is registered, the port included
 * - `any-port`: what is registered without a port stands for every port
 * - `unregistered`: nothing is registered; any loopback address will do
 */
export type LoopbackRule = 'exact' | 'any-port' | 'unregistered';

/**
 * How a refresh token is asked for.
 *
 * - `scope`: by the scope `offline_access`, each time one is wanted
 * - `always-scope`: by that scope, which goes with every sign-in there, as StsOidcDriver had it
 * - `parameters`: by parameters of the authorization request, and `offline_access` is no scope there
 * - `nothing`: it comes unasked, and ends with the session at the provider
 */
export type RefreshRule = 'scope' | 'always-scope' | 'parameters' | 'nothing';

/** A provider, as far as a sign-in from a command line has to know it. What no page was found for is not there. */
export interface Provider {
  readonly id: ProviderId;
  /** As people call it. */
  readonly name: string;
  /** What its issuers look like. */
  readonly issuerExample: string;
  /** Whether the host of an issuer is the provider's own. */
  isHost(host: string): boolean;
  /** Whether a discovery document is of this provider's make, wherever it is served. */
  isMetadata?(metadata: JsonObject): boolean;
  readonly loopback: Fact<LoopbackRule>;
  /** Host of redirect URIs, where it is not `127.0.0.1` (RFC 8252 section 8.3). */
  readonly loopbackHost?: Fact<'localhost'>;
  readonly refresh: Fact<RefreshRule>;
  /** Parameters by which a refresh token is asked for, where the rule is `parameters`. */
  readonly refreshParameters?: Readonly<Record<string, string>>;
  /** Where a native client has a secret that is sent, and is none. */
  readonly sendsSecret?: Fact<true>;
  /** Whether the device flow is there (RFC 8628). */
  readonly device?: Fact<boolean>;
  /** Seconds that an ID token lives, where that is fixed or the default. */
  readonly idTokenLife?: Fact<number>;
  /** How a client is registered by hand: a step each. `{uris}` stands for the redirect URIs, a line each. */
  readonly steps: readonly Fact<string>[];
  /** What to mind, a sentence each. */
  readonly notes: readonly string[];
}

/** The day on which the pages of this release's facts were read. */
export const READ_ON = '2026-11-27';

/** A fact of a page that was read for this release. */
export function fact<T>(value: T, source: string): Fact<T> {
  return { value, source, read: READ_ON };
}

/** What no page was found for. @param assumed - why nothing breaks where it is otherwise, in a sentence */
export function assume<T>(value: T, assumed: string): Fact<T> {
  return { value, assumed };
}

/** Why the stricter rule of redirect URIs is taken where none was found. */
export const EXACT_FITS_BOTH =
  'A redirect URI that is registered with its port is taken by providers that compare the port, and by those that do not.';

/** Why a step stands though no page was found for it. */
export const LOOK_FOR_THE_LIKE =
  'Whoever does not find it so looks for what is like it: a person reads it, and no program follows it.';
