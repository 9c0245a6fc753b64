import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, certify, certifyExpired } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { certificateDaysLeft, certificateExpiry } from './certificate-expiry.ts';

describe('certificateExpiry', () => {
  it.each(['', 'nonsense', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'knows no end of %j',
    (text) => {
      expect(() => certificateExpiry(text)).toThrow(RangeError);
    },
  );
});

describeWith(['openssl'], 'certificateDaysLeft', () => {
  let folder: string;
  let fresh: Certificate;
  let expired: Certificate;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-expiry-'));
    fresh = await certify(folder, 'fresh', 'DNS:a');
    expired = await certifyExpired(folder, 'expired', 'DNS:b', fresh);
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('counts the days that are left', () => {
    const days = certificateDaysLeft(fresh.cert);
    expect(days).toBeGreaterThan(1.9);
    expect(days).toBeLessThanOrEqual(2);
    expect(certificateDaysLeft(fresh.cert, Date.now() + 86_400_000)).toBeCloseTo(days - 1, 2);
  });

  it('counts from the end that comes first, of a chain', () => {
    expect(certificateExpiry(expired.cert)).toBe(Date.UTC(2021, 0, 1));
    expect(certificateExpiry(`${fresh.cert}\n${expired.cert}`)).toBe(Date.UTC(2021, 0, 1));
    expect(certificateDaysLeft(fresh.cert + expired.cert)).toBeLessThan(-365);
  });
});
