import { describe, expect, it } from 'vitest';
import { carriedAddresses } from './carried-addresses.ts';
import { type IpAddress, parseIpAddress, showIpAddress } from './ip-address.ts';

const carried = (text: string) =>
  carriedAddresses(parseIpAddress(text) as IpAddress).map(showIpAddress);

describe('carriedAddresses', () => {
  // The examples of RFC 6052 section 2.4 stand with their own prefix in the place of 2001:db8.
  it.each([
    ['::192.0.2.33', ['192.0.2.33']],
    ['::ffff:0:192.0.2.33', ['192.0.2.33']],
    ['64:ff9b::192.0.2.33', ['192.0.2.33']],
    ['64:ff9b:1:c000:2:2100::', ['192.0.2.33']],
    ['64:ff9b:1:c0:0:221::', ['192.0.2.33', '192.0.2.33']],
    ['2002:c000:221::1', ['192.0.2.33']],
    ['2001:0:c000:221:8000:63bf:3fff:fdd2', ['192.0.2.33', '192.0.2.45']],
  ])('finds in %s those of IPv4', (text, found) => {
    expect(carried(text)).toEqual(expect.arrayContaining(found));
  });

  it.each(['::1', '192.0.2.33', '::ffff:192.0.2.33', '2001:db8::192.0.2.33', 'fd00::1', '2003::'])(
    'finds none in %s',
    (text) => {
      expect(carried(text)).toEqual([]);
    },
  );

  it('takes the zeros before an address for no part of it', () => {
    expect(carried('64:ff9b:1::10.0.0.1')).toEqual(['10.0.0.1']);
  });
});
