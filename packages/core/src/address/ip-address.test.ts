import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostOf, parseIpAddress, showIpAddress } from './ip-address.ts';

const show = (text: string) => {
  const address = parseIpAddress(text);
  return address === undefined ? undefined : showIpAddress(address);
};

describe('parseIpAddress', () => {
  it.each([
    '',
    '1.2.3',
    '1.2.3.4.',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.256',
    '1.2.3.4 ',
    '1.2.3.4\n',
    '0x1.2.3.4',
    '16909060',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '1:2:3:4:5:6:7:8::',
    ':1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7:',
    '12345::',
    'g::',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '::1.2.3',
    '[::1]',
    '::1%',
    '%eth0',
    '1.2.3.4%eth0',
    '::1/64',
    'localhost',
  ])('knows no address in %j', (text) => {
    expect(parseIpAddress(text)).toBeUndefined();
    if (text !== '1:2:3:4:5:6:7::8') expect(isIP(text)).toBe(0);
  });

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::FFFF:7f00:1', '127.0.0.1'],
    ['0:0:0:0:0:ffff:7f00:1', '127.0.0.1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('reads %s', (text, written) => {
    expect(show(text)).toBe(written);
  });

  it('reads what node:net reads, and nothing else (property)', () => {
    const piece = fc.constantFrom(
      '0',
      '1',
      'ffff',
      'a',
      '255',
      '256',
      '1.2.3.4',
      ':',
      '::',
      '.',
      '%',
    );
    const text = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.array(piece, { maxLength: 16 }).map((pieces) => pieces.join('')),
      fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(':')),
    );
    fc.assert(
      fc.property(text, (given) => {
        // inet_pton takes "::" for no group at all; RFC 4291 has it stand for one or more.
        fc.pre(!/^(?:[\da-f]+:){7}:|::(?:[\da-f]+:){6}[\da-f]+$/i.test(given));
        expect(parseIpAddress(given) !== undefined).toBe(isIP(given) !== 0);
      }),
      { numRuns: 3000 },
    );
  });

  it('and writes it as URLs do (property)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV6(), fc.ipV4()), (given) => {
        const written = show(given) ?? '';
        expect(parseIpAddress(written)).toEqual(parseIpAddress(given));
        if (isIP(written) === 6) {
          expect(new URL(`http://[${given}]`).hostname).toBe(`[${written}]`);
        }
      }),
    );
  });
});

describe('hostOf', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::', '2001:db8:1:2::/64'],
    ['::1', '::/64'],
  ])('of %s is %s', (text, host) => {
    const address = parseIpAddress(text);
    expect(address && hostOf(address)).toBe(host);
  });
});
