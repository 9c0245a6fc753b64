import { X509Certificate } from 'node:crypto';
import { certificateBlocks } from './certificate-blocks.ts';

/** When callers take a certificate. */
export interface CertificateTerm {
  /** Milliseconds since 1970. */
  readonly begins: number;
  /** Milliseconds since 1970. */
  readonly ends: number;
}

/**
 * The time in which callers take a certificate and all of those that are sent with it.
 *
 * @param certificates - PEM text
 * @throws {RangeError} when there is no certificate, or one that cannot be read
 */
export function certificateTerm(certificates: string): CertificateTerm {
  const terms = certificateBlocks(certificates).map(termOf);
  const begins = Math.max(...terms.map((term) => term.begins));
  const ends = Math.min(...terms.map((term) => term.ends));
  if (!Number.isFinite(ends)) throw new RangeError('no certificate that can be read');
  return { begins, ends };
}

function termOf(pem: string): CertificateTerm {
  try {
    const { validFrom, validTo } = new X509Certificate(pem);
    return { begins: Date.parse(validFrom), ends: Date.parse(validTo) };
  } catch {
    return { begins: Number.NaN, ends: Number.NaN };
  }
}
