import { createAddressList } from '@drawbridge/core';

/** RFC 1918, RFC 6598, RFC 4193, loopback, link-local and "this host": RFC 6890 lists them. */
const PRIVATE = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1',
  'fc00::/7',
  'fe80::/10',
];

/** Whether an IP address is one that nobody reaches from the internet. */
export function isPrivateAddress(address: string): boolean {
  return createAddressList(PRIVATE)(address);
}
