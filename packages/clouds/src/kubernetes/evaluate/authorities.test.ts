import { describe, expect, it } from 'vitest';
import { authoritiesFault } from './authorities.ts';
import { certificatePem } from './certificate.fixture.ts';

// kubernetes/kubernetes: client-go/util/cert/pem.go, ParseCertsPEM, 2026-11.
describe('authoritiesFault', () => {
  it('passes over all but certificates, and needs one', async () => {
    const pem = await certificatePem();
    expect(authoritiesFault(pem)).toBeUndefined();
    expect(authoritiesFault(`text before\n${pem}\nbetween\n${pem}after`)).toBeUndefined();
    const key = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n';
    expect(authoritiesFault(`${key}${pem}`)).toBeUndefined();
    expect(authoritiesFault(key)).toMatch(/no certificate/);
    expect(authoritiesFault('')).toMatch(/no certificate/);
  });

  it('refuses a certificate that is broken, also behind one that is not', async () => {
    const pem = await certificatePem();
    const lines = pem.split('\n');
    expect(authoritiesFault([...lines.slice(0, 3), ...lines.slice(4)].join('\n'))).toMatch(/read/);
    for (const body of ['AAAA', '', 'MAA=', '-_-_', 'é']) {
      const broken = `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
      expect(authoritiesFault(`${pem}${broken}`) ?? 'fine').toBe(
        body === '-_-_' ? 'fine' : 'has a certificate that cannot be read',
      );
    }
  });
});
