import { type IpAddress, parseIpAddress, showIpAddress } from './ip-address.ts';

/** A range of addresses of one family. */
export interface AddressRange {
  readonly base: IpAddress;
  /** The leading bits in which all of them are like the base. */
  readonly prefix: number;
}

/**
 * Reads a range in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3), or a single address.
 *
 * @throws {TypeError} with the rest of a sentence, for a text that is none, and for a base with bits
 *   beyond the prefix: one of the two is a slip
 */
export function parseAddressRange(text: string): AddressRange {
  const [, addressText = '', prefixText] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const written = parseIpAddress(addressText);
  if (written === undefined || addressText.includes('%')) {
    throw new TypeError('is not an IP address or a range of them (192.0.2.0/24, 2001:db8::/32)');
  }
  const bits = written.bytes.length * 8;
  // 96 bits of ::ffff:192.0.2.0/120 say that it is one of IPv4.
  const mapped = written.family === 4 && addressText.includes(':') ? 96 : 0;
  const prefix = prefixText === undefined ? bits : Number(prefixText) - mapped;
  if (prefix < 0 || prefix > bits) {
    throw new TypeError(`has a prefix that is not from ${mapped} to ${bits + mapped}`);
  }
  const base = { family: written.family, bytes: cut(written.bytes, prefix) };
  if (base.bytes.some((byte, index) => byte !== written.bytes[index])) {
    throw new TypeError(
      `has bits beyond its prefix; the range is ${showIpAddress(base)}/${prefix}, the address has no prefix`,
    );
  }
  return { base, prefix };
}

/** Whether an address is in a range. */
export function isInRange({ family, bytes }: IpAddress, { base, prefix }: AddressRange): boolean {
  if (family !== base.family) return false;
  return cut(bytes, prefix).every((byte, index) => byte === base.bytes[index]);
}

/** The bytes with all bits beyond the prefix 0. */
function cut(bytes: readonly number[], prefix: number): readonly number[] {
  return bytes.map((byte, index) => {
    const kept = Math.min(8, Math.max(0, prefix - index * 8));
    return byte & (0xff00 >> kept) & 0xff;
  });
}
