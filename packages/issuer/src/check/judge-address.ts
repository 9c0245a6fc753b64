import { parseIpAddress, parseUrl } from '@drawbridge/core';
import { isLoopback, judgeIssuerAddress } from '../issuer-address.ts';
import { type Finding, finding } from './finding.ts';
import type { SeenIssuer } from './seen.ts';

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
  } else if (isLoopback(url) || addresses.some(isPrivate)) {
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

/** RFC 1918, RFC 6598, RFC 4193, loopback and link-local: RFC 6890 lists them. */
function isPrivate(text: string): boolean {
  const address = parseIpAddress(text);
  if (address === undefined) return false;
  const [a = 0, b = 0] = address.bytes;
  if (address.family === 4) {
    return (
      [0, 10, 127].includes(a) ||
      (a === 172 && b >= 16 && b < 32) ||
      (a === 192 && b === 168) ||
      (a === 169 && b === 254) ||
      (a === 100 && b >= 64 && b < 128)
    );
  }
  const isLoop = address.bytes.every((byte, index) => byte === (index === 15 ? 1 : 0));
  return isLoop || (a & 0xfe) === 0xfc || (a === 0xfe && (b & 0xc0) === 0x80);
}
