import { isInRange, parseAddressRange } from './address-range.ts';
import type { IpAddress } from './ip-address.ts';

type Bytes = readonly number[];

/** The forms in which an address of IPv6 carries one of IPv4: a translator or tunnel takes what is sent there to it. */
const FORMS = [
  form('::/96', (bytes) => [last(bytes)]), // IPv4-compatible, RFC 4291 section 2.5.5.1
  form('::ffff:0:0:0/96', (bytes) => [last(bytes)]), // IPv4-translated, RFC 2765 section 2.1
  form('64:ff9b::/96', (bytes) => [last(bytes)]), // NAT64, RFC 6052 section 2.1
  form('64:ff9b:1::/48', ownNat64), // RFC 8215
  form('2002::/16', (bytes) => [bytes.slice(2, 6)]), // 6to4, RFC 3056 section 2
  form('2001::/32', teredo),
];

/** It is in `::/96`, and is not 0.0.0.1 in other clothes (RFC 4291 section 2.5.5.1). */
const LOOPBACK = parseAddressRange('::1');

/**
 * The addresses of IPv4 that one of IPv6 may lead to: more than one where only the network there knows which. An
 * address that is read as one of IPv4 to begin with (`::ffff:192.0.2.1`) carries none.
 */
export function carriedAddresses(address: IpAddress): readonly IpAddress[] {
  if (isInRange(address, LOOPBACK)) return [];
  return FORMS.filter(({ range }) => isInRange(address, range))
    .flatMap(({ read }) => read(address.bytes))
    .map((bytes): IpAddress => ({ family: 4, bytes }));
}

function form(range: string, read: (bytes: Bytes) => readonly Bytes[]) {
  return { range: parseAddressRange(range), read };
}

function last(bytes: Bytes): Bytes {
  return bytes.slice(12);
}

/**
 * A NAT64 of a network's own has a prefix of 48, 56, 64 or 96 bits, and the address comes after it, around byte 8 (RFC
 * 6052 section 2.2). With any other prefix than the real one, it may seem to begin with zeros: none that is meant does.
 */
function ownNat64(bytes: Bytes): readonly Bytes[] {
  const around = [...bytes.slice(6, 8), ...bytes.slice(9)];
  const found = [0, 1, 2].map((start) => around.slice(start, start + 4));
  return [...found, last(bytes)].filter(([first]) => first !== 0);
}

/** RFC 4380 section 4: the server's address, and that of the client, every bit of it inverted. */
function teredo(bytes: Bytes): readonly Bytes[] {
  return [bytes.slice(4, 8), last(bytes).map((byte) => byte ^ 0xff)];
}
