import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PUBLISH_DELAY } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKey, addKeys, type WantedKeys } from './add-key.ts';
import { readManifest } from './manifest-store.ts';

const BUILD = new URL('../../dist/index.js', import.meta.url);
const clock = createTestClock();
let root: string;
let folder: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  folder = join(root, 'keys');
});

afterEach(() => rm(root, { recursive: true }));

async function kids(): Promise<string[]> {
  return (await readManifest(folder)).manifest.keys.map((key) => key.kid).sort();
}

/** The key files, by the kids that they are named for. */
async function files(): Promise<string[]> {
  const names = await readdir(folder);
  expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  return names
    .filter((name) => name.endsWith('.pem'))
    .map((name) => name.slice(0, -4))
    .sort();
}

describe('addKey', () => {
  it('lands every one of twenty keys that are added at once', async () => {
    const added = await Promise.all(
      Array.from({ length: 20 }, () => addKey(folder, 'EdDSA', clock)),
    );
    const expected = added.map((key) => key.kid).sort();
    expect(new Set(expected).size).toBe(20);
    expect(await kids()).toEqual(expected);
    expect(await files()).toEqual(expected);
    const { manifest } = await readManifest(folder);
    expect(manifest.keys.filter((key) => key.signsUntil === null)).toHaveLength(1);
  });

  it('lands a slow key that is overtaken by many', async () => {
    // RSA takes long to make, and the revision it was begun at is long forgotten then.
    const slow = addKey(folder, 'RS256', clock);
    for (let index = 0; index < 8; index++) await addKey(folder, 'EdDSA', clock);
    const { kid } = await slow;
    expect(await kids()).toContain(kid);
    expect(await kids()).toHaveLength(9);
  });

  it('says so when the folder cannot be made', async () => {
    await writeFile(folder, 'in the way');
    await expect(addKey(folder, 'EdDSA', clock)).rejects.toMatchObject({ code: 'data_unusable' });
  });

  it('changes nothing when the ring is broken', async () => {
    await addKey(folder, 'EdDSA', clock);
    await writeFile(join(folder, 'ring.2.json'), 'broken');
    const before = (await readdir(folder)).sort();
    await expect(addKey(folder, 'EdDSA', clock)).rejects.toMatchObject({
      code: 'key_ring_unusable',
    });
    expect((await readdir(folder)).sort()).toEqual(before);
  });

  it('keeps the private key to a file of its own, for this user alone', async () => {
    const { kid, material } = await addKey(folder, 'ES256', clock);
    const path = join(folder, material.file);
    expect(material.file).toBe(`${kid}.pem`);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readFile(path, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    const ring = await readFile(join(folder, 'ring.1.json'), 'utf8');
    expect(ring).not.toMatch(/PRIVATE|"d"/);
  });

  it('publishes a later key before it signs', async () => {
    const first = await addKey(folder, 'EdDSA', clock);
    const second = await addKey(folder, 'EdDSA', clock);
    expect(first.signsFrom).toBe(clock.seconds());
    expect(second.signsFrom).toBe(clock.seconds() + PUBLISH_DELAY);
  });
});

const firstKey: WantedKeys = ({ keys }) => (keys.length === 0 ? ['EdDSA'] : []);

describe('addKeys', () => {
  it('makes one key, however many ask at once, and leaves no other file', async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, () => addKeys(folder, firstKey, clock)),
    );
    const [key, ...more] = made.flat();
    expect(more).toEqual([]);
    expect(await kids()).toEqual([key?.kid]);
    expect(await files()).toEqual([key?.kid]);
  });

  // The other processes are plain Node and need the build; without one there is nothing to start.
  it.skipIf(!existsSync(BUILD))('makes one key also when the processes are four', async () => {
    const script = `
      import { addKeys } from ${JSON.stringify(BUILD)};
      const clock = { now: () => Date.now(), monotonic: () => 0 };
      const first = ({ keys }) => (keys.length === 0 ? ['EdDSA'] : []);
      const made = await addKeys(process.argv[1], first, clock);
      process.stdout.write(String(made.length));`;
    const run = promisify(execFile);
    const results = await Promise.all(
      Array.from({ length: 4 }, () =>
        run(process.execPath, ['--input-type=module', '--eval', script, folder]),
      ),
    );
    expect(results.map(({ stdout }) => stdout).sort()).toEqual(['0', '0', '0', '1']);
    expect(await kids()).toEqual(await files());
    expect(await kids()).toHaveLength(1);
  });

  it('makes none where there is one', async () => {
    const { kid } = await addKey(folder, 'EdDSA', clock);
    await expect(addKeys(folder, firstKey, clock)).resolves.toEqual([]);
    expect(await kids()).toEqual([kid]);
  });
});
