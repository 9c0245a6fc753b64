import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alternativeNames, toPeerCertificate } from './peer-certificate.ts';

describe('toPeerCertificate', () => {
  const raw = Uint8Array.of(1, 2, 3);
  const subjectAltName = 'DNS:A.example, URI:spiffe://Acme/b, email:c@d.example, DNS:e.example';

  it('tells DNS names in lower case, and URIs as they are', () => {
    expect(toPeerCertificate({ raw, subjectAltName }, true)).toEqual({
      der: raw,
      dnsNames: ['a.example', 'e.example'],
      uris: ['spiffe://Acme/b'],
    });
  });

  it('tells no name that no authority stands for', () => {
    const names = { dnsNames: [], uris: [] };
    expect(toPeerCertificate({ raw, subjectAltName }, false)).toEqual({ der: raw, ...names });
    expect(toPeerCertificate({ raw, subjectAltName: undefined }, true)).toEqual({
      der: raw,
      ...names,
    });
  });
});

describe('alternativeNames', () => {
  it.each([
    ['', []],
    ['DNS:a.example', [['DNS', 'a.example']]],
    [
      'DNS:a, URI:spiffe://b/c',
      [
        ['DNS', 'a'],
        ['URI', 'spiffe://b/c'],
      ],
    ],
    ['URI:"https://a/?q=1, DNS:b"', [['URI', 'https://a/?q=1, DNS:b']]],
    [
      'IP Address:127.0.0.1, DNS:a',
      [
        ['IP Address', '127.0.0.1'],
        ['DNS', 'a'],
      ],
    ],
  ])('reads %j', (text, names) => {
    expect(alternativeNames(text)).toEqual(names);
  });

  it.each(['DNS:"a', 'DNS:a"b', 'nonsense', 'DNS:a, nonsense', 'DNS:a,DNS:b,'])(
    'makes nothing of %j',
    (text) => {
      expect(alternativeNames(text)).toEqual([]);
    },
  );

  it('never takes a piece of one name for another (property)', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const text = `URI:${JSON.stringify(value)}`;
        expect(alternativeNames(text)).toEqual([['URI', value]]);
      }),
    );
  });
});
