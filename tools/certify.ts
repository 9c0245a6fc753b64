import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
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

/** Makes a certificate of an authority's that was good once. */
export async function certifyExpired(
  folder: string,
  name: string,
  names: string,
  authority: Certificate,
): Promise<Certificate> {
  const path = (ending: string) => join(folder, `${name}.${ending}`);
  const [certFile, keyFile] = [path('pem'), path('key')];
  const [request, settings] = [path('csr'), path('cnf')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await run('openssl', ['req', ...kind, '-keyout', keyFile, '-out', request, '-subj', '/CN=a']);
  const lines = [
    '[ca]',
    'default_ca = own',
    '[own]',
    `database = ${path('index')}`,
    `new_certs_dir = ${folder}`,
    'rand_serial = yes',
    'default_md = sha256',
    'policy = any',
    'x509_extensions = extensions',
    '[any]',
    'commonName = supplied',
    '[extensions]',
    `subjectAltName = ${names}`,
  ];
  await Promise.all([writeFile(settings, lines.join('\n')), writeFile(path('index'), '')]);
  // Of the commands of OpenSSL 3.0, this one alone takes a date that has passed.
  const own = ['-config', settings, '-cert', authority.certFile, '-keyfile', authority.keyFile];
  const times = ['-startdate', '20200101000000Z', '-enddate', '20210101000000Z'];
  const files = ['-in', request, '-out', certFile];
  await run('openssl', ['ca', '-batch', '-notext', ...own, ...times, ...files]);
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
  return { cert, key, certFile, keyFile };
}
