import { refuseUnknown, requireObject } from '../options/require-options.ts';
import type { Requirement } from './requirement.ts';

/**
 * The access token must give this role, or that of a client (Keycloak).
 *
 * @throws {TypeError} when the name is empty, or the client is given otherwise: the role would be one of the realm then
 */
export function role(name: string, options: { readonly client?: string } = {}): Requirement {
  requireRoles([name]);
  requireObject(options, `what is beside the role ${name}`, "{ client: 'orders' }");
  refuseUnknown(options, { client: true });
  const { client } = options;
  if (client !== undefined) requireRoles([client]);
  return {
    description: `needs the role ${name}${client === undefined ? '' : ` of the client ${client}`}`,
    scopes: [],
    isMetBy: (caller) => caller.hasRole(name, client),
  };
}

/**
 * The access token must give one of these roles.
 *
 * @throws {TypeError} when there is none, or one is empty
 */
export function anyRole(...names: readonly string[]): Requirement {
  requireRoles(names);
  return {
    description: `needs one of the roles ${names.join(', ')}`,
    scopes: [],
    isMetBy: (caller) => names.some((name) => caller.hasRole(name)),
  };
}

function requireRoles(names: readonly unknown[]): void {
  if (names.length > 0 && names.every((name) => typeof name === 'string' && name !== '')) return;
  throw new TypeError('give roles, and the client of a role, as strings that are not empty');
}
