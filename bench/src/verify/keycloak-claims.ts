import { randomUUID } from 'node:crypto';

/** What Keycloak writes into the claim `typ`, by the kind of the token. */
export type KeycloakKind = 'ID' | 'Bearer';

/** The claims of a token of Keycloak, in number and size. */
export function keycloakClaims(
  person: number,
  kind: KeycloakKind,
): Readonly<Record<string, unknown>> {
  return {
    sub: randomUUID(),
    typ: kind,
    azp: 'example-app',
    sid: randomUUID(),
    acr: '1',
    realm_access: { roles: ['default-roles-example', 'offline_access'] },
    resource_access: { account: { roles: ['view-profile'] } },
    email_verified: true,
    name: `Sample Person ${person}`,
    preferred_username: `person-${person}`,
    email: `person-${person}@example.com`,
  };
}
