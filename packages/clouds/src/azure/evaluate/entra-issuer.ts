import { parseUrl } from '@drawbridge/core';

/** Hosts under which Entra issues tokens, in the public cloud and the national ones. */
const HOSTS: readonly string[] = [
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'login.sovcloud-identity.fr',
  'login.sovcloud-identity.de',
  'login.microsoft.com',
  'login.windows.net',
  'sts.windows.net',
  'sts.chinacloudapi.cn',
];

/** Whether an issuer is Entra itself: "Microsoft Entra issuers aren't supported", of the page that `LIMITS` names. */
export function isOfEntra(issuer: string): boolean {
  const host = parseUrl(issuer)?.hostname ?? '';
  return HOSTS.some((own) => host === own || host.endsWith(`.${own}`));
}
