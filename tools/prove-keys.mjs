// Kills rotations of a key ring and looks at the ring after each: node tools/prove-keys.mjs [KILLS].
// Two thirds die at each step in turn, before it, after it and half-way through a write; the others at any moment,
// two processes at a time. Prints what it found, and ends with 1 at the first ring that is not whole.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDefaultEngine, keysByAlgorithm, silentLog } from '@drawbridge/core';
import { addKeys, openKeyRing, readManifest } from '@drawbridge/node';

const CHILD = fileURLToPath(new URL('./prove-keys-child.mjs', import.meta.url));
const MODES = ['before', 'after', 'half'];
const DAY = 86_400;
const kills = Number(process.argv[2] ?? 1000);

const root = await mkdtemp(join(tmpdir(), 'drawbridge-proof-'));
const folder = join(root, 'keys');
let now = 1_767_225_600;
const clock = { now: () => now * 1000, monotonic: () => performance.now() };

/** @param {number} step @param {string} mode */
function child(step, mode) {
  const args = [CHILD, folder, String(now), String(step), mode];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** @param {import('node:child_process').ChildProcess} process */
async function ended(process) {
  let output = '';
  let fault = '';
  process.stdout?.on('data', (/** @type {Buffer} */ chunk) => (output += chunk));
  process.stderr?.on('data', (/** @type {Buffer} */ chunk) => (fault += chunk));
  const [code, signal] = await once(process, 'close');
  assert.ok(signal === 'SIGKILL' || code === 0, `a rotation failed: ${fault}`);
  return { killed: signal === 'SIGKILL', steps: Number(output) };
}

/** The ring is whole: it parses, signs, has the keys that it names, and lost none that tokens may need. */
/** @param {ReadonlySet<string>} before */
async function requireWhole(before) {
  const { manifest } = await readManifest(folder);
  const ring = await openKeyRing({ folder, engine: createDefaultEngine(), clock, log: silentLog });
  try {
    await ring.signingKey('EdDSA').sign(new Uint8Array([1]));
    const published = new Set(ring.publicKeys().map(({ kid }) => kid));
    for (const kid of before) assert.ok(published.has(kid), `${kid} is published no more`);
  } finally {
    ring.close();
  }
  const names = new Set(await readdir(folder));
  for (const { material } of manifest.keys) assert.ok(names.has(material.file), material.file);
  const [row] = keysByAlgorithm(manifest, now);
  assert.ok(row?.active);
  return manifest;
}

/** The keys that must still be published: all that are not removed at this time. */
async function needed() {
  const { manifest } = await readManifest(folder);
  const keys = manifest.keys.filter(({ removeAfter }) => removeAfter === null || removeAfter > now);
  return new Set(keys.map(({ kid }) => kid));
}

const rotate = () =>
  addKeys(
    folder,
    (manifest, time) => (keysByAlgorithm(manifest, time)[0]?.next === undefined ? ['EdDSA'] : []),
    clock,
  );

let [killed, survived, mostFiles] = [0, 0, 0];
try {
  await rotate();
  now += DAY;
  const { steps } = await ended(child(0, ''));
  assert.ok(steps > 10, 'the steps are not counted');
  for (let attempt = 0; killed < kills; attempt++) {
    now += 2 * DAY;
    const before = await needed();
    const point = attempt - Math.floor(attempt / 3);
    const pair = attempt % 3 === 2;
    const children = pair
      ? [child(0, ''), child(0, '')]
      : [child(1 + (point % steps), MODES[Math.floor(point / steps) % MODES.length] ?? '')];
    const endings = children.map((process) => {
      if (pair) {
        process.stderr.once('data', () =>
          setTimeout(() => process.kill('SIGKILL'), Math.random() * 200),
        );
      }
      return ended(process);
    });
    for (const ending of await Promise.all(endings)) {
      if (ending.killed) killed += 1;
      else survived += 1;
    }
    await requireWhole(before);
    // Who comes next finds nothing in the way.
    await rotate();
    const { manifest } = { manifest: await requireWhole(before) };
    assert.ok(keysByAlgorithm(manifest, now)[0]?.next, 'the next rotation made no successor');
    mostFiles = Math.max(mostFiles, (await readdir(folder)).length);
    if (attempt % 40 === 39) await age();
  }
  await age();
  now += 2 * DAY;
  await rotate();
  const { manifest } = await readManifest(folder);
  const names = await readdir(folder);
  const pems = names.filter((name) => name.endsWith('.pem')).sort();
  assert.deepEqual(pems, manifest.keys.map(({ material }) => material.file).sort());
  assert.deepEqual(
    names.filter((name) => name.endsWith('.tmp')),
    [],
  );
  process.stdout.write(
    `${killed} rotations killed at ${steps} steps and at random, ${survived} were faster; the ring was whole ` +
      `each time. ${mostFiles} files at most, ${names.length} at the end.\n`,
  );
} finally {
  await rm(root, { recursive: true });
}

/** Lets an hour pass for what was left over. */
async function age() {
  const past = Date.now() / 1000 - 2 * 3600;
  for (const name of await readdir(folder)) await utimes(join(folder, name), past, past);
}
