import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate with its private key, both PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority for tests, made with the openssl command. */
export interface Authority {
  readonly ca: string;
  /** @param names - as openssl writes them: `IP:127.0.0.1`, `DNS:localhost` */
  issue(names: string): Certificate;
}

let serial = 0;

/** Makes an authority, with its files in a folder. */
export function createAuthority(folder: string): Authority {
  const name = `ca${++serial}`;
  const caKey = makeKey(folder, name);
  const caCert = join(folder, `${name}.pem`);
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    caKey,
    '-subj',
    `/CN=${name}`,
    '-days',
    '2',
    '-out',
    caCert,
  );
  return {
    ca: readFileSync(caCert, 'utf8'),
    issue(names) {
      const leaf = `leaf${++serial}`;
      const key = makeKey(folder, leaf);
      const request = join(folder, `${leaf}.csr`);
      const extensions = join(folder, `${leaf}.ext`);
      const cert = join(folder, `${leaf}.pem`);
      openssl('req', '-new', '-key', key, '-subj', `/CN=${leaf}`, '-out', request);
      writeFileSync(extensions, `subjectAltName=${names}\n`);
      const signer = ['-CA', caCert, '-CAkey', caKey, '-set_serial', String(serial)];
      const output = ['-days', '2', '-extfile', extensions, '-out', cert];
      openssl('x509', '-req', '-in', request, ...signer, ...output);
      return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
    },
  };
}

function makeKey(folder: string, name: string): string {
  const path = join(folder, `${name}.key`);
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', path);
  return path;
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
