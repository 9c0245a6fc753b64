import { member, parseUrl, quote } from '@drawbridge/core';
import { failed, type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';

/** Hosts under which Entra issues tokens, in the public cloud and the national ones. */
const OWN_HOSTS: readonly string[] = [
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'sts.windows.net',
  'sts.chinacloudapi.cn',
];

/** Entra is not its own issuer, but for managed identities. */
export function isForeign({ seen: { issuer } }: Scene): Outcome {
  const host = parseUrl(issuer)?.hostname ?? '';
  if (!OWN_HOSTS.includes(host)) return passed('it is not Entra itself');
  return unknown(
    `the issuer is Entra itself (${host}), which takes tokens of managed identities alone from there`,
    'Is it the token of a managed identity? Else ask an issuer outside of Entra for one.',
  );
}

/** Neither the issuer nor iss has white space around it. */
export function hasNoSpaces({ seen: { issuer }, token }: Scene): Outcome {
  const iss = token === undefined ? undefined : member(token.claims, 'iss');
  const odd = [issuer, iss].find((each) => typeof each === 'string' && each !== each.trim());
  return odd === undefined
    ? passed('no space')
    : failed(`the issuer is ${quote(odd)}`, 'Have the issuer leave the space out of iss.');
}
