import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, certify, certifyExpired } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { certificateTerm } from './certificate-term.ts';

const DAY = 86_400_000;

describe('certificateTerm', () => {
  it.each(['', 'nonsense', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'knows no term of %j',
    (text) => {
      expect(() => certificateTerm(text)).toThrow(RangeError);
    },
  );
});

describeWith(['openssl'], 'certificateTerm of a certificate', () => {
  let folder: string;
  let fresh: Certificate;
  let expired: Certificate;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-term-'));
    fresh = await certify(folder, 'fresh', 'DNS:a');
    expired = await certifyExpired(folder, 'expired', 'DNS:b', fresh);
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('is from its begin to its end', () => {
    const { begins, ends } = certificateTerm(fresh.cert);
    expect(ends - begins).toBe(2 * DAY);
    expect(Math.abs(begins - Date.now())).toBeLessThan(DAY);
    expect(certificateTerm(expired.cert)).toEqual({
      begins: Date.UTC(2020, 0, 1),
      ends: Date.UTC(2021, 0, 1),
    });
  });

  it('is of a chain that of all together', () => {
    const { begins } = certificateTerm(fresh.cert);
    for (const chain of [`${fresh.cert}\n${expired.cert}`, expired.cert + fresh.cert]) {
      expect(certificateTerm(chain)).toEqual({ begins, ends: Date.UTC(2021, 0, 1) });
    }
  });

  it('is not known of a chain with one that cannot be read', () => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    expect(() => certificateTerm(fresh.cert + broken)).toThrow(RangeError);
  });
});
