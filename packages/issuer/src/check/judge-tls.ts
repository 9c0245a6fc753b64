import { type Finding, finding } from './finding.ts';
import type { SeenTls } from '@drawbridge/clouds/doctor';

/** Days before its end from which a certificate that is still there is worth a word. */
const SOON = 14;
const DAY = 86_400_000;

/**
 * Judges how a server proved who it is.
 *
 * @param now - milliseconds since 1970
 */
export function judgeTls({ fault, chain }: SeenTls, now: number): readonly Finding[] {
  const ends = Math.min(...chain.map((certificate) => certificate.ends));
  const [own] = chain;
  if (fault !== undefined) return [faultOf(fault, own?.subject || 'nobody by name', chain.length)];
  if (!(ends - now < SOON * DAY)) return [];
  const days = Math.floor((ends - now) / DAY);
  return [finding('certificate-ends', `The certificate ends in ${days} days.`)];
}

function faultOf(fault: string, subject: string, length: number): Finding {
  if (fault === 'CERT_HAS_EXPIRED') {
    return finding('certificate-expired', 'The certificate, or one that it stands on, has ended.');
  }
  if (fault === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return finding('certificate-name', `The certificate is for ${subject}, not for this name.`);
  }
  const self = ['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'].includes(fault);
  const why = self
    ? 'it stands on itself or on an authority that nobody knows'
    : length === 1
      ? 'no authority that is known has signed it; perhaps the intermediate certificates are not sent'
      : 'no authority that is known has signed it';
  return finding('certificate-untrusted', `The certificate is not trusted (${fault}): ${why}.`);
}
