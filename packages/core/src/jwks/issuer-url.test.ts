import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWebUrl } from '../../../../tools/any-web-url.ts';
import { documentUrlFault, isSafeScheme, issuerFault } from './issuer-url.ts';

it.each(['https://https://keys.example/jwks', 'HTTPS://http://keys.example'])(
  '%s, an address of a document, begins with https:// twice',
  (address) => {
    expect(documentUrlFault(address)).toBe('begins with https:// twice');
  },
);

describe('issuerFault', () => {
  it.each([
    'https://issuer.example',
    'https://issuer.example/',
    'https://issuer.example/tenant',
    'https://issuer.example/tenant/v2.0/',
    'https://issuer.example:8443/realms/main',
    'https://token.actions.githubusercontent.com',
    'https://10.0.0.7',
    'https://[2001:db8::1]/a',
    'http://localhost:5556/dex',
    'http://127.0.0.1:8080',
    'http://127.3.2.1',
    'http://[::1]:8080',
  ])('finds nothing wrong with %s', (issuer) => {
    expect(issuerFault(issuer)).toBeUndefined();
  });

  it.each([
    ['', 'is not an absolute URL'],
    ['issuer.example', 'is not an absolute URL'],
    ['/issuer', 'is not an absolute URL'],
    ['https://', 'is not an absolute URL'],
    ['https://https://issuer.example', 'begins with https:// twice'],
    ['https://https//issuer.example', 'begins with https:// twice'],
    ['https://user@issuer.example', 'has user information'],
    ['https://user:password@issuer.example', 'has user information'],
    ['https://@issuer.example', 'has user information'],
    ['https://issuer.example@attacker.test', 'has user information'],
    ['https://issuer.example?', 'has a query'],
    ['https://issuer.example/?a=b', 'has a query'],
    ['https://issuer.example#', 'has a fragment'],
    ['https://issuer.example/#a', 'has a fragment'],
    ['http://issuer.example', 'is not an https URL'],
    ['http://127.0.0.1.attacker.test', 'is not an https URL'],
    ['http://localhost.attacker.test', 'is not an https URL'],
    ['http://169.254.169.254', 'is not an https URL'],
    ['http://[::2]', 'is not an https URL'],
    ['ftp://issuer.example', 'is not an https URL'],
    ['file:///etc/passwd', 'is not an https URL'],
    ['javascript:alert(1)', 'is not an https URL'],
    ['data:application/json,{}', 'is not an https URL'],
  ])('says that %j %s', (issuer, fault) => {
    expect(issuerFault(issuer)).toBe(fault);
  });

  it.each([
    ['HTTPS://issuer.example', 'https://issuer.example'],
    ['https://Issuer.example', 'https://issuer.example'],
    ['https://issuer.example:443', 'https://issuer.example'],
    ['https://issuer.example/a/../b', 'https://issuer.example/b'],
    ['https://issuer.example/%2e%2e/b', 'https://issuer.example/b'],
    ['https://issuer.example\\a', 'https://issuer.example/a'],
    [' https://issuer.example', 'https://issuer.example'],
    ['https://issuer.example/a b', 'https://issuer.example/a%20b'],
    ['https:issuer.example', 'https://issuer.example'],
    ['https://ｉssuer.example', 'https://issuer.example'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['https://0x7f.1', 'https://127.0.0.1'],
    ['http://127.1', 'http://127.0.0.1'],
  ])('wants the one plain spelling of %j', (issuer, spelling) => {
    expect(issuerFault(issuer)).toBe(`is not in its plain spelling, ${spelling}`);
    expect(issuerFault(spelling)).toBeUndefined();
  });

  it('lets nothing through that a URL parser reads in another way than it is written', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyWebUrl(),
          fc.string(),
          fc.string().map((text) => `https://${text}`),
        ),
        (issuer) => {
          if (issuerFault(issuer) !== undefined) return;
          const url = new URL(issuer);
          expect([url.href, url.origin]).toContain(issuer);
          expect([url.username, url.password, url.search, url.hash]).toEqual(['', '', '', '']);
          expect(isSafeScheme(url)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('documentUrlFault', () => {
  it.each([
    'https://10.0.0.5/.well-known/openid-configuration',
    'https://gitlab.internal:8443/oauth/discovery/keys?format=jwks',
    'https://a.test',
    'http://127.0.0.1:8080/keys',
    'http://[::1]/keys',
  ])('finds nothing wrong with %s', (address) => {
    expect(documentUrlFault(address)).toBeUndefined();
  });

  it.each([
    ['', 'is not an absolute URL'],
    ['/keys', 'is not an absolute URL'],
    ['10.0.0.5/keys', 'is not an absolute URL'],
    ['http://10.0.0.5/keys', 'is not an https URL'],
    ['http://localhost.a.test/keys', 'is not an https URL'],
    ['ftp://a.test/keys', 'is not an https URL'],
    ['file:///etc/keys', 'is not an https URL'],
    ['data:application/json,{}', 'is not an https URL'],
    ['https://user@a.test/keys', 'has user information'],
    ['https://:secret@a.test/keys', 'has user information'],
    ['https://a.test/keys#one', 'has a fragment'],
    ['https://a.test/keys#', 'has a fragment'],
    ['https://a.test/keys\n', 'has a character that a URL may not have'],
    [' https://a.test/keys', 'has a character that a URL may not have'],
    ['https://a.test/k\u0000eys', 'has a character that a URL may not have'],
    ['https://a.tést/keys', 'has a character that a URL may not have'],
  ])('says what is wrong with %j', (address, fault) => {
    expect(documentUrlFault(address)).toBe(fault);
  });
});
