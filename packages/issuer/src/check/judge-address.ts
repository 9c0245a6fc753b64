import { isPrivateAddress, type SeenIssuer, standsFor } from '@drawbridge/clouds/doctor';
import { parseUrl } from '@drawbridge/core';
import { judgeIssuerAddress } from '../issuer-address.ts';
import { type Finding, finding } from './finding.ts';

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
  } else if (addresses.some(isPrivateAddress)) {
    const told = addresses.includes(url.hostname)
      ? `The address ${url.hostname} is not public.`
      : `${standsFor(url.hostname, addresses)}, which is not public.`;
    findings.push(finding('address-private', told));
  }
  return findings;
}
