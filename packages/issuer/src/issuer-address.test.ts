import { issuerFault } from '@drawbridge/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWebUrl } from '../../../tools/any-web-url.ts';
import { judgeIssuerAddress } from './issuer-address.ts';

describe('judgeIssuerAddress refuses', () => {
  it.each([
    ['', 'is not an absolute URL', undefined],
    [
      ' https://oidc.example.com',
      'is not in its plain spelling, https://oidc.example.com',
      'https://oidc.example.com',
    ],
    ['https://https://oidc.example.com', 'begins with https:// twice', 'https://oidc.example.com'],
    ['https://http://oidc.example.com/', 'begins with https:// twice', 'https://oidc.example.com'],
    ['oidc.example.com', 'is not an absolute URL', 'https://oidc.example.com'],
    ['localhost:8443', 'is not an https URL', 'https://localhost:8443'],
    ['http://127.0.0.1:8080/', 'has a slash at its end', 'http://127.0.0.1:8080'],
    ['ftp://oidc.example.com', 'is not an https URL', undefined],
    ['http://oidc.example.com', 'is not an https URL', 'https://oidc.example.com'],
    ['https://me@oidc.example.com', 'has user information', 'https://oidc.example.com'],
    ['https://me:secret@oidc.example.com', 'has user information', 'https://oidc.example.com'],
    ['https://oidc.example.com?x=1', 'has a query', 'https://oidc.example.com'],
    ['https://oidc.example.com#x', 'has a fragment', 'https://oidc.example.com'],
    ['https://oidc.example.com/', 'has a slash at its end', 'https://oidc.example.com'],
    ['https://oidc.example.com/a/', 'has a slash at its end', 'https://oidc.example.com/a'],
    [
      'https://oidc.example.com:443',
      'is not in its plain spelling, https://oidc.example.com',
      'https://oidc.example.com',
    ],
    [
      'https://oidc.example.com:8443',
      'has a port, which AWS does not take',
      'https://oidc.example.com',
    ],
    [
      'https://OIDC.example.com',
      'is not in its plain spelling, https://oidc.example.com',
      'https://oidc.example.com',
    ],
    [
      'HTTPS://oidc.example.com',
      'is not in its plain spelling, https://oidc.example.com',
      'https://oidc.example.com',
    ],
    [
      'https://bücher.example',
      'is not in its plain spelling, https://xn--bcher-kva.example',
      'https://xn--bcher-kva.example',
    ],
    [
      'https://oidc.example.com.',
      'has a host name that ends with a dot',
      'https://oidc.example.com',
    ],
    [
      'https://oidc.example.com/a/../b',
      'is not in its plain spelling, https://oidc.example.com/b',
      'https://oidc.example.com/b',
    ],
    [
      'https://oidc.example.com/%61',
      'has a path that can be spelled in more than one way',
      undefined,
    ],
    [
      'https://oidc.example.com//a',
      'has a path that can be spelled in more than one way',
      undefined,
    ],
    [
      'https://oidc.example.com/.well-known/openid-configuration',
      'is the address of the discovery document',
      'https://oidc.example.com',
    ],
    ['https://oidc.exa mple.com', 'is not an absolute URL', undefined],
    [
      `https://oidc.example.com/${'x'.repeat(231)}`,
      'has 256 characters, and AWS takes 255',
      undefined,
    ],
  ])('%j', (text, message, instead) => {
    const judged = judgeIssuerAddress(text);
    const fault = 'fault' in judged ? judged.fault : undefined;
    expect(fault?.message).toBe(message);
    expect(fault?.instead).toBe(instead);
  });

  it.each(['https://192.0.2.7', 'https://[2001:db8::1]', 'https://10.0.0.1'])('%s', (text) => {
    expect(judgeIssuerAddress(text)).toMatchObject({
      fault: { message: expect.stringContaining('has an IP address in the place of a name') },
    });
  });
});

describe('judgeIssuerAddress takes', () => {
  it.each([
    'https://oidc.example.com',
    'https://d111111abcdef8.cloudfront.net',
    'https://example.com/team/one',
  ])('%s', (issuer) => {
    expect(judgeIssuerAddress(issuer)).toEqual({ issuer });
  });

  it.each(['http://127.0.0.1:8080', 'https://localhost:8443', 'http://[::1]:9000'])(
    '%s, with one warning',
    (issuer) => {
      expect(judgeIssuerAddress(issuer)).toEqual({
        issuer,
        warning: expect.stringContaining('no cloud can reach it'),
      });
    },
  );
});

it('never takes what core would not, and never advises what it would refuse', () => {
  const pieces = [
    'https://',
    'http://',
    'a.example',
    ':8443',
    '/',
    '?q',
    '#f',
    'B',
    '@',
    '.',
    'ü',
    ' ',
  ];
  const texts = fc.oneof(
    fc.string(),
    anyWebUrl(),
    fc.array(fc.constantFrom(...pieces), { maxLength: 7 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const judged = judgeIssuerAddress(text);
      if ('issuer' in judged) {
        expect(judged.issuer).toBe(text);
        expect(issuerFault(text)).toBeUndefined();
        expect(text).not.toMatch(/[?#@\s]|\/$/);
      } else if (judged.fault.instead !== undefined) {
        expect(judgeIssuerAddress(judged.fault.instead)).toHaveProperty('issuer');
      }
    }),
    { numRuns: 500 },
  );
});
