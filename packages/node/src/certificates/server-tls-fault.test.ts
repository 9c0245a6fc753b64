import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Certificate, certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { serverTlsFault } from './server-tls-fault.ts';

const FAULT = 'cannot be used: certificate and key are not PEM, or not a pair';

describeWith(['openssl'], 'serverTlsFault', () => {
  let folder: string;
  let one: Certificate;
  let other: Certificate;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-tls-fault-'));
    one = await certify(folder, 'one', 'DNS:a');
    other = await certify(folder, 'other', 'DNS:b');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is none of a pair, nor of a chain', () => {
    expect(serverTlsFault({ certificate: one.cert, key: one.key })).toBeUndefined();
    expect(serverTlsFault({ certificate: one.cert + other.cert, key: one.key })).toBeUndefined();
  });

  it('tells of the key of another, and quotes nothing', () => {
    expect(serverTlsFault({ certificate: one.cert, key: other.key })).toBe(FAULT);
    expect(serverTlsFault({ certificate: 'PLANTED', key: 'PLANTED' })).toBe(FAULT);
  });

  it('tells of a certificate in a form that OpenSSL takes and the listener does not', () => {
    const certificate = one.cert.replaceAll('CERTIFICATE', 'X509 CERTIFICATE');
    // So that the test can fail.
    createSecureContext({ cert: certificate, key: one.key });
    expect(serverTlsFault({ certificate, key: one.key })).toBe(FAULT);
  });
});
