// @ts-check
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Copies a file of this example into the folder of a run, with that run's ports.
 *
 * @param {string} name
 * @param {string} folder
 * @param {Readonly<Record<string, number>>} ports - by the port that the file has
 */
export async function place(name, folder, ports) {
  const text = await readFile(join(import.meta.dirname, name), 'utf8');
  const own = text.replaceAll(/(?<=:)\d{4}\b/g, (port) => String(ports[port] ?? port));
  const file = join(folder, name);
  await writeFile(file, own);
  return file;
}

/**
 * Makes a certificate for an address of this machine that nobody but this run has.
 *
 * @param {string} address
 * @param {string} folder - where `fullchain.pem` and `privkey.pem` are put
 * @param {string} path - where openssl is looked for (`PATH`)
 */
export function makeCertificate(address, folder, path) {
  const words =
    'req -x509 -days 7 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout privkey.pem -out fullchain.pem';
  const names = ['-subj', `/CN=${address}`, '-addext', `subjectAltName=IP:${address}`];
  execFileSync('openssl', [...words.split(' '), ...names], {
    cwd: folder,
    env: { PATH: path },
    stdio: 'pipe',
  });
}
