import { createPrivateKey } from 'node:crypto';
import { mkdir, rename, chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DrawbridgeError,
  createDefaultEngine,
  type KeyEntry,
  PUBLISH_DELAY,
} from '@drawbridge/core';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addKey } from './add-key.ts';
import { readManifest } from './manifest-store.ts';
import { openKeyRing, type OpenKeyRing } from './open-key-ring.ts';

const ISSUER = 'https://oidc.example.com';
let folder: string;
let clock = createTestClock();
let log = createLogRecorder();
const rings: OpenKeyRing[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  clock = createTestClock();
  log = createLogRecorder();
});

afterEach(async () => {
  for (const ring of rings.splice(0)) ring.close();
  await rm(folder, { recursive: true });
});

async function open(refresh = 0.01): Promise<OpenKeyRing> {
  const ring = await openKeyRing({
    folder,
    issuer: ISSUER,
    engine: createDefaultEngine(),
    clock,
    log,
    refresh,
  });
  rings.push(ring);
  return ring;
}

async function faultOfOpening(): Promise<DrawbridgeError> {
  const error: unknown = await open().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'DrawbridgeError' });
  return error as DrawbridgeError;
}

function encrypt(pem: string): string {
  const options = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' } as const;
  return createPrivateKey(pem).export(options) as string;
}

const pathOf = (key: KeyEntry) => join(folder, key.material.file);
const add = () => addKey(folder, 'EdDSA', clock);

describe('openKeyRing refuses', () => {
  it.each([0o644, 0o640])('a private key of mode %o', async (mode) => {
    const key = await add();
    await chmod(pathOf(key), mode);
    const { code, message } = await faultOfOpening();
    expect(code).toBe('data_unusable');
    expect(message).toContain(pathOf(key));
  });

  it('a private key that is missing', async () => {
    const key = await add();
    await rm(pathOf(key));
    const { code, message } = await faultOfOpening();
    expect(code).toBe('data_unusable');
    expect(message).toContain(pathOf(key));
  });

  it.each([
    ['garbage', () => 'PLANTED garbage'],
    ['nothing', () => ''],
    ['cut off', (pem: string) => pem.slice(0, 60)],
    ['encrypted', encrypt],
    ['broken inside', (pem: string) => pem.replace(/\n(.{8})/, '\nAAAAAAAA')],
  ])('a private key that is %s, without quoting it', async (_, spoil) => {
    const key = await add();
    const pem = await readFile(pathOf(key), 'utf8');
    await writeFile(pathOf(key), spoil(pem));
    const error = await faultOfOpening();
    expect(error.code).toBe('key_ring_unusable');
    expect(error.message).toContain(pathOf(key));
    const said = `${error.message} ${error.hint} ${String(error.cause)} ${error.stack}`;
    expect(said).not.toContain('PLANTED');
    expect(said).not.toContain(pem.split('\n')[1]);
  });

  it('a private key of another kind than the manifest says', async () => {
    const key = await add();
    const other = await addKey(folder, 'ES256', clock);
    await writeFile(pathOf(key), await readFile(pathOf(other)));
    expect((await faultOfOpening()).code).toBe('key_ring_unusable');
  });

  it('a private key that belongs to another key of the same kind', async () => {
    const key = await add();
    const other = await add();
    await writeFile(pathOf(key), await readFile(pathOf(other)));
    const { code, message } = await faultOfOpening();
    expect(code).toBe('key_ring_unusable');
    expect(message).toContain(pathOf(key));
  });

  it('a folder or a manifest that others may write to', async () => {
    await add();
    for (const path of [join(folder, 'ring.1.json'), folder]) {
      await chmod(path, 0o722);
      const { code, message } = await faultOfOpening();
      expect(code).toBe('data_unusable');
      expect(message).toContain(`${path} can be written to by other users`);
      await chmod(path, 0o700);
    }
  });

  it('a broken manifest', async () => {
    await writeFile(join(folder, 'ring.1.json'), '{');
    expect((await faultOfOpening()).code).toBe('key_ring_unusable');
  });
});

describe('openKeyRing', () => {
  it('shows the ring as the manifest has it', async () => {
    const key = await add();
    const ring = await open();
    expect(ring.publicKeys()).toEqual([key.publicJwk]);
    expect(ring.algorithms()).toEqual(['EdDSA']);
    expect(ring.signingKey()).toMatchObject({ kid: key.kid, alg: 'EdDSA' });
  });

  it('opens an empty ring, which cannot sign', async () => {
    const ring = await open();
    expect(ring.publicKeys()).toEqual([]);
    expect(() => ring.signingKey()).toThrow(expect.objectContaining({ code: 'key_ring_unusable' }));
  });

  it('follows the manifest, and signs with a new key when its time has come', async () => {
    const first = await add();
    const ring = await open();
    const second = await add();
    await vi.waitFor(() => expect(ring.publicKeys()).toHaveLength(2), { interval: 5 });
    expect(ring.signingKey().kid).toBe(first.kid);
    clock.advance(PUBLISH_DELAY);
    expect(ring.signingKey().kid).toBe(second.kid);
    expect(log.entries).toEqual([
      { level: 'info', event: 'key ring reloaded', fields: { revision: 2 } },
    ]);
  });

  it('does not need the private keys that sign no more', async () => {
    const first = await add();
    await add();
    clock.advance(PUBLISH_DELAY);
    await rm(pathOf(first));
    const ring = await open();
    expect(ring.publicKeys()).toHaveLength(2);
  });

  it('keeps the last good ring when a newer one is broken, says so, and recovers', async () => {
    const key = await add();
    const ring = await open();
    const broken = join(folder, 'ring.2.json');
    await writeFile(broken, '{"version":2}');
    await vi.waitFor(() => expect(log.text()).toContain('key ring not reloaded'), {
      interval: 5,
    });
    expect(log.text()).toContain(broken);
    expect(ring.signingKey().kid).toBe(key.kid);

    await rm(broken);
    const next = await add();
    await vi.waitFor(() => expect(ring.publicKeys()).toHaveLength(2), { interval: 5 });
    expect(ring.publicKeys()[1]?.kid).toBe(next.kid);
  });

  it('keeps the last good ring when the private key of a newer one is open to others', async () => {
    const key = await add();
    const ring = await open(0.05);
    const next = await add();
    await chmod(pathOf(next), 0o644);
    await vi.waitFor(() => expect(log.entries.length).toBeGreaterThan(0), { interval: 5 });
    expect(ring.signingKey().kid).toBe(key.kid);
  });

  it('keeps the last good ring when its folder is moved away, or is a volume that is not mounted', async () => {
    const key = await add();
    const ring = await open();
    const away = `${folder}-away`;
    await rename(folder, away);
    await vi.waitFor(() => expect(log.text()).toContain('key ring not reloaded'), { interval: 5 });
    expect(log.text()).toContain(`${folder} has no keys any more`);
    expect(ring.publicKeys()).toEqual([key.publicJwk]);
    expect(ring.signingKey().kid).toBe(key.kid);

    await rename(away, folder);
    await add();
    await vi.waitFor(() => expect(ring.publicKeys()).toHaveLength(2), { interval: 5 });
  });

  it('does not go over to a ring that was begun in the place of its own', async () => {
    const key = await add();
    await add();
    const ring = await open();
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await add();
    await vi.waitFor(() => expect(log.text()).toContain('another ring'), { interval: 5 });
    expect(log.text()).toContain('key ring not reloaded');
    expect(ring.publicKeys()).toHaveLength(2);
    expect(ring.signingKey().kid).toBe(key.kid);
  });

  it('notices a ring that was begun in the place of its own and has the same revision, each time', async () => {
    const key = await add();
    const ring = await open();
    const other = await mkdtemp(join(tmpdir(), 'drawbridge-other-'));
    await addKey(other, 'EdDSA', clock);
    const [away, strange] = [join(folder, 'ring.away'), join(other, 'ring.1.json')];
    const own = join(folder, 'ring.1.json');
    const manifest = await readFile(own);
    for (const times of [1, 2]) {
      await rename(own, away);
      await writeFile(own, await readFile(strange), { mode: 0o600 });
      await vi.waitFor(() => expect(log.text().match(/another ring/g)).toHaveLength(times), {
        interval: 5,
      });
      expect(ring.publicKeys()).toEqual([key.publicJwk]);
      expect(ring.signingKey().kid).toBe(key.kid);
      await rm(own);
      await rename(away, own);
      await vi.waitFor(() => expect(log.text().match(/ring as before/g)).toHaveLength(times), {
        interval: 5,
      });
    }
    expect(await readFile(own)).toEqual(manifest);
    expect(log.entries.filter(({ event }) => event === 'key ring reloaded')).toEqual([]);
    await rm(other, { recursive: true });
  });

  it('follows what a revision says when that changes and its number does not', async () => {
    const first = await add();
    await add();
    const ring = await open();
    const path = join(folder, 'ring.2.json');
    const { version, keys } = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify({ version, keys: keys.slice(0, 1) }), { mode: 0o600 });
    await vi.waitFor(() => expect(ring.publicKeys()).toEqual([first.publicJwk]), { interval: 5 });
  });

  it('goes back to a revision before, when the newest is moved away', async () => {
    const key = await add();
    await add();
    const ring = await open();
    await rm(join(folder, 'ring.2.json'));
    await vi.waitFor(() => expect(ring.publicKeys()).toEqual([key.publicJwk]), { interval: 5 });
  });

  it('stops following once it is closed', async () => {
    await add();
    const ring = await open();
    const other = await open();
    ring.close();
    await add();
    await vi.waitFor(() => expect(other.publicKeys()).toHaveLength(2), { interval: 5 });
    expect((await readManifest(folder)).revision).toBe(2);
    expect(ring.publicKeys()).toHaveLength(1);
  });
});
