/** A Security Scheme Object of OpenAPI 3.0 and 3.1 (section 4.8.27), of type `openIdConnect`. */
export interface OpenIdConnectScheme {
  readonly type: 'openIdConnect';
  readonly openIdConnectUrl: string;
  readonly description?: string;
}

/** A Security Requirement Object: scopes by the name of a scheme. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;
