import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDefaultEngine, holdUnread, PUBLISH_DELAY, releaseHeld } from '@drawbridge/core';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKey } from './add-key.ts';
import { changeRing } from './change-ring.ts';
import { confirmRing } from './confirm-ring.ts';
import { readManifest } from './manifest-store.ts';
import { openKeyRing } from './open-key-ring.ts';

const ISSUER = 'https://oidc.example.com';
let folder: string;
let clock = createTestClock();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  clock = createTestClock();
});

afterEach(() => rm(folder, { recursive: true }));

const addHeld = () => addKey(folder, 'EdDSA', clock, { before: holdUnread, issuer: ISSUER });
const seen = (...kids: readonly string[]) =>
  confirmRing(folder, clock, { issuer: ISSUER, kids, readBackAt: clock.seconds(), maxAge: 300 });

describe('confirmRing', () => {
  it('lets the first key sign, and a later one when its time is full, of however many that note it', async () => {
    const first = await addHeld();
    await seen(first.kid);
    const second = await addHeld();
    clock.advance(PUBLISH_DELAY);
    const noted = await Promise.all(Array.from({ length: 5 }, () => seen(first.kid, second.kid)));
    for (const { keys } of noted) {
      expect(keys).toMatchObject([
        { signsFrom: first.publishedAt, signsUntil: clock.seconds() + 300 },
        { readBackAt: clock.seconds(), signsFrom: clock.seconds() + 300 },
      ]);
    }
    expect((await readManifest(folder)).revision).toBe(4);
  });

  it('writes nothing where nothing waits, or the ring is served from here', async () => {
    const { kid } = await addHeld();
    await seen('another');
    await seen(kid);
    await seen(kid);
    expect((await readManifest(folder)).revision).toBe(2);
    await changeRing(folder, clock, (manifest, now) => ({ manifest: releaseHeld(manifest, now) }));
    await seen(kid);
    expect((await readManifest(folder)).revision).toBe(3);
  });

  it('is followed by a ring that is open, whose clock nobody can set forward', async () => {
    const first = await addHeld();
    const ring = await openKeyRing({
      folder,
      issuer: ISSUER,
      clock,
      engine: createDefaultEngine(),
      log: createLogRecorder(),
      refresh: 0.02,
    });
    try {
      expect(() => ring.signingKey()).toThrow(expect.objectContaining({ code: 'key_unpublished' }));
      expect(ring.publicKeys()).toHaveLength(1);
      clock.step(1_000_000);
      await seen(first.kid);
      await expect.poll(() => ring.algorithms()).toEqual(['EdDSA']);
      const second = await addHeld();
      await seen(second.kid);
      // Of two revisions the second is the one that sets an end.
      await expect.poll(() => ring.changesAt()).toBeLessThan(Infinity);
      expect(ring.publicKeys()).toHaveLength(2);
      clock.step(2 * PUBLISH_DELAY);
      expect(ring.signingKey().kid).toBe(first.kid);
      clock.advance(PUBLISH_DELAY);
      expect(ring.signingKey().kid).toBe(second.kid);
    } finally {
      ring.close();
    }
  });
});
