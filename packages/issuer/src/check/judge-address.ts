import { createAddressList, parseUrl } from '@drawbridge/core';
import { judgeIssuerAddress } from '../issuer-address.ts';
import { type Finding, finding } from './finding.ts';
import type { SeenIssuer } from './seen.ts';

/** RFC 1918, RFC 6598, RFC 4193, loopback, link-local and "this host": RFC 6890 lists them. */
const PRIVATE = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1',
  'fc00::/7',
  'fe80::/10',
];

/** Judges the address of an issuer, and what its name stands for. */
export function judgeAddress({
  issuer,
  addresses,
}: Pick<SeenIssuer, 'issuer' | 'addresses'>): readonly Finding[] {
  const url = parseUrl(issuer);
  if (url === undefined) return [];
  const findings: Finding[] = [];
  const judged = judgeIssuerAddress(issuer);
  if ('fault' in judged)
    findings.push(finding('address-odd', `The issuer ${judged.fault.message}.`));
  if (url.protocol === 'http:')
    findings.push(finding('address-plain-http', 'The issuer is plain http.'));
  if (addresses.length === 0) {
    findings.push(finding('name-unknown', `The name ${url.hostname} has no address.`));
  } else if (addresses.some(createAddressList(PRIVATE))) {
    const shown = addresses.slice(0, 4).join(', ');
    findings.push(
      finding(
        'address-private',
        shown === url.hostname
          ? `The address ${shown} is not public.`
          : `${url.hostname} stands for ${shown}, which is not public.`,
      ),
    );
  }
  return findings;
}
