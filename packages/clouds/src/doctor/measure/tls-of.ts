import type { SeenIssuer, SeenTls } from '../seen.ts';
import { isOfCertificate } from './certificate-fault.ts';

/** How the issuer proved who it is; where only the request for its document met it, as far as that tells. */
export function tlsOf({
  tls,
  discovery: { code },
}: Pick<SeenIssuer, 'tls' | 'discovery'>): SeenTls | undefined {
  if (tls !== undefined) return tls;
  return code !== undefined && isOfCertificate(code) ? { fault: code, chain: [] } : undefined;
}
