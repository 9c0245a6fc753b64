import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A self-signed certificate for 127.0.0.1, with its key; both PEM text. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  readonly serialNumber: string;
}

/** Has OpenSSL make a certificate. */
export async function makeCertificate(): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-bench-'));
  try {
    const certificateFile = join(folder, 'certificate.pem');
    const keyFile = join(folder, 'key.pem');
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];
    const name = ['-subj', '/CN=bench', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', keyFile, '-out', certificateFile];
    await run('openssl', ['req', '-x509', ...key, ...name, '-days', '2', ...files]);
    const certificate = await readFile(certificateFile, 'latin1');
    const { serialNumber } = new X509Certificate(certificate);
    return { certificate, key: await readFile(keyFile, 'latin1'), serialNumber };
  } finally {
    await rm(folder, { recursive: true });
  }
}
