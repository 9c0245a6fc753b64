import { isInRange, parseAddressRange } from './address-range.ts';
import { parseIpAddress } from './ip-address.ts';

/** RFC 6890 sections 2.2.2 and 2.2.3. */
const LOOPBACK = ['127.0.0.0/8', '::1'].map(parseAddressRange);

/** Whether a text is an IP address of this machine that nobody else reaches. */
export function isLoopbackAddress(text: string): boolean {
  const address = parseIpAddress(text);
  return address !== undefined && LOOPBACK.some((range) => isInRange(address, range));
}
