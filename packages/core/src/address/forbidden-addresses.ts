import { type AddressRange, isInRange, parseAddressRange } from './address-range.ts';
import { bareHost } from './bare-host.ts';
import { carriedAddresses } from './carried-addresses.ts';
import { type IpAddress, parseIpAddress } from './ip-address.ts';

/**
 * Addresses that no configuration may make us connect to: link-local ones, where
 * clouds serve credentials to whoever asks, and the metadata services elsewhere.
 * Private addresses are not among them; a private issuer is what Drawbridge is for.
 */
const FORBIDDEN: readonly AddressRange[] = [
  '169.254.0.0/16', // link-local; AWS, Google Cloud, Azure, Oracle metadata
  '100.100.100.200', // Alibaba Cloud metadata
  '168.63.129.16', // Azure host agent
  '0.0.0.0/8', // "this host"
  'fe80::/10', // link-local
  '192.0.0.192', // Oracle Cloud metadata
  'fd00:ec2::/32', // AWS metadata and pod identity
  'fd20:ce::254', // Google Cloud metadata
  '::', // unspecified
].map(parseAddressRange);

/**
 * Whether a text is an IP address that must never be connected to. An IPv4 address in the clothes of IPv6
 * (`::ffff:169.254.169.254`, `64:ff9b::a9fe:a9fe`) is seen through. A name has to be looked up first: of one it
 * says nothing.
 */
export function isForbiddenAddress(text: string): boolean {
  const address = parseIpAddress(text);
  return address !== undefined && [address, ...carriedAddresses(address)].some(isForbidden);
}

function isForbidden(address: IpAddress): boolean {
  return FORBIDDEN.some((range) => isInRange(address, range));
}

/** Whether a URL leads to such an address by itself: one that is written out is never looked up. */
export function isForbiddenHost(url: URL): boolean {
  return isForbiddenAddress(bareHost(url));
}
