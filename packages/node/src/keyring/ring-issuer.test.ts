import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDefaultEngine, EMPTY_MANIFEST, type KeyRingManifest } from '@drawbridge/core';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKey, addKeys } from './add-key.ts';
import { changeRing } from './change-ring.ts';
import { confirmRing } from './confirm-ring.ts';
import { importKeys } from './import-keys.ts';
import { readManifest } from './manifest-store.ts';
import { openKeyRing } from './open-key-ring.ts';
import { readRing } from './ring-issuer.ts';

const OURS = 'https://a.example';
const THEIRS = 'https://b.example';
let folder: string;
const clock = createTestClock();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
});
afterEach(() => rm(folder, { recursive: true }));

const open = (issuer: string, log = createLogRecorder()) =>
  openKeyRing({ folder, issuer, engine: createDefaultEngine(), clock, log, refresh: 0.02 });
const seen = (issuer: string) =>
  confirmRing(folder, clock, { issuer, kids: [], readBackAt: clock.seconds(), maxAge: 300 });
const owner = async () => (await readManifest(folder)).manifest.issuer;
const identity = (manifest: KeyRingManifest) => ({ manifest });

describe('the ring of an issuer', () => {
  it.each<[string, (issuer: string) => Promise<unknown>]>([
    ['opened', open],
    ['read', (issuer) => readRing(folder, issuer)],
    ['changed', (issuer) => changeRing(folder, clock, identity, { issuer })],
    ['given keys', (issuer) => addKey(folder, 'EdDSA', clock, { issuer })],
    ['confirmed', seen],
    ['imported into', (issuer) => importKeys(folder, [], clock, issuer)],
  ])('is not %s for another, and both are named', async (_, use) => {
    await addKey(folder, 'EdDSA', clock, { issuer: OURS });
    const before = [await readManifest(folder), await readdir(folder)];
    await expect(use(THEIRS)).rejects.toMatchObject({
      code: 'key_ring_unusable',
      message: expect.stringMatching(/issuer https:\/\/a\.example, not of https:\/\/b\.example/),
      hint: expect.stringMatching(/https:\/\/b\.example a data folder of its own.*keys import/),
    });
    expect([await readManifest(folder), await readdir(folder)]).toEqual(before);
  });

  it('stays that of the issuer whatever an operator changes', async () => {
    await addKey(folder, 'EdDSA', clock, { issuer: OURS });
    await addKey(folder, 'EdDSA', clock);
    expect(await owner()).toBe(OURS);
  });

  it('of an earlier release is read, and is that of the first who changes it for one', async () => {
    const { kid } = await addKey(folder, 'EdDSA', clock);
    for (const issuer of [OURS, THEIRS]) {
      const ring = await open(issuer);
      expect(ring.signingKey().kid).toBe(kid);
      ring.close();
    }
    expect(await owner()).toBeUndefined();
    expect(await addKeys(folder, () => [], clock, { issuer: OURS })).toEqual([]);
    expect(await owner()).toBe(OURS);
    await expect(open(THEIRS)).rejects.toMatchObject({ code: 'key_ring_unusable' });
  });

  it('is nobody’s while it has no keys, and is not begun by a look', async () => {
    await changeRing(folder, clock, identity, { issuer: OURS });
    expect(await readManifest(folder)).toEqual({ manifest: EMPTY_MANIFEST, revision: 0 });
  });

  it('is that of one, of many who begin it at once', async () => {
    const begin = (issuer: string) =>
      addKeys(folder, ({ keys }) => (keys.length === 0 ? ['EdDSA'] : []), clock, { issuer });
    const begun = await Promise.allSettled([OURS, THEIRS, OURS, THEIRS].map(begin));
    const winner = await owner();
    expect([OURS, THEIRS]).toContain(winner);
    expect(begun.map(({ status }) => status)).toEqual(
      [OURS, THEIRS, OURS, THEIRS].map((each) => (each === winner ? 'fulfilled' : 'rejected')),
    );
  });

  it('is not followed where it becomes another’s: the keys of before sign on', async () => {
    const { kid } = await addKey(folder, 'EdDSA', clock, { issuer: OURS });
    const log = createLogRecorder();
    const ring = await open(OURS, log);
    try {
      await changeRing(folder, clock, (manifest) => ({
        manifest: { ...manifest, issuer: THEIRS },
      }));
      await expect
        .poll(() => log.entries.map(({ event }) => event))
        .toEqual(['key ring not reloaded']);
      expect(ring.signingKey().kid).toBe(kid);
    } finally {
      ring.close();
    }
  });
});
