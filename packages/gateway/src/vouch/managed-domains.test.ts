import { describe, expect, it } from 'vitest';
import { managedDomains } from './managed-domains.ts';

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
