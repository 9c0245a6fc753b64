import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { DEBIAN_PACKAGES, missingPackages } from './debian-packages.mjs';

/**
 * @typedef {object} Machine What {@link providePackages} touches.
 * @property {boolean} mayInstall
 * @property {() => readonly string[]} missing Names of the packages that are not there.
 * @property {(args: readonly string[]) => boolean} aptGet Runs it; tells whether it succeeded.
 * @property {(line: string) => void} say
 */

/** Another program may be installing too: wait for it, in seconds. */
const LOCK_TIMEOUT = 120;

/**
 * Says which packages of Debian tests need, and installs those that are missing where that may be
 * done: as root, on Debian or what is made of it. That it did not work is said and is no fault:
 * the tests that need them are skipped and named later.
 *
 * @param {Machine} machine
 */
export function providePackages({ mayInstall, missing, aptGet, say }) {
  const absent = missing();
  const all = Object.keys(DEBIAN_PACKAGES).join(', ');
  const state = absent.length === 0 ? 'all there' : `missing: ${absent.join(', ')}`;
  say(`Tests need from Debian: ${all} (${state})`);
  if (absent.length === 0 || !mayInstall) return;

  // A list that is out of date, or a mirror that is down, need not stop what follows.
  aptGet(['update', '--quiet']);
  const options = ['--quiet', '--yes', '--no-install-recommends'];
  if (!aptGet(['install', ...options, '-o', `DPkg::Lock::Timeout=${LOCK_TIMEOUT}`, ...absent])) {
    say('The missing packages could not be installed.');
  }
}

/**
 * This machine.
 *
 * @param {boolean} install Whether the caller wants missing packages installed.
 * @returns {Machine}
 */
export function thisMachine(install) {
  return {
    mayInstall: install && process.getuid?.() === 0 && existsSync('/etc/debian_version'),
    missing: () => missingPackages(),
    aptGet(args) {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      // What it prints is not the outcome of tests.
      const { status } = spawnSync('apt-get', args, { env, stdio: ['ignore', 2, 2] });
      return status === 0;
    },
    say: (line) => console.log(line),
  };
}
