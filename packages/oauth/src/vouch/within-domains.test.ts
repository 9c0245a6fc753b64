import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithinDomains } from './within-domains.ts';

const DOMAINS = ['example.com', '.example.org', '127.0.0.1', '[::1]', ''];

describe('isWithinDomains', () => {
  it.each([
    '',
    '.',
    'com',
    'notexample.com',
    'example.com.evil.test',
    'example.com@evil.test',
    'evil.test/.example.com',
    'evil.test#.example.com',
    'evil.test\\.example.com',
    'evil.test,.example.com',
    'evil.test .example.com',
    'exämple.com',
    'example.com:80:80',
    'example.com:x',
    '127.0.0.2',
    '[::2]',
    '::1',
    '[::1',
  ])('is not so for %j', (host) => {
    expect(isWithinDomains(host, DOMAINS)).toBe(false);
  });

  it.each([
    'example.com',
    'EXAMPLE.com:8443',
    'a.b.example.com.',
    'a.example.com.:443',
    'example.org',
    'a_b.example.org',
    '127.0.0.1:8443',
    '[::1]:8443',
  ])('is so for %j', (host) => {
    expect(isWithinDomains(host, DOMAINS)).toBe(true);
  });

  it('is so below a whole label alone (property)', () => {
    const label = fc.stringMatching(/^[a-z0-9]{1,10}$/);
    fc.assert(
      fc.property(fc.array(label, { minLength: 2, maxLength: 4 }), label, (labels, more) => {
        const domain = labels.join('.');
        expect(isWithinDomains(`${more}.${domain}`, [domain])).toBe(true);
        expect(isWithinDomains(`${more}${domain}`, [domain])).toBe(false);
        expect(isWithinDomains(labels.slice(1).join('.'), [domain])).toBe(false);
      }),
    );
  });
});
