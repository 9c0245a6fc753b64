/** A provider, as its discovery document has it (OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2), judged. */
export interface Provider {
  /** Exactly as the document names it: `iss` of its ID tokens. */
  readonly issuer: string;
  /** Where the document was. */
  readonly discoveryUrl: string;
  readonly jwksUri: string;
  /** What is not there, the provider does not have. */
  readonly authorizationEndpoint?: string;
  readonly tokenEndpoint?: string;
  /** RFC 8628 section 4. */
  readonly deviceAuthorizationEndpoint?: string;
  /** RFC 7591 section 3. */
  readonly registrationEndpoint?: string;
  /** RFC 7009. */
  readonly revocationEndpoint?: string;
  /** OpenID Connect Core 1.0 section 5.3. */
  readonly userinfoEndpoint?: string;
  /** OpenID Connect RP-Initiated Logout 1.0 section 2.1. */
  readonly endSessionEndpoint?: string;
  /** Whether it says that it holds a code against the S256 challenge (RFC 7636). It is sent in any case; where this is false, that is worth a warning. */
  readonly supportsS256: boolean;
  /** Whether each of its answers to a browser says whose it is (RFC 9207 section 3). */
  readonly namesItself: boolean;
  /** `response_modes_supported`, with what Discovery has for a document without it. */
  readonly responseModes: readonly string[];
  /** `token_endpoint_auth_methods_supported`: how clients may prove themselves; `undefined` where it does not say. */
  readonly clientMethods?: readonly string[];
  /** `response_types_supported`; `undefined` where it does not say. */
  readonly responseTypes?: readonly string[];
  /** `scopes_supported`; `undefined` where it does not say. */
  readonly scopes?: readonly string[];
}
