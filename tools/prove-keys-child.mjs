// Rotates a key ring once and kills itself at one step of it: node prove-keys-child.mjs FOLDER NOW STEP MODE.
// Every call of the file system is a step. STEP 0 never comes. MODE is before, after or half (of a write).
// Prints the number of steps, where it lives to do so.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [folder = '', now = '', step = '', mode = ''] = process.argv.slice(2);
let steps = 0;

/** @returns {never} */
function die() {
  process.kill(process.pid, 'SIGKILL');
  // The signal is under way; nothing more may happen.
  for (;;);
}

/**
 * @param {object} owner
 * @param {string} name
 */
function watch(owner, name) {
  const original = Reflect.get(owner, name);
  Reflect.set(
    owner,
    name,
    /** @this {unknown} @param {unknown[]} args */
    async function (...args) {
      steps += 1;
      const mine = steps === Number(step);
      if (mine && mode === 'before') die();
      if (mine && mode === 'half' && name === 'writeFile' && typeof args[0] === 'string') {
        await original.call(this, args[0].slice(0, args[0].length / 2));
        die();
      }
      const result = await original.apply(this, args);
      if (mine) die();
      return result;
    },
  );
}

const probe = await fs.promises.open(new URL(import.meta.url), 'r');
const handle = Object.getPrototypeOf(probe);
await probe.close();
for (const name of ['writeFile', 'sync', 'close', 'readFile', 'stat']) watch(handle, name);
for (const name of ['link', 'mkdir', 'open', 'readFile', 'readdir', 'rename', 'rm', 'stat']) {
  watch(fs.promises, name);
}
syncBuiltinESMExports();

const { addKeys } = await import('@drawbridge/node');
const { keysByAlgorithm } = await import('@drawbridge/core');
const clock = { now: () => Number(now) * 1000, monotonic: () => performance.now() };
// Loading modules is no step.
await import('jose');
steps = 0;
process.stderr.write('ready\n');
await addKeys(
  folder,
  (manifest, time) =>
    keysByAlgorithm(manifest, time).flatMap(({ alg, next }) => (next === undefined ? [alg] : [])),
  clock,
);
process.stdout.write(String(steps));
