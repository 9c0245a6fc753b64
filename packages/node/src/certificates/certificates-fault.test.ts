import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { certificatesFault } from './certificates-fault.ts';

const BROKEN = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

describe('certificatesFault', () => {
  it.each([
    ['nothing', '', 'holds no certificate in PEM form'],
    ['a file name', '/etc/ssl/ca.pem', 'holds no certificate in PEM form'],
    ['a broken certificate', BROKEN, 'holds a certificate that cannot be read, number 1'],
  ])('tells of %s', (_, pem, fault) => {
    expect(certificatesFault(pem)).toBe(fault);
  });
});

describeWith(['openssl'], 'certificatesFault with certificates', () => {
  let folder: string;
  let made: Certificate;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-certificates-'));
    made = await certify(folder, 'made', '');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('finds none, with other text around or without', () => {
    expect(certificatesFault(made.cert)).toBeUndefined();
    expect(certificatesFault(`# ours\n${made.cert}\n${made.cert}# end`)).toBeUndefined();
  });

  it('tells of a key, and of a broken certificate behind a good one', () => {
    expect(certificatesFault(made.key)).toBe('holds no certificate in PEM form');
    expect(certificatesFault(made.cert + BROKEN)).toBe(
      'holds a certificate that cannot be read, number 2',
    );
  });
});
