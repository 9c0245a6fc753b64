import { testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createCallerAddress, type TrustedProxies } from './caller-address.ts';

const PROXIES: TrustedProxies = { proxies: ['10.0.0.0/8', '2001:db8::/32'] };

const addressOf = (
  address: string,
  headers: Readonly<Record<string, string>>,
  trusted: TrustedProxies = PROXIES,
) => createCallerAddress(trusted)(testCall({ address, headers: Object.entries(headers) }));

describe('createCallerAddress refuses', () => {
  it.each(['0.0.0.0/0', '::/0', 'proxy', '10.0.0.1/8'])('the proxy %s', (proxy) => {
    expect(() => createCallerAddress({ proxies: [proxy] })).toThrow(TypeError);
  });
});

describe("the caller's address is that of the connection", () => {
  const spoofed = { 'X-Forwarded-For': '6.6.6.6', Forwarded: 'for=6.6.6.6' };

  it('when no proxy is trusted, whatever headers say', () => {
    expect(addressOf('10.0.0.1', spoofed, { proxies: [] })).toBe('10.0.0.1');
    expect(createCallerAddress()(testCall({ headers: Object.entries(spoofed) }))).toBe('192.0.2.1');
  });

  it('when it does not come from a trusted proxy', () => {
    expect(addressOf('192.0.2.9', spoofed)).toBe('192.0.2.9');
    expect(addressOf('::ffff:192.0.2.9', spoofed)).toBe('192.0.2.9');
  });

  it('when the proxy says nothing, or in the field that it does not write', () => {
    expect(addressOf('10.0.0.1', {})).toBe('10.0.0.1');
    expect(addressOf('10.0.0.1', { Forwarded: 'for=6.6.6.6' })).toBe('10.0.0.1');
    const header = 'forwarded';
    expect(addressOf('10.0.0.1', { 'X-Forwarded-For': '6.6.6.6' }, { ...PROXIES, header })).toBe(
      '10.0.0.1',
    );
  });

  it('when the carrier knows none, or one of another kind', () => {
    const call = { ...testCall(), peer: { address: undefined } };
    expect(createCallerAddress(PROXIES)(call)).toBeUndefined();
    expect(addressOf('/run/socket', spoofed)).toBe('/run/socket');
  });
});

describe("the caller's address is", () => {
  it.each([
    ['the one that the proxy saw', '192.0.2.9', '192.0.2.9'],
    ['not one that the caller invented', '6.6.6.6, 192.0.2.9', '192.0.2.9'],
    ['not one that the caller invented, as a proxy', '6.6.6.6, 10.1.1.1, 192.0.2.9', '192.0.2.9'],
    ['beyond several proxies', '192.0.2.9, 10.0.0.3, 2001:db8::2', '192.0.2.9'],
    ['beyond a proxy that is written as IPv6', '192.0.2.9, ::ffff:10.0.0.3', '192.0.2.9'],
    ['in its one spelling', '::FFFF:192.0.2.9', '192.0.2.9'],
    ['without its port', '192.0.2.9:4711', '192.0.2.9'],
    ['that of IPv6', '[2001:DB9::0:1]:4711', '2001:db9::1'],
    ['the last, when all of them are trusted', '10.0.0.5, 10.0.0.6', '10.0.0.5'],
    ['the proxy itself, when it names nobody', 'unknown', '10.0.0.1'],
    ['the nearest proxy that named nobody', '6.6.6.6, junk, 10.0.0.2', '10.0.0.2'],
    ['the proxy itself, when it is cut', '192.0.2.', '10.0.0.1'],
  ])('%s', (_, header, expected) => {
    expect(addressOf('10.0.0.1', { 'X-Forwarded-For': header })).toBe(expected);
  });

  it('read from Forwarded, where the proxies write that', () => {
    const trusted: TrustedProxies = { ...PROXIES, header: 'forwarded' };
    const forwarded = (value: string) => addressOf('10.0.0.1', { Forwarded: value }, trusted);
    expect(forwarded('for=6.6.6.6, for="[2001:db9::1]:80";proto=https')).toBe('2001:db9::1');
    expect(forwarded('for=6.6.6.6, for=_hidden')).toBe('10.0.0.1');
    expect(forwarded('for=192.0.2.9, for=10.0.0.7;by=_x')).toBe('192.0.2.9');
    expect(forwarded('for="6.6.6.6, for=192.0.2.9')).toBe('192.0.2.9');
  });
});
