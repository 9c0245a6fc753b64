import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate and its key, and the files that they are in. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/**
 * Makes a certificate and its key with the command openssl, for tests: NAME.pem and NAME.key in a
 * folder. Each may be the authority of others.
 *
 * @param names - as in subjectAltName: `DNS:a.example,URI:spiffe://b`; empty for none
 * @param authority - signs it; without one it signs itself
 */
export async function certify(
  folder: string,
  name: string,
  names: string,
  authority?: Certificate,
): Promise<Certificate> {
  const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  const signed =
    authority === undefined ? [] : ['-CA', authority.certFile, '-CAkey', authority.keyFile];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-x509'];
  const extensions = names === '' ? [] : ['-addext', `subjectAltName=${names}`];
  const files = ['-keyout', keyFile, '-out', certFile];
  const subject = ['-days', '2', '-subj', `/CN=${name}`];
  await run('openssl', ['req', ...kind, ...signed, ...subject, ...files, ...extensions]);
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
  return { cert, key, certFile, keyFile };
}
