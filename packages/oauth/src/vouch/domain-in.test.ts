import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainIn } from './domain-in.ts';

const DOMAINS = ['', '.', 'example.com', '.example.org', 'example.net.', '127.0.0.1', '[::1]'];

describe('none of the domains', () => {
  it.each([
    '',
    '.',
    ':443',
    'com',
    'notexample.com',
    'evil-example.com',
    'notexample.org',
    'example.com.evil.test',
    'EXAMPLE.COM.EVIL.TEST',
    'example.company',
    'example.com@evil.test',
    'evil.test/example.com',
    'evil.test/.example.com',
    'evil.test#.example.com',
    'evil.test\\.example.com',
    'evil.test,.example.com',
    'evil.test .example.com',
    'evil.test:80.example.com',
    'a..example.com',
    '.example.com',
    'example.com..',
    'example.com:port',
    'example.com:80:80',
    'example.com\n',
    'example.com, example.com',
    'exаmple.com',
    'exämple.com',
    '127.0.0.2',
    '[::2]',
    '::1',
    '[::1',
    '[::1].example.com',
    `${'a.'.repeat(200)}example.com`,
  ])('has %j', (host) => {
    expect(domainIn(DOMAINS, host)).toBeUndefined();
  });

  it('is taken for all because it is empty', () => {
    expect(domainIn([''], 'app.example.com')).toBeUndefined();
    expect(domainIn([], 'app.example.com')).toBeUndefined();
  });
});

describe('the domain is told as it was given', () => {
  it.each([
    ['example.com', 'example.com'],
    ['app.example.com', 'example.com'],
    ['a.b.example.com', 'example.com'],
    ['EXAMPLE.com', 'example.com'],
    ['App.Example.Com', 'example.com'],
    ['example.com.', 'example.com'],
    ['a.b.example.com.', 'example.com'],
    ['example.com:8443', 'example.com'],
    ['app.example.com.:443', 'example.com'],
    ['my_app.example.com', 'example.com'],
    ['example.org', '.example.org'],
    ['a_b.example.org', '.example.org'],
    ['a.example.net', 'example.net.'],
    ['127.0.0.1:8443', '127.0.0.1'],
    ['[::1]:8443', '[::1]'],
  ])('of %j', (host, domain) => {
    expect(domainIn(DOMAINS, host)).toBe(domain);
  });

  it('of a name without a dot', () => {
    expect(domainIn(['localhost'], 'localhost:9090')).toBe('localhost');
  });

  it('of several that have it, as the first', () => {
    const domains = ['b.test', 'a.b.test', 'B.test'];
    expect(domainIn(domains, 'x.a.b.test')).toBe('b.test');
    expect(domainIn(domains.toReversed(), 'x.a.b.test')).toBe('B.test');
  });
});

it('is above whole labels alone (property)', () => {
  const label = fc.stringMatching(/^[a-z0-9]{1,10}$/);
  fc.assert(
    fc.property(fc.array(label, { minLength: 2, maxLength: 4 }), label, (labels, more) => {
      const domain = labels.join('.');
      expect(domainIn([domain], `${more}.${domain}`)).toBe(domain);
      expect(domainIn([domain], `${more}${domain}`)).toBeUndefined();
      expect(domainIn([domain], labels.slice(1).join('.'))).toBeUndefined();
      expect(domainIn([`${more}.${domain}`, ''], domain)).toBeUndefined();
    }),
  );
});

it('has nothing that is not the domain, or below it at a dot (property)', () => {
  const host = fc.array(fc.constantFrom('example', 'com', '.', '-', 'e', 'X', ':', '1', '@'));
  fc.assert(
    fc.property(host, (parts) => {
      const text = parts.join('');
      if (domainIn(['example.com'], text) === undefined) return;
      expect(text.toLowerCase()).toMatch(/^(?:[\w.-]+\.)?example\.com\.?(?::\d+)?$/);
    }),
  );
});
