// Types and no interfaces, and lists that may be changed: only so do they fit what packages for OpenAPI ask for, whose
// own types have index signatures and no read-only lists.

/** A security scheme of type `openIdConnect` (OpenAPI 3.1 section 4.8.27). */
export type OpenIdConnectScheme = {
  readonly type: 'openIdConnect';
  readonly openIdConnectUrl: string;
  readonly description?: string;
};

/** A security scheme for a value that is in a cookie or a header field (OpenAPI 3.1 section 4.8.27). */
export type CookieScheme =
  | {
      readonly type: 'apiKey';
      readonly in: 'cookie' | 'header';
      readonly name: string;
      readonly description?: string;
    }
  | { readonly type: 'http'; readonly scheme: 'bearer'; readonly description?: string };

/** What a guard may say of itself in an OpenAPI document. */
export type SecurityScheme = OpenIdConnectScheme | CookieScheme;

/** One alternative of an operation's `security` (OpenAPI 3.1 section 4.8.30). */
export type SecurityRequirement = Record<string, string[]>;
