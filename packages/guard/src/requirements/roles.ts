import type { Claimant } from '../caller/claimant.ts';
import { clientOf, NO_CLIENT, requireRoles, type RoleOptions } from '../caller/role-options.ts';
import type { Requirement } from './requirement.ts';

/**
 * The access token must give this role, or that of a client (Keycloak).
 *
 * @throws {TypeError} when the name is empty, or the client is given otherwise: the role would be one of the realm then
 */
export function role(name: string, options: RoleOptions = NO_CLIENT): Requirement<Claimant> {
  requireRoles([name]);
  const client = clientOf(name, options);
  const asked = client === undefined ? NO_CLIENT : Object.freeze({ client });
  return {
    description: `needs the role ${name}${client === undefined ? '' : ` of the client ${client}`}`,
    scopes: [],
    isMetBy: (caller) => caller.hasRole(name, asked),
  };
}

/**
 * The access token must give one of these roles.
 *
 * @throws {TypeError} when there is none, or one is empty
 */
export function anyRole(...names: readonly string[]): Requirement<Claimant> {
  requireRoles(names);
  return {
    description: `needs one of the roles ${names.join(', ')}`,
    scopes: [],
    isMetBy: (caller) => names.some((name) => caller.hasRole(name)),
  };
}
