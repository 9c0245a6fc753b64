import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentMetrics, type Metrics } from '@drawbridge/core';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureKeys, keepKeys } from './keep-keys.ts';
import { readManifest } from './manifest-store.ts';

const DAY = 86_400;
const ISSUER = 'https://bridge.example.com';
let folder: string;
let clock = createTestClock();
let log = createLogRecorder();
let looks = 0;
const stops: (() => void)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  clock = createTestClock();
  log = createLogRecorder();
});

afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  // One that is under way still writes.
  await rm(folder, { recursive: true, maxRetries: 10 });
});

async function replica(rotateEvery: number | undefined, metrics: Metrics = silentMetrics) {
  const { manifest } = await readManifest(folder);
  const keyRing = {
    manifest() {
      looks += 1;
      return manifest;
    },
  };
  const keys = { algorithms: ['EdDSA', 'ES256'] as const, rotateEvery };
  stops.push(
    keepKeys({ folder, issuer: ISSUER, keys, clock, log, metrics, keyRing, lookEvery: 0.02 }),
  );
}

/** Each look begins with the manifest: once some more have begun, others have ended. */
async function looksMore(count: number) {
  const enough = looks + count;
  await expect.poll(() => looks, { interval: 5 }).toBeGreaterThanOrEqual(enough);
}

const ensure = (algorithms?: readonly ('EdDSA' | 'ES256')[]) =>
  ensureKeys(
    folder,
    { issuer: ISSUER, keys: { algorithms }, signing: { default: 'EdDSA' } },
    clock,
  );
const keysNow = async () => (await readManifest(folder)).manifest.keys;

describe('ensureKeys', () => {
  it('makes all that are configured, and they begin together', async () => {
    await ensure(['EdDSA', 'ES256']);
    const keys = await keysNow();
    expect(keys.map(({ alg }) => alg)).toEqual(['EdDSA', 'ES256']);
    expect(keys.map(({ signsFrom }) => signsFrom)).toEqual([clock.seconds(), clock.seconds()]);
    expect(await ensure(['EdDSA', 'ES256'])).toEqual([]);
  });

  it('adds one that is configured later, which is published first', async () => {
    await ensure();
    const [added] = await ensure(['EdDSA', 'ES256']);
    expect(added).toMatchObject({ alg: 'ES256', signsFrom: clock.seconds() + 3600 });
    expect(await ensure(['EdDSA', 'ES256'])).toEqual([]);
  });

  it('begins no ring where one is in use: its folder is lost then', async () => {
    const configured = {
      issuer: ISSUER,
      keys: { algorithms: ['EdDSA'] as const },
      signing: undefined,
    };
    expect(await ensureKeys(folder, configured, clock, false)).toEqual([]);
    expect(await keysNow()).toEqual([]);
    await ensure();
    const [added] = await ensureKeys(
      folder,
      { ...configured, keys: { algorithms: ['ES256'] } },
      clock,
      false,
    );
    expect(added).toMatchObject({ alg: 'ES256' });
  });

  it('is asked by many at once and makes each key once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => ensure(['EdDSA', 'ES256'])));
    expect(await keysNow()).toHaveLength(2);
  });
});

describe('keepKeys', () => {
  it('makes one successor for each key, of any number of replicas, and in time', async () => {
    await ensure(['EdDSA', 'ES256']);
    const begun = clock.seconds();
    for (let count = 0; count < 4; count++) await replica(10 * DAY);
    clock.advance(10 * DAY - 3600 - 1);
    await looksMore(12);
    expect(await keysNow()).toHaveLength(2);
    clock.advance(1);
    await expect.poll(async () => (await keysNow()).length, { timeout: 10_000 }).toBe(4);
    await looksMore(12);
    const keys = await keysNow();
    expect(keys).toHaveLength(4);
    for (const { signsFrom } of keys.slice(2)) expect(signsFrom).toBe(begun + 10 * DAY);
    expect((await readdir(folder)).filter((name) => name.endsWith('.pem'))).toHaveLength(4);
    expect(log.entries.filter(({ event }) => event === 'signing key rotated')).toHaveLength(2);
  });

  it('does nothing by itself unless told to', async () => {
    await ensure();
    await replica(undefined);
    clock.advance(3650 * DAY);
    await looksMore(3);
    expect(await keysNow()).toHaveLength(1);
  });

  it('tells since when a key has signed', async () => {
    await ensure();
    const begun = clock.seconds();
    clock.advance(5);
    const told: unknown[] = [];
    const metrics: Metrics = { ...silentMetrics, set: (...row: unknown[]) => void told.push(row) };
    await replica(undefined, metrics);
    expect(told[0]).toEqual([
      'drawbridge_signing_key_active_timestamp_seconds',
      { alg: 'EdDSA' },
      begun,
    ]);
  });

  it('logs a rotation that fails, and tries again', async () => {
    await ensure();
    const elsewhere = join(folder, 'ring.2.json');
    const { writeFile } = await import('node:fs/promises');
    await replica(10 * DAY);
    await writeFile(elsewhere, 'broken', { mode: 0o600 });
    clock.advance(20 * DAY);
    await expect
      .poll(() => log.entries.filter(({ event }) => event === 'keys not rotated').length, {
        timeout: 10_000,
      })
      .toBeGreaterThan(0);
    await rm(elsewhere);
    await expect.poll(async () => (await keysNow()).length, { timeout: 10_000 }).toBe(2);
  });
});
