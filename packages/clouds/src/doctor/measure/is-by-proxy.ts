import type { SeenIssuer } from '../seen.ts';
import { isOfCertificate } from './certificate-fault.ts';

/** Whether a server was met although its name has no address here: a proxy is between, and looks it up. */
export function isByProxy({
  addresses,
  discovery: { status, code },
}: Pick<SeenIssuer, 'addresses' | 'discovery'>): boolean {
  const isMet = status !== undefined || (code !== undefined && isOfCertificate(code));
  return isMet && addresses.length === 0;
}
