import { DrawbridgeError, type HeaderField, type Peer } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { createProxyCheck, proofField } from './check-proxy.ts';
import type { ProxyProof } from './proxy-proof.ts';

const SECRET = 'a'.repeat(31) + 'z';
const OLD = 'b'.repeat(32);
const ADDRESS = '192.0.2.1';
const PEER: Peer = {
  address: ADDRESS,
  certificate: {
    der: new Uint8Array(),
    dnsNames: ['proxy.test'],
    uris: ['spiffe://test/proxy'],
  },
};
const HEADERS: readonly HeaderField[] = [['x-proxy-secret', SECRET]];
const header = { name: 'X-Proxy-Secret', values: [OLD, SECRET] };
const WHOLE: ProxyProof = {
  addresses: [ADDRESS],
  certificate: { dnsNames: ['Proxy.test'] },
  header,
};

const checkOf = (proof: ProxyProof, fields: readonly string[] = ['authorization']) =>
  createProxyCheck(proof, new Set(fields));

function verdict(proof: ProxyProof, headers: readonly HeaderField[], peer: Peer = PEER): string {
  try {
    checkOf(proof)({ headers, peer });
    return 'passed';
  } catch (thrown) {
    if (!(thrown instanceof DrawbridgeError)) throw thrown;
    expect(`${thrown.message}${thrown.hint}`).not.toContain(SECRET);
    return `${thrown.code} ${thrown.status}`;
  }
}
const UNPROVEN = 'proxy_unproven 403';

describe('createProxyCheck', () => {
  it.each([
    ['another address', HEADERS, { ...PEER, address: '192.0.2.2' }],
    ['no address', HEADERS, { ...PEER, address: undefined }],
    ['no certificate', HEADERS, { address: ADDRESS }],
    [
      'a certificate that no authority vouches for',
      HEADERS,
      { ...PEER, certificate: { der: new Uint8Array(9), dnsNames: [], uris: [] } },
    ],
    [
      'another name',
      HEADERS,
      {
        ...PEER,
        certificate: { der: new Uint8Array(), dnsNames: ['a.proxy.test', '*.test'], uris: [] },
      },
    ],
    [
      'the name as a URI',
      HEADERS,
      { ...PEER, certificate: { der: new Uint8Array(), dnsNames: [], uris: ['proxy.test'] } },
    ],
    ['no header', [], PEER],
    ['an empty header', [['x-proxy-secret', '']], PEER],
    ['a wrong header', [['x-proxy-secret', 'a'.repeat(32)]], PEER],
    ['the beginning of the value', [['x-proxy-secret', SECRET.slice(0, 31)]], PEER],
    ['more than the value', [['x-proxy-secret', `${SECRET}a`]], PEER],
    ['the value twice', [...HEADERS, ...HEADERS], PEER],
    ['both values', [...HEADERS, ['X-Proxy-Secret', OLD]], PEER],
    ['a wrong value before the right one', [['X-Proxy-Secret', 'a'], ...HEADERS], PEER],
    ['values that were joined', [['x-proxy-secret', `${SECRET}, ${SECRET}`]], PEER],
    ['underscores', [['x_proxy_secret', SECRET]], PEER],
    ['another field', [['x-proxy-secrets', SECRET]], PEER],
  ] as [string, HeaderField[], Peer][])('refuses %s', (_, headers, peer) => {
    expect(verdict(WHOLE, headers, peer)).toBe(UNPROVEN);
  });

  it.each([
    ['the whole proof', WHOLE],
    ['an address alone', { addresses: [ADDRESS] }],
    ['a DNS name alone', { certificate: { dnsNames: ['other.test', 'proxy.test'] } }],
    ['a URI alone', { certificate: { dnsNames: ['other.test'], uris: ['spiffe://test/proxy'] } }],
    ['a header alone', { header }],
  ] as [string, ProxyProof][])('lets the proxy pass by %s', (_, proof) => {
    expect(verdict(proof, HEADERS)).toBe('passed');
  });

  it('takes each of several values', () => {
    expect(verdict({ header }, [['X-PROXY-SECRET', OLD]])).toBe('passed');
  });

  it('passes exactly the values that it has', () => {
    const near = fc.tuple(fc.nat(32), fc.string({ unit: anyCharacter, maxLength: 1 }));
    const sent = near.map(([at, slip]) => SECRET.slice(0, at) + slip + SECRET.slice(at + 1));
    fc.assert(
      fc.property(fc.oneof(sent, fc.string({ unit: anyCharacter })), (value) => {
        const passes = header.values.includes(value);
        expect(verdict({ header }, [['x-proxy-secret', value]])).toBe(passes ? 'passed' : UNPROVEN);
      }),
    );
  });

  it('names its field in lower case', () => {
    expect([proofField(WHOLE), proofField({ addresses: [ADDRESS] })]).toEqual([
      'x-proxy-secret',
      undefined,
    ]);
  });
});

describe('createProxyCheck, wrong proofs', () => {
  it.each([
    ['nothing', {}, /leave it out/],
    ['no address', { addresses: [] }, /at least one address/],
    ['everybody', { addresses: ['0.0.0.0/0'] }, /every address/],
    ['no name', { certificate: {} }, /at least one name/],
    ['empty lists of names', { certificate: { dnsNames: [], uris: [] } }, /at least one name/],
    ['a name with a star', { certificate: { dnsNames: ['*.test'] } }, /write out the one name/],
    ['an empty name', { certificate: { dnsNames: [''] } }, /write out the one name/],
    ['an empty URI', { certificate: { uris: [''] } }, /empty name/],
    ['no value', { header: { name: 'a', values: [] } }, /at least one value/],
    ['a short value', { header: { name: 'a', values: ['s'.repeat(31)] } }, /fewer than 32/],
    [
      'a short value beside a long one',
      { header: { name: 'a', values: [SECRET, 's'] } },
      /fewer than 32/,
    ],
    [
      'a value with a space',
      { header: { name: 'a', values: [`${SECRET} a`] } },
      /a space, a comma/,
    ],
    ['a value beyond ASCII', { header: { name: 'a', values: [`${SECRET}é`] } }, /beyond ASCII/],
    [
      'a name that is none',
      { header: { name: 'a b', values: [SECRET] } },
      /no name of a header field/,
    ],
    [
      'a field with a token',
      { header: { name: 'Authorization', values: [SECRET] } },
      /carries a token/,
    ],
  ] as [string, ProxyProof, RegExp][])('refuses %s', (_, proof, message) => {
    expect(() => checkOf(proof)).toThrow(TypeError);
    expect(() => checkOf(proof)).toThrow(message);
  });
});
