// Adds to package-lock.json the optional packages of other platforms that npm left out, which it does
// when a registry does not offer them; `npm ci` refuses a lock file without them. Run it after a
// dependency was added or updated. npm fills in what is missing here (the integrity) where it can.

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
];
const CPUS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/**
 * @typedef {object} Locked
 * @property {string} [version]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {string[]} [os]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {Record<string, string>} [optionalDependencies]
 */

const path = fileURLToPath(new URL('../package-lock.json', import.meta.url));
/** @type {{ packages: Record<string, Locked> }} */
const lock = JSON.parse(await readFile(path, 'utf8'));

for (const [place, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (isLocked(place, name) || !/^\d+\.\d+\.\d+$/.test(version)) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      ...platform(name),
      ...(parent.dev && { dev: true }),
      optional: true,
    };
  }
}

const order = (/** @type {string} */ a, /** @type {string} */ b) => a.localeCompare(b, 'en');
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).toSorted(([a], [b]) => order(a, b)),
);
await writeFile(path, `${JSON.stringify(lock, undefined, 2)}\n`);

/**
 * Whether the package at this place finds the named one, looking upwards as Node does.
 *
 * @param {string} place
 * @param {string} name
 * @returns {boolean}
 */
function isLocked(place, name) {
  const inside = place === '' ? '' : `${place}/`;
  if (lock.packages[`${inside}node_modules/${name}`] !== undefined) return true;
  if (place === '') return false;
  return isLocked(
    place.includes('/node_modules/')
      ? place.replace(/\/node_modules\/(?!.*\/node_modules\/).*$/, '')
      : '',
    name,
  );
}

/**
 * The platform that the name of a binary package says: `@scope/cli-linux-x64-musl`.
 *
 * @param {string} name
 * @returns {Pick<Locked, 'cpu' | 'libc' | 'os'>}
 */
function platform(name) {
  const words = name.split(/[/-]/);
  const cpu = words.filter((word) => CPUS.includes(word));
  const os = words.filter((word) => SYSTEMS.includes(word));
  if (words.some((word) => word.startsWith('win32'))) os.push('win32');
  const musl = words.some((word) => word.startsWith('musl'));
  const glibc = words.some((word) => word.startsWith('gnu')) && os.includes('linux');
  return {
    ...(cpu.length > 0 && { cpu }),
    ...(musl && { libc: ['musl'] }),
    ...(glibc && { libc: ['glibc'] }),
    ...(os.length > 0 && { os }),
  };
}
