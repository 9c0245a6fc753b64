import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isForbiddenAddress, isForbiddenHost } from './forbidden-addresses.ts';

describe('isForbiddenAddress', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.0',
    '169.254.255.255',
    '169.254.170.2',
    '100.100.100.200',
    '168.63.129.16',
    '0.0.0.0',
    '0.1.2.3',
    'fe80::1',
    'FE80::1',
    'fe80:0000:0000:0000:0000:0000:0000:0001',
    'febf:ffff::',
    'fe80::1%eth0',
    'fd00:ec2::254',
    'FD00:0EC2:0:0:0:0:0:254',
    'fd20:ce::254',
    '::',
    '0:0:0:0:0:0:0:0',
    '::ffff:169.254.169.254',
    '::FFFF:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '0:0:0:0:0:ffff:a9fe:a9fe',
    '0000:0000:0000:0000:0000:ffff:169.254.169.254',
    '::ffff:100.100.100.200',
    '::ffff:168.63.129.16',
    '::ffff:0.0.0.0',
    '64:ff9b::168.63.129.16',
    '2002:6464:64c8::1',
  ])('forbids %s', (address) => {
    expect(isIP(address)).not.toBe(0);
    expect(isForbiddenAddress(address)).toBe(true);
  });

  it('forbids every link-local address, in each spelling (property)', () => {
    const byte = fc.nat(255);
    fc.assert(
      fc.property(byte, byte, (a, b) => {
        const hex = (a * 256 + b).toString(16);
        for (const address of [
          `169.254.${a}.${b}`,
          `::ffff:169.254.${a}.${b}`,
          `::ffff:a9fe:${hex}`,
          `0:0:0:0:0:FFFF:A9FE:${hex}`,
        ]) {
          expect(isForbiddenAddress(address)).toBe(true);
        }
      }),
    );
  });

  it('judges an address of IPv6 that carries one of IPv4 as it judges that one (property)', () => {
    const forbidden = fc.constantFrom(
      '169.254.169.254',
      '169.254.170.2',
      '100.100.100.200',
      '168.63.129.16',
      '192.0.0.192',
    );
    const group = fc.nat(0xffff).map((value) => value.toString(16));
    fc.assert(
      fc.property(fc.oneof(forbidden, fc.ipV4()), group, group, (carried, any, other) => {
        const [a, b, c, d] = carried.split('.').map(Number) as [number, number, number, number];
        // Zeros before an address could be of its prefix, and ::1 is the loopback.
        fc.pre(a !== 0);
        const hex = (first: number, second: number) => (first * 256 + second).toString(16);
        const [front, back] = [hex(a, b), hex(c, d)];
        const [hidden, hiddenToo] = [hex(a ^ 255, b ^ 255), hex(c ^ 255, d ^ 255)];
        const exact = [
          `::${carried}`,
          `::ffff:${carried}`,
          `::ffff:0:${front}:${back}`,
          `64:ff9b::${carried}`,
          `64:ff9b:1::${carried}`,
          `2002:${front}:${back}:${any}::${other}`,
          `2001:0:808:808:${any}:${other}:${hidden}:${hiddenToo}`,
          `2001:0:${front}:${back}:${any}:${other}:f7f7:f7f7`,
        ];
        // Read by another prefix, these may be another address, which may be forbidden where this one is not.
        const either = [
          `64:ff9b:1:${front}:${hex(0, c)}:${hex(d, 0)}::`,
          `64:ff9b:1:${hex(0, a)}:${hex(0, b)}:${back}::`,
          `64:ff9b:1:0:${hex(0, a)}:${hex(b, c)}:${hex(d, 0)}::`,
        ];
        const refused = isForbiddenAddress(carried);
        const judged = refused ? [...exact, ...either] : exact;
        expect(judged.filter((address) => isIP(address) !== 6)).toEqual([]);
        expect(judged.filter((address) => isForbiddenAddress(address) !== refused)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '100.100.100.201',
    '169.253.255.255',
    '169.255.0.0',
    '168.63.129.17',
    '1.1.1.1',
    '::1',
    'fd00::1',
    'fec0::1',
    '2001:db8::1',
    '::ffff:10.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::10.0.0.1',
    '2002:a00:1::1',
  ])('allows %s: private issuers are what Drawbridge is for', (address) => {
    expect(isForbiddenAddress(address)).toBe(false);
  });

  it.each(['', 'localhost', 'metadata.google.internal', '2852039166', '0xa9fea9fe', '169.254.1'])(
    'has no opinion on %j, which is no address and has to be looked up',
    (host) => {
      expect(isForbiddenAddress(host)).toBe(false);
    },
  );
});

describe('isForbiddenHost', () => {
  it.each([
    'http://169.254.169.254/latest',
    'https://169.254.169.254.:8443/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://[fe80::1]/',
    'http://[::ffff:169.254.169.254]:80/',
  ])('forbids %s', (url) => {
    expect(isForbiddenHost(new URL(url))).toBe(true);
  });

  it.each([
    'http://10.0.0.1/169.254.169.254',
    'http://[::1]/',
    'https://metadata.google.internal/',
  ])('has nothing against %s', (url) => {
    expect(isForbiddenHost(new URL(url))).toBe(false);
  });
});
