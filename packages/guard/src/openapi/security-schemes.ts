import { scopesNeeded } from '../requirements/insufficient.ts';
import type { Requirement } from '../requirements/requirement.ts';
import type { SecurityRequirement, SecurityScheme } from './scheme.ts';

/** What an OpenAPI document says of a guard. */
export interface OpenApiOptions<Scheme extends SecurityScheme> {
  /** Without their description, in their order: any of them does. */
  readonly schemes: readonly Scheme[];
  /** Where there are several, the second is `oidc-2`, and so on. */
  readonly name: string;
  readonly description?: string | undefined;
  /** Whether a request that carries no token is let in, where nothing is required. Default: false. */
  readonly optional?: boolean;
}

/** The parts of an OpenAPI document that tell how to authenticate. */
export interface OpenApiSecurity<Scheme extends SecurityScheme> {
  readonly securitySchemes: Readonly<Record<string, Scheme>>;
  security(...requirements: readonly Pick<Requirement, 'scopes'>[]): SecurityRequirement[];
}

/**
 * Makes the security schemes of a guard, and what an operation says of them: a token of any of the issuers does, with
 * the scopes of all its requirements.
 *
 * @throws {TypeError} when the name is none that OpenAPI allows
 */
export function createOpenApiSecurity<Scheme extends SecurityScheme>(
  options: OpenApiOptions<Scheme>,
): OpenApiSecurity<Scheme> {
  const { schemes, name, description, optional = false } = options;
  requireKey(name);
  const securitySchemes: Record<string, Scheme> = {};
  for (const [index, scheme] of schemes.entries()) {
    securitySchemes[index === 0 ? name : `${name}-${index + 1}`] = {
      ...scheme,
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
