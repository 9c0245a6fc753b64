const PREFIX = 'urn:ietf:params:oauth:token-type:';

/** The token types that RFC 8693 section 3 registers, by the last part of their names. */
export const TOKEN_TYPES = [
  'access_token',
  'refresh_token',
  'id_token',
  'saml1',
  'saml2',
  'jwt',
] as const;

/** The short name of a registered token type. */
export type TokenTypeName = (typeof TOKEN_TYPES)[number];

/** The URN of a token type: `urn:ietf:params:oauth:token-type:id_token` for `id_token`. */
export function tokenTypeUrn(name: TokenTypeName): string {
  return PREFIX + name;
}

/** Whether a token of this type is a signed JWT by the type's definition. */
export function isJwtType(urn: string): boolean {
  return urn === tokenTypeUrn('id_token') || urn === tokenTypeUrn('jwt');
}
