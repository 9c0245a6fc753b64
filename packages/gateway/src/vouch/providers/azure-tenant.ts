import { parseUrl } from '@drawbridge/core';

/** Names in the place of a tenant that stand for more than one. */
const SHARED: ReadonlySet<string> = new Set(['common', 'organizations']);

/**
 * What is wrong with an endpoint of Microsoft Entra ID: one that is for all tenants lets in whoever has a tenant, where an
 * administrator writes any email into anybody's account.
 *
 * @returns the rest of a sentence about the address; `undefined`: nothing
 */
export function azureTenantFault(address: string): string | undefined {
  const tenant = azureTenant(address);
  return tenant !== undefined && SHARED.has(tenant)
    ? `is for the accounts of all tenants (${tenant}), and whoever has a tenant of their own writes any email into it: name your tenant in its place`
    : undefined;
}

/** The first part of a path, where Microsoft Entra ID has the tenant. */
export function azureTenant(address: string): string | undefined {
  return parseUrl(address)?.pathname.split('/')[1]?.toLowerCase();
}
