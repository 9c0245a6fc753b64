// Rotates a key ring once and kills itself in the middle of it: node prove-keys-child.mjs FOLDER NOW MODE STEP.
// Every call of the file system is a step, and so is the end of the rotation. MODE says where it dies: `before` the step,
// `within` it, when the system has the call and nobody has its answer, or `half`-way through the write of that number;
// `never` goes through to the end and prints how many steps and writes there were.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [folder = '', now = '', mode = '', step = ''] = process.argv.slice(2);
let steps = 0;
let writes = 0;

/** @returns {never} */
function die() {
  process.kill(process.pid, 'SIGKILL');
  // The signal is under way; nothing more may happen.
  for (;;);
}

/** Counts a step. @returns whether it is the one to die in, in this way @param {string} at */
function isMine(at) {
  return mode === at && (at === 'half' ? writes : steps) === Number(step);
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
      if (isMine('before')) die();
      if (name === 'writeFile' && typeof args[0] === 'string') {
        writes += 1;
        if (isMine('half')) {
          await original.call(this, args[0].slice(0, args[0].length / 2));
          die();
        }
      }
      const result = original.apply(this, args);
      if (isMine('within')) die();
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

// Not the whole package: what is loaded is most of the time that a kill takes.
const module = new URL('./keyring/add-key.js', import.meta.resolve('@drawbridge/node'));
/** @type {typeof import('@drawbridge/node')} */
const { addKeys } = await import(module.href);
const { keysByAlgorithm } = await import('@drawbridge/core');
const clock = { now: () => Number(now) * 1000, monotonic: () => performance.now() };
// Loading modules is no step.
await import('jose');
steps = 0;
writes = 0;
process.stderr.write('ready\n');
await addKeys(
  folder,
  (manifest, time) =>
    keysByAlgorithm(manifest, time).flatMap(({ alg, next }) => (next === undefined ? [alg] : [])),
  clock,
);
steps += 1;
if (isMine('before')) die();
process.stdout.write(`${steps} ${writes}`);
