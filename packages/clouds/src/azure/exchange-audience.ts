import { parseUrl } from '@drawbridge/core';
import { type EntraCloud, EXCHANGE_AUDIENCES } from './evaluate/limits.ts';

/**
 * Where the clouds that are not the public one sign in (KnownMetadataProvider of Microsoft's MSAL libraries, and "Get started with
 * national and partner clouds" of Microsoft Graph PowerShell, read 2026-11).
 */
const CLOUDS: ReadonlyMap<string, EntraCloud> = new Map([
  ['login.microsoftonline.us', 'usgov'],
  ['login.usgovcloudapi.net', 'usgov'],
  ['login.partner.microsoftonline.cn', 'china'],
  ['login.chinacloudapi.cn', 'china'],
  ['login.sovcloud-identity.fr', 'france'],
  ['login.sovcloud-identity.de', 'germany'],
]);

/** What a cloud of Azure takes federated tokens for. @param authorityHost - default: that of the public cloud */
export function exchangeAudienceAt(authorityHost: string | undefined): string {
  const host = parseUrl(authorityHost ?? '')?.hostname ?? '';
  return EXCHANGE_AUDIENCES[CLOUDS.get(host) ?? 'public'];
}
