// A key ring that is put to the proof: its keys are rotated by processes that die meanwhile.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDefaultEngine, keysByAlgorithm, silentLog } from '@drawbridge/core';
import { addKeys, openKeyRing, readManifest } from '@drawbridge/node';

const CHILD = fileURLToPath(new URL('./prove-keys-child.mjs', import.meta.url));
const DAY = 86_400;

/** @typedef {{ mode: string, step: number, after?: number }} Death Where a rotation dies, or after how many milliseconds. */

/**
 * Makes a ring in a folder of its own, with a time of its own.
 *
 * @param {string} root
 */
export async function createRing(root) {
  const folder = join(await mkdtemp(join(root, 'ring-')), 'keys');
  let now = 1_767_225_600;
  const clock = { now: () => now * 1000, monotonic: () => performance.now() };

  const rotate = () =>
    addKeys(
      folder,
      (manifest, time) => (keysByAlgorithm(manifest, time)[0]?.next === undefined ? ['EdDSA'] : []),
      clock,
    );

  /** One rotation in a process of its own. @param {Death} death */
  async function die(death) {
    const { mode, step, after } = death;
    const args = [CHILD, folder, String(now), mode, String(step)];
    const process = spawn(globalThis.process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let fault = '';
    let begun = NaN;
    process.stdout.on('data', (/** @type {Buffer} */ chunk) => (output += chunk));
    process.stderr.on('data', (/** @type {Buffer} */ chunk) => {
      fault += chunk;
      begun = performance.now();
      if (after !== undefined) setTimeout(() => process.kill('SIGKILL'), after);
    });
    const [code, signal] = await once(process, 'close');
    const took = performance.now() - begun;
    assert.ok(signal === 'SIGKILL' || code === 0, `a rotation failed: ${fault}`);
    const [steps = 0, writes = 0] = output.split(' ').map(Number);
    return { death, killed: signal === 'SIGKILL', steps, writes, took };
  }

  /** The ring is whole: it parses, signs, has the keys that it names, and lost none that tokens may need. */
  async function requireWhole(/** @type {ReadonlySet<string>} */ before) {
    const { manifest } = await readManifest(folder);
    const ring = await openKeyRing({
      issuer: 'https://bridge.example.com',
      folder,
      engine: createDefaultEngine(),
      clock,
      log: silentLog,
    });
    try {
      await ring.signingKey('EdDSA').sign(new Uint8Array([1]));
      const published = new Set(ring.publicKeys().map(({ kid }) => kid));
      for (const kid of before) assert.ok(published.has(kid), `${kid} is published no more`);
    } finally {
      ring.close();
    }
    const names = await readdir(folder);
    for (const { material } of manifest.keys)
      assert.ok(names.includes(material.file), material.file);
    for (const name of names) {
      const { mode } = await stat(join(folder, name));
      assert.equal(mode & 0o777, 0o600, `${name} has mode ${mode.toString(8)}`);
    }
    const [row] = keysByAlgorithm(manifest, now);
    assert.ok(row?.active);
    return { row, files: names.length };
  }

  /** The keys that must still be published: all that are not removed at this time. */
  async function needed() {
    const { manifest } = await readManifest(folder);
    const keys = manifest.keys.filter(
      ({ removeAfter }) => removeAfter === null || removeAfter > now,
    );
    return new Set(keys.map(({ kid }) => kid));
  }

  await rotate();
  now += DAY;

  return {
    /**
     * Has rotations die, all at once, and looks at the ring; then whoever comes next must find nothing in the way.
     *
     * @param {readonly Death[]} deaths
     */
    async attack(deaths) {
      now += 2 * DAY;
      const before = await needed();
      const endings = await Promise.all(deaths.map(die));
      await requireWhole(before);
      await rotate();
      const { row, files } = await requireWhole(before);
      assert.ok(row.next, 'the next rotation made no successor');
      return { endings, files };
    },

    /** Lets an hour pass for what was left over. */
    async age() {
      const past = Date.now() / 1000 - 2 * 3600;
      for (const name of await readdir(folder)) await utimes(join(folder, name), past, past);
    },

    /** After all of it, the next rotation leaves nothing but the ring. @returns the number of its files */
    async end() {
      await this.age();
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
      return names.length;
    },
  };
}
