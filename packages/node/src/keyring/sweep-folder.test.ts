import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_MANIFEST, PUBLISH_DELAY, RETIRED_FOR } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKey } from './add-key.ts';
import { changeRing } from './change-ring.ts';
import { KEPT_NAMES } from '../files/revisions.ts';
import { commitManifest, readManifest } from './manifest-store.ts';

const clock = createTestClock();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
});
afterEach(() => rm(folder, { recursive: true }));

const LEFT_OVER = ['.8c1c2b1e-0000-4000-8000-000000000000.tmp', 'nobody-names-me.pem'];

async function leave(name: string, ageSeconds: number): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, 'left over', { mode: 0o600 });
  const at = Date.now() / 1000 - ageSeconds;
  await utimes(path, at, at);
}

describe('a change of the ring', () => {
  it.each(LEFT_OVER)('removes %s once it is an hour old', async (name) => {
    await leave(name, 3700);
    await addKey(folder, 'EdDSA', clock);
    expect(await readdir(folder)).not.toContain(name);
  });

  it.each(LEFT_OVER)('leaves %s while a writer may be at work with it', async (name) => {
    await leave(name, 3000);
    await addKey(folder, 'EdDSA', clock);
    expect(await readdir(folder)).toContain(name);
  });

  it.each(['notes.txt', 'ring.1.json.bak', '.hidden', 'key.PEM', 'ring.7.json.tmp'])(
    'never touches %s',
    async (name) => {
      await leave(name, 1_000_000);
      await addKey(folder, 'EdDSA', clock);
      expect(await readdir(folder)).toContain(name);
    },
  );

  it('never removes a key that is named, however old its file', async () => {
    const { kid } = await addKey(folder, 'EdDSA', clock);
    await utimes(join(folder, `${kid}.pem`), 1, 1);
    await addKey(folder, 'EdDSA', clock);
    expect(await readdir(folder)).toContain(`${kid}.pem`);
  });

  it('forgets a key a month after it was removed, and then its file', async () => {
    const later = createTestClock();
    const { kid } = await addKey(folder, 'EdDSA', later);
    await addKey(folder, 'EdDSA', later);
    await utimes(join(folder, `${kid}.pem`), 1, 1);
    later.advance(PUBLISH_DELAY + RETIRED_FOR + 30 * 86_400 - 1);
    await addKey(folder, 'EdDSA', later);
    expect(await readdir(folder)).toContain(`${kid}.pem`);
    later.advance(1);
    await addKey(folder, 'EdDSA', later);
    expect(await readdir(folder)).not.toContain(`${kid}.pem`);
  });

  it('refuses to publish more keys than relying parties read', async () => {
    const { alg, publicJwk } = await addKey(folder, 'EdDSA', clock);
    const keys = Array.from({ length: 101 }, (_, index) => {
      const kid = `k${index}`;
      const times = { publishedAt: 1, signsFrom: 1, signsUntil: null, removeAfter: null };
      const material = { file: `${kid}.pem` };
      return {
        kid,
        alg,
        purpose: 'sign',
        material,
        publicJwk: { ...publicJwk, kid },
        ...times,
      } as const;
    });
    await expect(
      changeRing(folder, clock, () => ({ manifest: { version: 1, keys } })),
    ).rejects.toMatchObject({
      code: 'key_ring_unusable',
      message: expect.stringContaining('would publish 101 keys'),
    });
    expect((await readManifest(folder)).manifest.keys).toHaveLength(1);
  });

  it('keeps the number of revisions bounded, and a writer who slept through them all out', async () => {
    const last = KEPT_NAMES + 20;
    await addKey(folder, 'EdDSA', clock);
    const { manifest } = await readManifest(folder);
    for (let revision = 1; revision < last; revision++) {
      await commitManifest(folder, { manifest, revision });
    }
    await addKey(folder, 'EdDSA', clock);
    const revisions = (await readdir(folder)).filter((name) => name.startsWith('ring.'));
    expect(revisions.length).toBeLessThanOrEqual(KEPT_NAMES + 1);
    expect(revisions).toContain('ring.0.json');
    for (const slept of [0, 1, 2, 5, 19, 20, 21, last]) {
      const won = await commitManifest(folder, { manifest: EMPTY_MANIFEST, revision: slept });
      expect([slept, won]).toEqual([slept, false]);
    }
    expect((await readManifest(folder)).revision).toBe(last + 1);
  });
});
