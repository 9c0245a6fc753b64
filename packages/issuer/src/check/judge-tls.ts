import { certificateFault, type CertificateFault, type SeenTls } from '@drawbridge/clouds/doctor';
import { type Finding, finding, type FindingId } from './finding.ts';

/** Days before its end from which a certificate that is still there is worth a word. */
const SOON = 14;
const DAY = 86_400_000;

const IDS: Readonly<Record<CertificateFault['kind'], FindingId>> = {
  expired: 'certificate-expired',
  name: 'certificate-name',
  early: 'certificate-untrusted',
  authority: 'certificate-untrusted',
  other: 'certificate-untrusted',
};

/**
 * Judges how a server proved who it is.
 *
 * @param now - milliseconds since 1970
 */
export function judgeTls(tls: SeenTls, now: number): readonly Finding[] {
  const fault = certificateFault(tls);
  if (fault !== undefined) {
    return [
      finding(
        IDS[fault.kind],
        `${fault.seen.replace(/^[a-z]/, (letter) => letter.toUpperCase())}.`,
      ),
    ];
  }
  const ends = Math.min(...tls.chain.map((certificate) => certificate.ends));
  if (!(ends - now < SOON * DAY)) return [];
  const days = Math.floor((ends - now) / DAY);
  return [finding('certificate-ends', `The certificate ends in ${days} days.`)];
}
