import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWebUrl } from '../../../../tools/any-web-url.ts';
import { codeOf } from './code-of.fixture.ts';
import { parseProviderUrl, providerArn } from './provider-url.ts';

describe('parseProviderUrl', () => {
  it.each([
    ['a paste behind https://', 'https://https://oidc.example.com', /begins with https:\/\/ twice/],
    ['the same with http', 'https://http://oidc.example.com', /begins with https:\/\/ twice/],
    ['a host alone', 'oidc.example.com', /is not an absolute URL/],
    ['http', 'http://oidc.example.com', /is not an https URL/],
    ['another scheme', 'ftp://oidc.example.com', /is not an https URL/],
    ['a port', 'https://oidc.example.com:8443', /has a port/],
    ['a wildcard', 'https://oidc.example.com/a*b', /has a \*, which no trust policy can have/],
    ['a query', 'https://oidc.example.com/?a=b', /has a query/],
    ['a fragment', 'https://oidc.example.com#x', /has a fragment/],
    ['a user', 'https://a@oidc.example.com', /has user information/],
    ['white space', 'https://oidc.example.com ', /is not in its plain spelling/],
    ['256 characters', `https://oidc.example.com/${'x'.repeat(231)}`, /has 256 characters/],
    ['capitals', 'https://OIDC.example.com', /is not in its plain spelling/],
    ['the port of https', 'https://oidc.example.com:443', /is not in its plain spelling/],
    ['a way up', 'https://oidc.example.com/a/../b', /is not in its plain spelling/],
    ['no host', 'https://', /is not an absolute URL/],
  ])('refuses %s', (_, issuer, message) => {
    expect(() => parseProviderUrl(issuer)).toThrow(
      expect.objectContaining({
        code: 'cloud_setting_invalid',
        message: expect.stringMatching(message),
        hint: expect.any(String),
      }),
    );
  });

  it('shows no password that was pasted along', () => {
    expect(() => parseProviderUrl('https://me:hunter2@oidc.example.com')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });

  it('takes 255 characters, and a path', () => {
    const issuer = `https://oidc.example.com/${'x'.repeat(230)}`;
    expect(parseProviderUrl(issuer)).toMatchObject({ issuer, warnings: [] });
  });

  it('keeps a slash at the end, and warns of it', () => {
    const { host, warnings } = parseProviderUrl('https://tenant.example.com/');
    expect(host).toBe('tenant.example.com/');
    expect(warnings).toEqual([expect.stringContaining('ends with a slash')]);
  });

  it.each(['http://127.0.0.1:9100', 'http://localhost', 'https://[::1]:8443/team'])(
    'takes %s on this machine, with one warning',
    (issuer) => {
      const { host, warnings } = parseProviderUrl(issuer);
      expect(host).toBe(issuer.replace(/^https?:\/\//, ''));
      expect(warnings).toHaveLength(1);
    },
  );

  it('names the provider as IAM does', () => {
    const url = parseProviderUrl('https://oidc.example.com/team/one');
    expect(providerArn('aws-cn', '123456789012', url)).toBe(
      'arn:aws-cn:iam::123456789012:oidc-provider/oidc.example.com/team/one',
    );
  });

  it('never takes what IAM does not (property)', () => {
    const part = fc.constantFrom(
      'https:',
      '//',
      'a.example',
      ':8443',
      '/',
      '?',
      '#',
      '@',
      ' ',
      'x',
      '%41',
      '\n',
    );
    const near = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(near, anyWebUrl(), fc.string()), (text) => {
        try {
          const { issuer, host } = parseProviderUrl(text);
          expect(issuer).toBe(text);
          expect(`https://${host}`).toBe(text);
          const { protocol, port, search, hash, username } = new URL(text);
          expect([protocol, port, search, hash, username]).toEqual(['https:', '', '', '', '']);
        } catch (thrown) {
          expect(codeOf(thrown)).toBe('cloud_setting_invalid');
        }
      }),
    );
  });
});
