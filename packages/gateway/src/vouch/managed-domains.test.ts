import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainIn, managedDomains } from './managed-domains.ts';

describe('domainIn', () => {
  it.each([
    '',
    '.',
    'com',
    'notexample.com',
    'evil-example.com',
    'example.com.evil.test',
    'example.company',
    'example.com@evil.test',
    'evil.test/example.com',
    'evil.test#.example.com',
    'evil.test\\.example.com',
    'evil.test:80.example.com',
    'a..example.com',
    '.example.com',
    'example.com..',
    'example.com:port',
    'example.com, example.com',
    'exаmple.com',
    'EXAMPLE.COM.EVIL.TEST',
    '[::1].example.com',
    `${'a.'.repeat(200)}example.com`,
  ])('of %j is none', (host) => {
    expect(domainIn(['example.com'], host)).toBeUndefined();
  });

  it.each([
    'example.com',
    'app.example.com',
    'a.b.example.com',
    'EXAMPLE.com',
    'App.Example.Com',
    'example.com.',
    'example.com:8443',
    'app.example.com.:443',
    'my_app.example.com',
  ])('of %j is example.com', (host) => {
    expect(domainIn(['example.com'], host)).toBe('example.com');
  });

  it('takes no empty domain for all', () => {
    expect(domainIn([''], 'app.example.com')).toBeUndefined();
    expect(domainIn([], 'app.example.com')).toBeUndefined();
  });

  it('knows addresses, with their port', () => {
    expect(domainIn(['[::1]', '127.0.0.1'], '[::1]:9090')).toBe('[::1]');
    expect(domainIn(['[::1]', '127.0.0.1'], '127.0.0.1:9090')).toBe('127.0.0.1');
    expect(domainIn(['localhost'], 'localhost:9090')).toBe('localhost');
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
});

describe('managedDomains', () => {
  const cookie = { domain: 'sso.test' } as Parameters<typeof managedDomains>[0]['cookie'];

  it('has the longest first, and that of the cookie last', () => {
    const managed = managedDomains({ domains: ['example.com', 'deep.example.com'], cookie });
    expect(managed.audience).toBe('deep.example.com,example.com,sso.test');
    expect(managed.domainOf('x.deep.example.com')).toBe('deep.example.com');
    expect(managed.domainOf('x.example.com')).toBe('example.com');
    expect(managed.domainOf('app.sso.test')).toBe('sso.test');
    expect(managed.domainOf('evil.test')).toBeUndefined();
  });
});
