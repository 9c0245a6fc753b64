import { X509Certificate } from 'node:crypto';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
const DAY = 86_400_000;

/**
 * When callers begin to refuse a certificate: when it, or one of those sent with it, ends first.
 *
 * @param certificates - PEM text
 * @returns milliseconds since 1970
 * @throws {RangeError} when there is no certificate that can be read
 */
export function certificateExpiry(certificates: string): number {
  const ends = (certificates.match(BLOCK) ?? []).map((pem) => {
    try {
      return Date.parse(new X509Certificate(pem).validTo);
    } catch {
      return Number.NaN;
    }
  });
  const first = Math.min(...ends);
  if (!Number.isFinite(first)) throw new RangeError('no certificate that can be read');
  return first;
}

/**
 * Days until {@link certificateExpiry}, with their fraction; negative once it has passed.
 *
 * @param now - milliseconds since 1970
 * @throws {RangeError} when there is no certificate that can be read
 */
export function certificateDaysLeft(certificates: string, now: number = Date.now()): number {
  return (certificateExpiry(certificates) - now) / DAY;
}
