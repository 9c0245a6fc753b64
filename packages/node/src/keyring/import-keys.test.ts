import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDefaultEngine, silentLog } from '@drawbridge/core';
import { createTestClock, testKey } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKey } from './add-key.ts';
import { importKeys, type KeyToImport } from './import-keys.ts';
import { readManifest } from './manifest-store.ts';
import { openKeyRing } from './open-key-ring.ts';

const ISSUER = 'https://oidc.example.com';
const clock = createTestClock();
const [rsa, ec, old] = await Promise.all([
  testKey('RS256'),
  testKey('ES256'),
  testKey('ES256', 'old'),
]);
const KEYS: readonly KeyToImport[] = [
  { ...rsa, thumbprint: 'a'.repeat(43), state: 'active' },
  { ...ec, thumbprint: 'b'.repeat(43), state: 'active' },
  publicOnly({ ...old, thumbprint: 'c'.repeat(43), state: 'retired' }),
];

function publicOnly(whole: KeyToImport): KeyToImport {
  const { pkcs8: _, ...key } = whole;
  return key;
}

let root: string;
let folder: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  folder = join(root, 'keys');
});

afterEach(() => rm(root, { recursive: true }));

describe('importKeys', () => {
  it('begins a ring that signs at once', async () => {
    const { keys, changed } = await importKeys(folder, KEYS, clock, ISSUER);
    expect(changed).toBe(true);
    expect(keys.map(({ kid }) => kid)).toEqual([rsa.kid, ec.kid, old.kid]);
    const engine = createDefaultEngine();
    const ring = await openKeyRing({ folder, issuer: ISSUER, engine, clock, log: silentLog });
    try {
      expect(ring.algorithms()).toEqual(['RS256', 'ES256']);
      expect(ring.signingKey('ES256').kid).toBe(ec.kid);
      expect(ring.publicKeys().map(({ kid }) => kid)).toEqual([rsa.kid, ec.kid, old.kid]);
    } finally {
      ring.close();
    }
  });

  it('gives each private key a file for this user alone, and others none', async () => {
    await importKeys(folder, KEYS, clock, ISSUER);
    expect((await readdir(folder)).sort()).toEqual([
      `${'a'.repeat(43)}.pem`,
      `${'b'.repeat(43)}.pem`,
      'ring.1.json',
    ]);
    expect((await stat(join(folder, `${'a'.repeat(43)}.pem`))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('may be repeated, and later too', async () => {
    const first = await importKeys(folder, KEYS, clock, ISSUER);
    clock.advance(200_000);
    const again = await importKeys(folder, KEYS.toReversed(), clock, ISSUER);
    expect(again).toEqual({ keys: first.keys, changed: false });
    expect((await readManifest(folder)).revision).toBe(1);
  });

  it('restores a key file that is lost', async () => {
    await importKeys(folder, KEYS, clock, ISSUER);
    await rm(join(folder, `${'b'.repeat(43)}.pem`));
    await importKeys(folder, KEYS, clock, ISSUER);
    expect(await readdir(folder)).toContain(`${'b'.repeat(43)}.pem`);
  });

  it('completes what a killed process began', async () => {
    await importKeys(folder, KEYS, clock, ISSUER);
    await rm(join(folder, 'ring.1.json'));
    expect(await importKeys(folder, KEYS, clock, ISSUER)).toMatchObject({ changed: true });
  });

  it('has one winner of ten that do the same at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 10 }, () => importKeys(folder, KEYS, clock, ISSUER)),
    );
    expect(all.filter(({ changed }) => changed)).toHaveLength(1);
    expect((await readManifest(folder)).revision).toBe(1);
    expect((await readdir(folder)).filter((name) => name.endsWith('.pem'))).toHaveLength(2);
  });

  it.each([
    ['other keys', KEYS.slice(0, 1)],
    ['the same keys to another purpose', [...KEYS.slice(0, 1), ...KEYS.slice(1).map(retire)]],
  ])('leaves a ring alone that has %s', async (_, keys) => {
    await importKeys(folder, keys, clock, ISSUER);
    const before = await readManifest(folder);
    const files = (await readdir(folder)).sort();
    await expect(importKeys(folder, KEYS, clock, ISSUER)).rejects.toMatchObject({
      code: 'key_ring_unusable',
      message: expect.stringContaining('has keys already'),
    });
    expect(await readManifest(folder)).toEqual(before);
    expect((await readdir(folder)).sort()).toEqual(files);
  });

  it('leaves a ring alone that has a generated key', async () => {
    await addKey(folder, 'EdDSA', clock);
    const files = (await readdir(folder)).sort();
    await expect(importKeys(folder, KEYS, clock, ISSUER)).rejects.toMatchObject({
      code: 'key_ring_unusable',
    });
    expect((await readdir(folder)).sort()).toEqual(files);
  });

  it('says so when the folder cannot be made', async () => {
    await writeFile(folder, 'in the way');
    await expect(importKeys(folder, KEYS, clock, ISSUER)).rejects.toMatchObject({
      code: 'data_unusable',
    });
  });
});

function retire(key: KeyToImport): KeyToImport {
  return publicOnly({ ...key, state: 'retired' });
}
