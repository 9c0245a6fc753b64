import { BlockList, isIPv6 } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAddressList } from './address-list.ts';

describe('createAddressList refuses', () => {
  it.each([
    ['', 'is not an IP address or a range'],
    ['proxy', 'is not an IP address or a range'],
    ['10.0.0.1/8', 'has bits beyond its prefix'],
    ['10.0.0.0/33', 'has a prefix that is not from 0 to 32'],
    ['0.0.0.0/0', 'has every address in it'],
    ['::/0', 'has every address in it'],
    ['::ffff:0.0.0.0/96', 'has every address in it'],
  ])('the range %j', (range, why) => {
    const make = () => createAddressList(['192.0.2.1', range]);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(`the address range ${range} ${why}`);
  });
});

describe('createAddressList', () => {
  const isListed = createAddressList(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32']);

  it.each([
    undefined,
    '',
    '11.0.0.1',
    '192.0.2.8',
    '2001:db9::1',
    '::10.0.0.1',
    '::ffff:11.0.0.1',
    '10.0.0.1:80',
    '10.0.0.1, 10.0.0.2',
    '010.0.0.1',
    ' 10.0.0.1',
    '10.0.0.1/32',
    '/run/socket',
  ])('does not find %j', (address) => {
    expect(isListed(address)).toBe(false);
  });

  it.each([
    '10.0.0.1',
    '::ffff:10.0.0.1',
    '::FFFF:0a00:1',
    '192.0.2.7',
    '2001:DB8::1',
    '2001:db8::1%eth0',
  ])('finds %j', (address) => {
    expect(isListed(address)).toBe(true);
  });

  it('finds nothing in an empty list', () => {
    expect(createAddressList([])('10.0.0.1')).toBe(false);
  });

  it('agrees with the BlockList of Node, whichever address was asked for before (property)', () => {
    const byte = fc.constantFrom(0, 1, 10, 127, 128, 255);
    const v4 = fc.array(byte, { minLength: 4, maxLength: 4 }).map((bytes) => bytes.join('.'));
    const address = fc.oneof(
      v4,
      v4.map((text) => `::ffff:${text}`),
      fc.ipV6(),
    );
    fc.assert(
      fc.property(fc.array(v4, { maxLength: 3 }), fc.array(address), (bases, addresses) => {
        const list = createAddressList(bases);
        const oracle = new BlockList();
        for (const base of bases) oracle.addAddress(base);
        for (const text of addresses) {
          expect(list(text)).toBe(oracle.check(text, isIPv6(text) ? 'ipv6' : 'ipv4'));
        }
      }),
    );
  });
});
