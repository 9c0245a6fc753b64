import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createDefaultEngine,
  DISCOVERY_PATH,
  JWKS_PATH,
  PUBLISH_DELAY,
  withdrawKey,
} from '@drawbridge/core';
import {
  addKey,
  changeRing,
  createHttpClient,
  parseKeys,
  readManifest,
  takeKey,
} from '@drawbridge/node';
import { createFolderPublisher } from '@drawbridge/node/publish';
import { createTestClock } from '@drawbridge/testing';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DISCOVERY_TYPE, JWKS_TYPE } from '../site.ts';
import { initSite } from './init-site.ts';
import { planFolder, publishFolder } from './publish-folder.ts';

const http = createHttpClient();
const remote = http.remote();
const engine = createDefaultEngine();
let clock = createTestClock();
let root: string;
let dir: string;
let web: string;
let issuer: string;
let server: Server;
/** What the public address shows in the place of what was published. */
let shows: ((path: string) => string | undefined) | undefined;

beforeEach(async () => {
  clock = createTestClock();
  root = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  [dir, web, shows] = [join(root, 'site'), join(root, 'web'), undefined];
  server = createServer((request, response) => {
    const path = request.url ?? '';
    const types: Record<string, string> = {
      [JWKS_PATH]: JWKS_TYPE,
      [DISCOVERY_PATH]: DISCOVERY_TYPE,
    };
    const head = { 'content-type': types[path] ?? 'text/html', 'cache-control': 'max-age=600' };
    const other = shows?.(path);
    const body = other === undefined ? readFile(join(web, path)) : Promise.resolve(other);
    body.then(
      (bytes) => response.writeHead(200, head).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const data = join(root, 'data');
  await initSite({ issuer, dir, data, algorithms: ['ES256'], engine, clock });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(root, { recursive: true });
});
afterAll(() => http.close());

const folder = () => join(root, 'data', 'keys');
const site = () => ({
  dir,
  ring: { folder: folder(), clock },
  publisher: createFolderPublisher(web),
});
const publish = () => publishFolder({ ...site(), remote, patience: 0 });
const keys = async () => (await readManifest(folder())).manifest.keys;

describe('publishFolder', () => {
  it('publishes, and the first key signs from when it was seen', async () => {
    expect(await keys()).toMatchObject([{ signsFrom: null }]);
    const { files, manifest } = await publish();
    expect(files.map(({ path, change }) => [path, change])).toEqual([
      [JWKS_PATH, 'created'],
      [DISCOVERY_PATH, 'created'],
      ['/index.html', 'created'],
    ]);
    expect(manifest.keys).toMatchObject([
      { readBackAt: clock.seconds(), signsFrom: clock.seconds() },
    ]);
    expect((await publish()).files.map(({ change }) => change)).toEqual(['same', 'same', 'same']);
  });

  it('has a successor sign when caches have seen it, and not before it was published', async () => {
    await publish();
    await addKey(folder(), 'ES256', clock);
    clock.advance(2 * PUBLISH_DELAY);
    expect((await keys())[1]).toMatchObject({ signsFrom: null });
    const { files, manifest } = await publish();
    expect(files[0]).toMatchObject({ change: 'changed', seen: { maxAge: 600 } });
    expect(manifest.keys[1]).toMatchObject({ signsFrom: clock.seconds() + 600 });
  });

  it('confirms nothing that was not seen, and goes on after that', async () => {
    shows = (path) => (path === DISCOVERY_PATH ? '<p>a page' : undefined);
    await expect(publish()).rejects.toMatchObject({ code: 'published_otherwise' });
    expect(await keys()).toMatchObject([{ signsFrom: null }]);
    shows = undefined;
    const { files } = await publish();
    expect(files.map(({ change }) => change)).toEqual(['same', 'same', 'created']);
    expect(await keys()).toMatchObject([{ signsFrom: clock.seconds() }]);
  });

  it('has a key that was taken over sign once it was seen', async () => {
    const [key] = parseKeys(
      generateKeyPairSync('ec', { namedCurve: 'P-256' })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
    );
    if (key === undefined) throw new TypeError('no key');
    await rm(join(root, 'data'), { recursive: true });
    await rm(dir, { recursive: true });
    const take = (kid = 'own') => takeKey(key, { kid, state: 'active', engine });
    const given = { kid: '1234', take };
    await initSite({ issuer, dir, data: join(root, 'data'), key: given, engine, clock });
    expect(await keys()).toMatchObject([{ kid: '1234', signsFrom: null }]);
    const { manifest } = await publish();
    expect(manifest.keys).toMatchObject([{ kid: '1234', signsFrom: clock.seconds() }]);
  });

  it('replaces keys of its own that were withdrawn, though the new one was never there', async () => {
    await publish();
    const [old] = await keys();
    if (old === undefined) throw new TypeError('no key');
    await addKey(folder(), 'ES256', clock, { signsFrom: clock.seconds() });
    await changeRing(folder(), clock, (ring) => ({ manifest: withdrawKey(ring, old.kid) }));
    const { files, manifest } = await publish();
    expect(files[0]).toMatchObject({ change: 'changed' });
    expect(manifest.keys).toMatchObject([{ signsFrom: clock.seconds() }]);
  });

  it('leaves the keys of another ring there, unless they are to be replaced', async () => {
    await publish();
    const before = await readFile(join(web, JWKS_PATH), 'utf8');
    [dir] = [join(root, 'site2')];
    const data = join(root, 'data2');
    await initSite({ issuer, dir, data, algorithms: ['ES256'], engine, clock });
    const other = { ...site(), ring: { folder: join(data, 'keys'), clock }, remote, patience: 0 };
    await expect(publishFolder(other)).rejects.toMatchObject({ code: 'publish_refused' });
    await expect(planFolder(other)).rejects.toMatchObject({ code: 'publish_refused' });
    expect(await readFile(join(web, JWKS_PATH), 'utf8')).toBe(before);
    const { manifest } = await publishFolder({ ...other, replace: true });
    expect(manifest.keys).toMatchObject([{ signsFrom: clock.seconds() + 600 }]);
  });

  it('leaves a ring of an earlier release alone that is not that of the site', async () => {
    const other = { folder: join(root, 'exchange', 'keys'), clock };
    await addKey(other.folder, 'ES256', clock);
    const before = await readFile(join(dir, JWKS_PATH), 'utf8');
    for (const act of [planFolder, publishFolder]) {
      await expect(act({ ...site(), ring: other, remote, patience: 0 })).rejects.toMatchObject({
        code: 'usage_invalid',
        message: expect.stringContaining('of which none is in the key ring') as string,
      });
    }
    expect(await readFile(join(dir, JWKS_PATH), 'utf8')).toBe(before);
    expect((await readManifest(other.folder)).manifest).not.toHaveProperty('issuer');
  });

  it('takes one whose key the site shows still, though it was withdrawn', async () => {
    const [old] = await keys();
    if (old === undefined) throw new TypeError('no key');
    await addKey(folder(), 'ES256', clock, { signsFrom: clock.seconds() });
    await changeRing(folder(), clock, (ring) => {
      const { issuer: _, ...unnamed } = withdrawKey(ring, old.kid);
      return { manifest: unnamed };
    });
    const { manifest } = await publish();
    expect(manifest).toMatchObject({ issuer, keys: [{ signsFrom: clock.seconds() }] });
  });

  it('serves in place where there is no other place', async () => {
    web = dir;
    const { files } = await publishFolder({ ...site(), publisher: undefined, remote, patience: 0 });
    expect(files.map(({ change }) => change)).toEqual(['same', 'same', 'same']);
  });

  it('says what is missing', async () => {
    await rm(join(dir, JWKS_PATH));
    await publish();
    await rm(join(dir, DISCOVERY_PATH));
    await expect(publish()).rejects.toMatchObject({
      code: 'usage_invalid',
      hint: expect.stringContaining('issuer init'),
    });
  });

  it('publishes a site that was made by hand, without a page for people', async () => {
    await rm(join(dir, 'index.html'));
    expect((await publish()).files).toHaveLength(2);
  });
});

describe('planFolder', () => {
  it('says what would change, and changes nothing', async () => {
    await publish();
    const added = await addKey(folder(), 'ES256', clock);
    const before = await readFile(join(dir, JWKS_PATH), 'utf8');
    const [jwks, ...others] = await planFolder(site());
    expect(jwks).toEqual({
      path: JWKS_PATH,
      change: 'changed',
      lines: [`+ keys: ${added.kid} (ES256)`],
    });
    expect(others.map(({ change }) => change)).toEqual(['same', 'same']);
    for (const place of [dir, web]) {
      expect(await readFile(join(place, JWKS_PATH), 'utf8')).toBe(before);
    }
  });

  it('refuses a private key that got into the site', async () => {
    await writeFile(join(dir, 'index.html'), '-----BEGIN PRIVATE KEY-----');
    await expect(planFolder(site())).rejects.toMatchObject({ code: 'publish_refused' });
  });
});
