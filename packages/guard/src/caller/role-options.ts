import { requireObject } from '@drawbridge/core';
import { refuseUnknown } from '../options/require-options.ts';

/** Whose role it is. */
export interface RoleOptions {
  /** A client, as Keycloak's `resource_access` has them; one that is `undefined` is refused. Default: none, and the role is one of the realm. */
  readonly client?: string;
}

/** A role of the realm. */
export const NO_CLIENT: RoleOptions = Object.freeze({});

/**
 * The client whose role is meant.
 *
 * @param role - for the message
 * @throws {TypeError} when it is given otherwise: the role would be one of the realm then, which is another
 */
export function clientOf(role: string, options: RoleOptions): string | undefined {
  if (options === NO_CLIENT) return undefined;
  requireObject(options, `what is beside the role ${role}`, "{ client: 'orders' }");
  refuseUnknown(options, { client: true });
  // One that is there and undefined is a setting that is missing, and not the wish for a role of the realm.
  if (!('client' in options)) return undefined;
  requireRoles([options.client]);
  return options.client;
}

/** @throws {TypeError} when there is none, or one is empty */
export function requireRoles(names: readonly unknown[]): void {
  if (names.length > 0 && names.every((name) => typeof name === 'string' && name !== '')) return;
  throw new TypeError('give roles, and the client of a role, as strings that are not empty');
}
