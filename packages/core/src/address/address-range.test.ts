import { BlockList, isIP } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInRange, parseAddressRange } from './address-range.ts';
import { parseIpAddress, showIpAddress } from './ip-address.ts';

const has = (range: string, address: string) => {
  const parsed = parseIpAddress(address);
  return parsed !== undefined && isInRange(parsed, parseAddressRange(range));
};

describe('parseAddressRange refuses', () => {
  const NONE = 'is not an IP address or a range of them (192.0.2.0/24, 2001:db8::/32)';
  it.each([
    ['', NONE],
    ['10.0.0', NONE],
    ['10.0.0.0/', NONE],
    ['10.0.0.0/a', NONE],
    ['10.0.0.0/-1', NONE],
    ['10.0.0.0/8/8', NONE],
    ['10.0.0.0/255.0.0.0', NONE],
    ['proxy.internal', NONE],
    ['*', NONE],
    ['fe80::1%eth0', NONE],
    ['10.0.0.0/33', 'has a prefix that is not from 0 to 32'],
    ['::/129', 'has a prefix that is not from 0 to 128'],
    ['::ffff:10.0.0.0/8', 'has a prefix that is not from 96 to 128'],
    [
      '10.0.0.1/8',
      'has bits beyond its prefix; the range is 10.0.0.0/8, the address has no prefix',
    ],
    [
      '2001:db8::1/64',
      'has bits beyond its prefix; the range is 2001:db8::/64, the address has no prefix',
    ],
  ])('%j: it %s', (text, message) => {
    expect(() => parseAddressRange(text)).toThrow(new TypeError(message));
  });
});

describe('a range', () => {
  it.each([
    ['10.0.0.0/8', '10.255.255.255', '11.0.0.0'],
    ['10.0.0.0/8', '::ffff:10.1.2.3', '::10.1.2.3'],
    ['::ffff:10.0.0.0/104', '10.1.2.3', '11.1.2.3'],
    ['192.0.2.7', '192.0.2.7', '192.0.2.6'],
    ['192.0.2.0/31', '192.0.2.1', '192.0.2.2'],
    ['2001:db8::/33', '2001:db8:7fff::1', '2001:db8:8000::1'],
    ['::1', '::1', '::'],
    ['::/0', '1::', '1.2.3.4'],
    ['0.0.0.0/0', '1.2.3.4', '::1'],
  ])('%s has %s and not %s', (range, inside, outside) => {
    expect(has(range, inside)).toBe(true);
    expect(has(range, outside)).toBe(false);
  });

  it('has what the BlockList of node:net has (property)', () => {
    const near = fc.tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128), fc.nat(127));
    fc.assert(
      fc.property(near, fc.oneof(fc.ipV4(), fc.ipV6()), ([text, wish, flip], stranger) => {
        const address = parseIpAddress(text);
        fc.pre(address !== undefined);
        const { family, bytes } = address;
        const prefix = wish % (bytes.length * 8 + 1);
        const base = showIpAddress({
          family,
          bytes: bytes.map(
            (byte, index) => byte & (0xff00 >> Math.min(8, Math.max(0, prefix - index * 8))),
          ),
        });
        // A neighbour differs in one bit, at the border most of the time.
        const bit = flip % (bytes.length * 8);
        const neighbour = showIpAddress({
          family,
          bytes: bytes.map((byte, index) =>
            index === bit >> 3 ? byte ^ (128 >> (bit & 7)) : byte,
          ),
        });
        const list = new BlockList();
        list.addSubnet(base, prefix, family === 4 ? 'ipv4' : 'ipv6');
        for (const other of [text, neighbour, stranger]) {
          const parsed = parseIpAddress(other);
          if (parsed?.family !== family) continue;
          const plain = showIpAddress(parsed);
          const expected = list.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6');
          expect([other, has(`${base}/${prefix}`, other)]).toEqual([other, expected]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
