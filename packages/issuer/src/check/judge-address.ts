import { isPrivateAddress, type SeenIssuer } from '@drawbridge/clouds/doctor';
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
