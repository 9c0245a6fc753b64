import { isJsonObject, type JsonObject, member } from '@drawbridge/core';
import { textsOf } from './scopes-of.ts';

/** Lists of what a subject is or may: RFC 9068 section 2.2.3.1, and Amazon Cognito's groups. */
const LISTS = ['roles', 'groups', 'entitlements', 'cognito:groups'];

/**
 * Whether a token gives a role: in `roles`, `groups`, `entitlements` or `cognito:groups`, or in Keycloak's
 * `realm_access`. Of a client, in Keycloak's `resource_access` alone: a role of the realm is not one of it.
 */
export function hasRole(claims: JsonObject, role: string, client?: string): boolean {
  if (client !== undefined) {
    const access = member(claims, 'resource_access');
    return isJsonObject(access) && rolesIn(member(access, client)).includes(role);
  }
  if (LISTS.some((name) => textsOf(member(claims, name)).includes(role))) return true;
  return rolesIn(member(claims, 'realm_access')).includes(role);
}

function rolesIn(value: unknown): readonly string[] {
  return isJsonObject(value) ? textsOf(member(value, 'roles')) : [];
}
