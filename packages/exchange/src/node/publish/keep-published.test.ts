import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createDefaultEngine,
  generateKey,
  type Metrics,
  PUBLISH_DELAY,
  silentMetrics,
} from '@drawbridge/core';
import { addKey, createHttpClient, ensureKeys, openKeyRing, readManifest } from '@drawbridge/node';
import { createFolderPublisher } from '@drawbridge/node/publish';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepPublished } from './keep-published.ts';

const http = createHttpClient();
const cleanUps: (() => unknown)[] = [];
let root: string;
let site: string;
let server: Server;
let issuer: string;
let clock = createTestClock();
let log = createLogRecorder();
/** What the public address shows in the place of the keys. */
let shows: string | undefined;
let failures = 0;
const metrics: Metrics = {
  ...silentMetrics,
  count: (name) => void (failures += name === 'drawbridge_publish_failures_total' ? 1 : 0),
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  site = join(root, 'site');
  clock = createTestClock();
  log = createLogRecorder();
  [shows, failures] = [undefined, 0];
  server = createServer((request, response) => {
    const path = request.url ?? '';
    const isKeys = path.endsWith('jwks.json');
    const type = isKeys ? 'application/jwk-set+json' : 'application/json';
    const head = { 'content-type': type, 'cache-control': 'max-age=300' };
    const body =
      isKeys && shows !== undefined ? Promise.resolve(shows) : readFile(join(site, path));
    body.then(
      (bytes) => response.writeHead(200, head).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(root, { recursive: true, maxRetries: 10 });
});

const folder = () => join(root, 'keys');
const manifest = async () => (await readManifest(folder())).manifest;
const ensure = (publish: { folder: string } | undefined) =>
  ensureKeys(folder(), { issuer, keys: { algorithms: ['EdDSA'] }, publish }, clock);

/** A replica that keeps the site, and its ring. */
async function replica(withCertificates = false, patience = 0) {
  await ensure({ folder: site });
  const engine = createDefaultEngine();
  const keyRing = await openKeyRing({
    folder: folder(),
    issuer,
    engine,
    clock,
    log,
    refresh: 0.02,
  });
  const stop = keepPublished({
    folder: folder(),
    issuer,
    claims: ['iss', 'sub'],
    publisher: createFolderPublisher(site),
    keyRing,
    schedule: {},
    maxAge: undefined,
    withCertificates,
    clock,
    log,
    metrics,
    http,
    lookEvery: 0.02,
    patience,
  });
  cleanUps.push(() => keyRing.close(), stop);
  return keyRing;
}

const failed = () => log.entries.filter(({ event }) => event === 'documents not published');

it('publishes at start, and the first key signs once it was read back, of any number of replicas', async () => {
  const rings = await Promise.all([replica(), replica(), replica()]);
  for (const ring of rings) await expect.poll(() => ring.algorithms()).toEqual(['EdDSA']);
  const { keys } = await manifest();
  expect(keys).toMatchObject([{ readBackAt: clock.seconds(), signsFrom: clock.seconds() }]);
  expect(
    JSON.parse(await readFile(join(site, '.well-known/openid-configuration'), 'utf8')),
  ).toEqual({
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['EdDSA'],
    claims_supported: ['iss', 'sub'],
  });
  expect(failures).toBe(0);
});

it('says that it waits to see its keys, before its patience is over', async () => {
  shows = '{}';
  const ring = await replica(false, 60);
  const unseen = () => log.entries.filter(({ event }) => event === 'document not seen yet');
  await expect.poll(unseen).toMatchObject([{ fields: { path: '/.well-known/jwks.json' } }]);
  shows = undefined;
  await expect.poll(() => ring.algorithms(), { timeout: 5_000 }).toEqual(['EdDSA']);
  expect([unseen().length, failures]).toEqual([1, 0]);
});

it('publishes certificates, and has the key that signs come first when that changes', async () => {
  const ring = await replica(true);
  await expect.poll(() => ring.algorithms()).toEqual(['EdDSA']);
  const published = async () => {
    const text = await readFile(join(site, '.well-known/jwks.json'), 'utf8');
    const { keys } = JSON.parse(text) as { keys: { kid: string; x5c: [string] }[] };
    for (const { x5c } of keys) expect(x5c[0]).toMatch(/^MII?/);
    return keys.map(({ kid }) => kid);
  };
  const first = ring.signingKey().kid;
  const next = await addKey(folder(), 'EdDSA', clock);
  await expect.poll(published).toEqual([first, next.kid]);
  await expect.poll(async () => (await manifest()).keys[1]?.readBackAt).toBe(clock.seconds());
  await expect.poll(() => ring.changesAt()).toBeLessThan(Infinity);
  clock.advance(PUBLISH_DELAY);
  await expect.poll(() => ring.signingKey().kid).toBe(next.kid);
  await expect.poll(published).toEqual([next.kid, first]);
});

it('keeps the old key signing while what is public is old, says so once, and heals', async () => {
  const ring = await replica();
  await expect.poll(() => ring.algorithms()).toEqual(['EdDSA']);
  const { kid } = ring.signingKey();
  shows = await readFile(join(site, '.well-known/jwks.json'), 'utf8');
  const next = await addKey(folder(), 'EdDSA', clock);
  await expect.poll(() => failed().length).toBe(1);
  for (let attempt = 0; attempt < 3; attempt++) {
    const before = failures;
    clock.advance(PUBLISH_DELAY);
    await expect.poll(() => failures).toBeGreaterThan(before);
  }
  expect(ring.signingKey().kid).toBe(kid);
  expect(failed()).toHaveLength(1);
  expect(failed()[0]?.fields).toMatchObject({ detail: expect.stringContaining('other content') });
  shows = undefined;
  clock.advance(PUBLISH_DELAY);
  await expect.poll(async () => (await manifest()).keys[1]?.readBackAt).toBe(clock.seconds());
  await expect.poll(() => ring.changesAt()).toBeLessThan(Infinity);
  clock.advance(300);
  await expect.poll(() => ring.signingKey().kid).toBe(next.kid);
});

it('leaves the keys of another issuer, and tells so as of any publish that fails', async () => {
  const path = join(site, '.well-known/jwks.json');
  const { publicJwk } = await generateKey('EdDSA');
  const others = JSON.stringify({ keys: [publicJwk] });
  await mkdir(join(site, '.well-known'), { recursive: true });
  await writeFile(path, others);
  const ring = await replica();
  await expect.poll(() => failed().length).toBe(1);
  expect(failed()[0]?.fields).toMatchObject({
    detail: expect.stringContaining(`none of this key ring: ${publicJwk.kid}`),
    hint: expect.stringContaining('remove the file there'),
  });
  expect(failures).toBe(1);
  expect(ring.algorithms()).toEqual([]);
  expect(await readFile(path, 'utf8')).toBe(others);
  await rm(path);
  clock.advance(300);
  await expect.poll(async () => (await manifest()).keys[0]?.readBackAt).toBe(clock.seconds());
  // Caches may have the others' for as long as they were served for.
  await expect.poll(() => ring.changesAt()).toBe(clock.seconds() + 300);
  expect(ring.algorithms()).toEqual([]);
  clock.advance(300);
  expect(ring.algorithms()).toEqual(['EdDSA']);
});

it('puts right what somebody writes over its own keys later', async () => {
  const ring = await replica();
  await expect.poll(() => ring.algorithms()).toEqual(['EdDSA']);
  await expect.poll(() => log.entries.map(({ event }) => event)).toContain('documents published');
  const path = join(site, '.well-known/jwks.json');
  const own = await readFile(path, 'utf8');
  const { publicJwk } = await generateKey('EdDSA');
  await writeFile(path, JSON.stringify({ keys: [publicJwk] }));
  const passed = async () => {
    clock.advance(300);
    return readFile(path, 'utf8');
  };
  await expect.poll(passed).toBe(own);
  expect(failures).toBe(0);
});

it('waits anew for a ring that signed, and lets go of it when the documents are served from here again', async () => {
  await ensure(undefined);
  expect((await manifest()).keys).toMatchObject([{ signsFrom: clock.seconds() }]);
  await ensure({ folder: site });
  expect(await manifest()).toMatchObject({ readBack: true, keys: [{ signsFrom: null }] });
  await ensure(undefined);
  expect(await manifest()).not.toHaveProperty('readBack');
  expect((await manifest()).keys).toMatchObject([{ signsFrom: clock.seconds() }]);
});

it('says when a replica that does not publish has let go of its ring, once', async () => {
  const ring = await replica();
  await expect.poll(() => ring.algorithms()).toEqual(['EdDSA']);
  const told = () => log.entries.filter(({ event }) => event === 'keys wait for nobody');
  expect(told()).toEqual([]);
  await ensure(undefined);
  await expect.poll(() => told().length).toBe(1);
  expect(told()[0]).toMatchObject({ level: 'warn', fields: { folder: folder() } });
  await addKey(folder(), 'EdDSA', clock);
  await expect.poll(() => ring.publicKeys().length).toBe(2);
  const path = join(site, '.well-known/jwks.json');
  await expect
    .poll(async () => (JSON.parse(await readFile(path, 'utf8')) as { keys: [] }).keys.length)
    .toBe(2);
  expect(told()).toHaveLength(1);
  // As at the start of one that publishes.
  await ensure({ folder: site });
  await expect.poll(async () => (await manifest()).keys[0]?.signsFrom).toBe(clock.seconds());
  await ensure(undefined);
  await expect.poll(() => told().length).toBe(2);
});

it.each([
  ['is lost', async () => {}],
  [
    'has another ring',
    async () => {
      await addKey(folder(), 'EdDSA', clock, { issuer });
    },
  ],
])('leaves what is public where the folder of its ring %s', async (_, begin) => {
  const ring = await replica();
  await expect.poll(() => ring.algorithms()).toEqual(['EdDSA']);
  await expect.poll(() => log.entries.map(({ event }) => event)).toContain('documents published');
  const path = join(site, '.well-known/jwks.json');
  const own = await readFile(path, 'utf8');
  await rm(folder(), { recursive: true });
  await begin();
  const passed = () => {
    clock.advance(300);
    return failures;
  };
  await expect.poll(passed).toBeGreaterThan(0);
  expect(failed()[0]?.fields).toMatchObject({
    detail: expect.stringContaining('those in memory stay in use'),
  });
  expect(await readFile(path, 'utf8')).toBe(own);
  expect(ring.algorithms()).toEqual(['EdDSA']);
});
