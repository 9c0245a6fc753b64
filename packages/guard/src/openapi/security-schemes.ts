import { scopesNeeded } from '../requirements/insufficient.ts';
import type { Requirement } from '../requirements/requirement.ts';
import type { OpenIdConnectScheme, SecurityRequirement } from './scheme.ts';

/** What an OpenAPI document says of a guard. */
export interface OpenApiOptions {
  /** Of the discovery documents of the issuers, in their order. */
  readonly openIdConnectUrls: readonly string[];
  /** Default: `oidc`. Where there are several issuers, the second is `oidc-2`, and so on. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Whether a request that carries no token is let in, where nothing is required. Default: false. */
  readonly optional?: boolean;
}

/** The parts of an OpenAPI document that tell how to authenticate. */
export interface OpenApiSecurity {
  readonly securitySchemes: Readonly<Record<string, OpenIdConnectScheme>>;
  security(...requirements: readonly Requirement[]): SecurityRequirement[];
}

/**
 * Makes the security schemes of a guard, and what an operation says of them: a token of any of the issuers does, with
 * the scopes of all its requirements.
 *
 * @throws {TypeError} when the name is none that OpenAPI allows
 */
export function createOpenApiSecurity(options: OpenApiOptions): OpenApiSecurity {
  const { openIdConnectUrls, name = 'oidc', description, optional = false } = options;
  requireKey(name);
  const securitySchemes: Record<string, OpenIdConnectScheme> = {};
  for (const [index, openIdConnectUrl] of openIdConnectUrls.entries()) {
    securitySchemes[index === 0 ? name : `${name}-${index + 1}`] = {
      type: 'openIdConnect',
      openIdConnectUrl,
      ...(description !== undefined && { description }),
    };
  }
  const names = Object.keys(securitySchemes);
  return {
    securitySchemes,
    security(...requirements) {
      const scopes = scopesNeeded(requirements);
      const alternatives = names.map((scheme): SecurityRequirement => ({ [scheme]: [...scopes] }));
      return optional && requirements.length === 0 ? [...alternatives, {}] : alternatives;
    },
  };
}

/** OpenAPI 3.1 section 4.8.7: what a name in the components consists of. */
function requireKey(name: string): void {
  if (/^[\w.-]+$/.test(name)) return;
  const fitting = name.replace(/[^\w.]+/g, '-').replace(/^-|-$/g, '');
  throw new TypeError(
    `scheme.name is ${JSON.stringify(name)}, and OpenAPI has letters, digits, ".", "-" and "_" alone in such a name; ` +
      `write ${JSON.stringify(fitting === '' ? 'oidc' : fitting)}`,
  );
}
