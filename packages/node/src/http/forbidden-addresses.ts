import { BlockList, isIP } from 'node:net';

/**
 * Addresses that no configuration may make us connect to: link-local ones, where
 * clouds serve credentials to whoever asks, and the metadata services elsewhere.
 * Private addresses are not among them; a private issuer is what Drawbridge is for.
 */
const FORBIDDEN: readonly (readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'])[] =
  [
    ['169.254.0.0', 16, 'ipv4'], // link-local; AWS, Google Cloud, Azure, Oracle metadata
    ['100.100.100.200', 32, 'ipv4'], // Alibaba Cloud metadata
    ['168.63.129.16', 32, 'ipv4'], // Azure host agent
    ['0.0.0.0', 8, 'ipv4'], // "this host"
    ['fe80::', 10, 'ipv6'], // link-local
    ['192.0.0.192', 32, 'ipv4'], // Oracle Cloud metadata
    ['fd00:ec2::', 32, 'ipv6'], // AWS metadata and pod identity
    ['fd20:ce::254', 128, 'ipv6'], // Google Cloud metadata
    ['::', 128, 'ipv6'], // unspecified
    // 169.254.0.0/16 in the clothes of IPv6: IPv4-compatible, NAT64 and 6to4 addresses.
    ['::a9fe:0', 112, 'ipv6'],
    ['64:ff9b::a9fe:0', 112, 'ipv6'],
    ['64:ff9b:1::a9fe:0', 112, 'ipv6'],
    ['::ffff:0:a9fe:0', 112, 'ipv6'],
    ['2002:a9fe::', 32, 'ipv6'],
  ];

const blocked = new BlockList();
for (const [network, prefix, family] of FORBIDDEN) blocked.addSubnet(network, prefix, family);

/**
 * Whether an IP address must never be connected to. IPv4 addresses written as
 * IPv6 (`::ffff:169.254.169.254`) are seen through.
 */
export function isForbiddenAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  return blocked.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
