import { parseIpAddress } from '@drawbridge/core';
import type { Tri } from './tri.ts';

/**
 * Whether an address is in a range in CIDR notation, or is the one that has no prefix (IAM user guide, "Condition operators", IP
 * address condition operators). Bits beyond the prefix do not count.
 *
 * @returns neither yes nor no for a text that is no range or no address
 */
export function isInAddressRange(address: string, range: string): Tri {
  const [, text = '', prefixText] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(range) ?? [];
  const base = parseIpAddress(text);
  const given = parseIpAddress(address);
  if (base === undefined || given === undefined) return undefined;
  const bits = base.bytes.length * 8;
  const isMapped = base.family === 4 && text.includes(':');
  const prefix = prefixText === undefined ? bits : Number(prefixText) - (isMapped ? 96 : 0);
  if (prefix < 0 || prefix > bits) return undefined;
  if (base.family !== given.family) return false;
  return base.bytes.every((byte, index) => {
    const kept = Math.min(8, Math.max(0, prefix - index * 8));
    const mask = (0xff00 >> kept) & 0xff;
    return (byte & mask) === ((given.bytes[index] ?? 0) & mask);
  });
}
