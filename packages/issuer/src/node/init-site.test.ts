import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Algorithm,
  createDefaultEngine,
  joinKeys,
  member,
  systemClock,
} from '@drawbridge/core';
import { addKey, changeRing, parseKeys, readManifest, takeKey } from '@drawbridge/node';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GivenKey } from './adopt-site.ts';
import { initSite, type InitSiteOptions } from './init-site.ts';
import { readSite } from './read-site.ts';
import { refreshSite } from './refresh-site.ts';

const engine = createDefaultEngine();
const clock = systemClock;
const issuer = 'https://oidc.example.com';
let root: string;
let dir: string;
let data: string;
let pem: string;
let jwk: Record<string, unknown>;

beforeAll(() => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const { n, e } = privateKey.export({ format: 'jwk' });
  jwk = { kty: 'RSA', alg: 'RS256', use: 'sig', n, e, kid: '1234' };
});
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-site-'));
  dir = join(root, 'site');
  data = join(root, 'data');
});
afterEach(() => rm(root, { recursive: true }));

// A key of a curve is made in no time.
const init = (more: Partial<InitSiteOptions> = {}) =>
  initSite({ issuer, dir, data, algorithms: ['ES256'], engine, clock, ...more });
const given = (kid?: string): GivenKey => ({
  ...(kid !== undefined && { kid }),
  take: (name) => {
    const [key] = parseKeys(pem);
    if (key === undefined) throw new TypeError('no key');
    return takeKey(key, { kid: name, state: 'active', engine });
  },
});
/** Of the same length, and not that of the key, however that begins. */
const anotherModulus = () => {
  const n = String(jwk['n']);
  return `${n.startsWith('z') ? 'y' : 'z'}${n.slice(1)}`;
};
const discovery = () => join(dir, '.well-known/openid-configuration');
const json = async (path: string) => JSON.parse(await readFile(path, 'utf8'));

/** Every file below a folder, and what is in it. */
async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)),
  );
}

async function refused(words: RegExp, more: Partial<InitSiteOptions> = {}, code = 'usage_invalid') {
  const before = await contents(root);
  await expect(init(more)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(words),
  });
  expect(await contents(root)).toEqual(before);
}

/** The ring as an earlier release has made it. */
async function forgetIssuer() {
  await changeRing(join(data, 'keys'), clock, (current) => {
    const { issuer: _, ...manifest } = current;
    return { manifest };
  });
}

describe('initSite refuses', () => {
  it('private keys in the site, and a site among the state', async () => {
    await refused(/data folder .* is inside of the site/, { data: join(dir, 'data') });
    await refused(/data folder .* is inside of the site/, { data: dir });
    await refused(/site .* is inside of the data folder/, { dir: join(data, 'site') });
    await refused(/is inside of/, { dir: join(root, 'x'), data: join(root, 'x', '..data') });
    await mkdir(dir);
    await symlink(dir, join(root, 'link'));
    await refused(/is inside of the site/, { data: join(root, 'link', 'data') });
  });

  it('a folder beside it whose name begins alike is fine', async () => {
    await expect(init({ data: `${dir}-data` })).resolves.toMatchObject({ outcome: 'made' });
  });

  it('the key ring of a service that publishes by itself', async () => {
    await addKey(join(data, 'keys'), 'ES256', clock);
    await refused(/has keys already, which are not those of a site/);
  });

  const both = /is that of the issuer https:\/\/oidc.example.com, not of https:\/\/b.example/;
  const second = () => ({ dir: join(root, 'second'), issuer: 'https://b.example' });

  it('a second site of one key ring, new or taken over', async () => {
    await init();
    await refused(both, second(), 'key_ring_unusable');
    await refused(both, { ...second(), key: given('1234') }, 'key_ring_unusable');
    await init({ ...second(), data: join(root, 'second-data') });
    await refused(both, second(), 'key_ring_unusable');
    const adopted = { ...second(), key: given('1234'), algorithms: undefined };
    await refused(both, adopted, 'key_ring_unusable');
  });

  it('the ring of an earlier release, of which the site shows nothing', async () => {
    await init();
    await forgetIssuer();
    await refused(/has keys already, this site shows none of them/, second());
    await unlink(discovery());
    expect(await init()).toMatchObject({ outcome: 'made' });
    expect((await readManifest(join(data, 'keys'))).manifest.issuer).toBe(issuer);
    await refused(both, second(), 'key_ring_unusable');
  });

  it('to publish the keys of another site', async () => {
    await init();
    await init({ ...second(), data: join(root, 'second-data') });
    const before = await contents(root);
    await expect(
      refreshSite(second().dir, { folder: join(data, 'keys'), clock }),
    ).rejects.toMatchObject({ code: 'key_ring_unusable', message: expect.stringMatching(both) });
    expect(await contents(root)).toEqual(before);
  });

  it('to make a site into another', async () => {
    await init();
    await refused(/its issuer is https:\/\/oidc.example.com, not https:\/\/b.example/, {
      issuer: 'https://b.example',
    });
    await refused(/its keys are at \/.well-known\/jwks.json, not \/jwks\/keys/, {
      jwksPath: '/jwks/keys',
    });
    await refused(/its keys have no x5c/, { withCertificates: true });
    await refused(/it has no key for RS256/, { algorithms: ['RS256'] });
    await refused(/none is in the key ring/, { data: join(root, 'other') });
  });

  it.each([
    '',
    '[]',
    '{}',
    '{"issuer":"https://a.example"}',
    '{"issuer":7,"jwks_uri":"https://a.example/x"}',
  ])('a discovery document %j', async (text) => {
    await mkdir(join(dir, '.well-known'), { recursive: true });
    await writeFile(discovery(), text);
    await refused(/is not (?:a JSON object|the discovery document)/);
  });

  it('keys of somebody else in its place', async () => {
    await mkdir(join(dir, '.well-known'), { recursive: true });
    await writeFile(join(dir, '.well-known/jwks.json'), JSON.stringify({ keys: [jwk] }));
    await refused(/is there already and has keys that are not in the key ring/);
  });
});

describe('initSite makes', () => {
  it('three files that all can read, and a ring that only this user can', async () => {
    const made = await init();
    expect(made.outcome).toBe('made');
    expect(made.written).toEqual([
      '/.well-known/jwks.json',
      '/index.html',
      '/.well-known/openid-configuration',
    ]);
    expect((await stat(discovery())).mode & 0o777).toBe(0o644);
    expect((await stat(join(dir, '.well-known'))).mode & 0o777).toBe(0o755);
    expect((await stat(join(data, 'keys'))).mode & 0o777).toBe(0o700);
    const { manifest } = await readManifest(join(data, 'keys'));
    expect(manifest).toMatchObject({ issuer, readBack: true });
    expect(await json(discovery())).toMatchObject({
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['ES256'],
    });
    const { keys } = await json(join(dir, '.well-known/jwks.json'));
    expect(keys.map(Object.keys)).toEqual([['kty', 'crv', 'x', 'y', 'alg', 'use', 'kid']]);
    expect(JSON.stringify(await contents(dir))).not.toMatch(/"d"|PRIVATE/);
  });

  it('nothing when it is asked again', async () => {
    await init({ jwksPath: '/jwks/keys' });
    const before = await contents(root);
    expect(await init()).toMatchObject({
      outcome: 'unchanged',
      written: [],
      jwksPath: '/jwks/keys',
    });
    expect(await contents(root)).toEqual(before);
  });

  it.each([0, 1, 2])('what is missing when it was killed after %i files', async (count) => {
    await init();
    const whole = await contents(dir);
    const files = ['.well-known/jwks.json', 'index.html', '.well-known/openid-configuration'];
    for (const file of files.slice(count)) await unlink(join(dir, file));
    const { keys } = await init();
    expect(keys).toHaveLength(1);
    expect(await contents(dir)).toEqual(whole);
  });

  it('certificates, the signing key first', async () => {
    await init({ withCertificates: true, algorithms: ['ES256', 'EdDSA'] satisfies Algorithm[] });
    await addKey(join(data, 'keys'), 'ES256', clock);
    const before = await json(join(dir, '.well-known/jwks.json'));
    expect(await refreshSite(dir, { folder: join(data, 'keys'), clock })).toHaveLength(1);
    const { keys } = await json(join(dir, '.well-known/jwks.json'));
    expect(keys.slice(0, 2)).toEqual(before.keys);
    expect(keys).toHaveLength(3);
    for (const key of keys) {
      const certificate = new X509Certificate(Buffer.from(key.x5c[0], 'base64'));
      expect(certificate.publicKey.export({ format: 'jwk' }).x).toBe(key.x);
    }
  });
});

describe('an existing site is adopted', () => {
  /** As the recipe writes them: its own order, its own white space. */
  async function recipe(keys: readonly object[] = [jwk], changes: object = {}) {
    await mkdir(join(dir, '.well-known'), { recursive: true });
    await mkdir(join(dir, 'jwks'), { recursive: true });
    const document = {
      issuer,
      jwks_uri: `${issuer}/jwks/keys`,
      claims_supported: ['aud', 'iat', 'iss', 'name', 'sub', 'exp'],
      response_types_supported: ['id_token'],
      id_token_signing_alg_values_supported: ['RS256'],
      subject_types_supported: ['public'],
      ...changes,
    };
    await writeFile(discovery(), JSON.stringify(document, undefined, 2));
    await writeFile(join(dir, 'jwks/keys'), JSON.stringify({ keys }));
    await writeFile(join(dir, 'index.html'), '<p>It works!');
  }
  const adopt = (kid?: string) => init({ key: given(kid), algorithms: undefined });

  it.each(['1234', undefined])('with its key as %s, and no byte of it changes', async (kid) => {
    await recipe();
    const before = await contents(dir);
    expect(await adopt(kid)).toMatchObject({ outcome: 'adopted', written: [], others: [] });
    expect(await contents(dir)).toEqual(before);
    const { manifest } = await readManifest(join(data, 'keys'));
    expect(manifest).toMatchObject({
      readBack: true,
      keys: [{ kid: '1234', alg: 'RS256', signsUntil: null }],
    });
    expect(await adopt(kid)).toMatchObject({ outcome: 'unchanged' });
    expect(await refreshSite(dir, { folder: join(data, 'keys'), clock })).toEqual([]);
    expect(await contents(dir)).toEqual(before);
  });

  it('with its other keys, which go on being published', async () => {
    await recipe([{ ...jwk, n: anotherModulus(), kid: 'old' }, jwk]);
    expect(await adopt()).toMatchObject({ outcome: 'adopted', others: ['old'] });
    const site = await readSite(dir);
    await refreshSite(dir, { folder: join(data, 'keys'), clock });
    expect((await readSite(dir))?.keys?.map((key) => member(key, 'kid'))).toEqual(
      site?.keys?.map((key) => member(key, 'kid')),
    );
  });

  it('only where both agree', async () => {
    const wrong = { key: given('1234'), algorithms: undefined };
    await recipe([{ ...jwk, n: anotherModulus() }]);
    await refused(/of the key "1234", n is not that of the key/, wrong);
    await recipe([{ ...jwk, e: 'Aw', alg: 'RS512' }]);
    await refused(/e is not that of the key, alg is "RS512", not RS256/, wrong);
    await recipe([jwk]);
    await refused(/has no key with the kid "4321"/, { ...wrong, key: given('4321') });
    await recipe([jwk], { issuer: 'https://b.example', jwks_uri: 'https://b.example/jwks/keys' });
    await refused(/its issuer is https:\/\/b.example, not/, wrong);
    await recipe([jwk], { jwks_uri: 'https://b.example/jwks/keys' });
    await refused(/no file below the issuer/, wrong);
    await recipe([jwk]);
    await refused(/its keys are at \/jwks\/keys, not \/x/, { ...wrong, jwksPath: '/x' });
  });

  it('not into the ring of a service that has the key too: marked, nothing of it would sign', async () => {
    await recipe();
    const { key, file } = await given('1234').take('1234');
    await changeRing(join(data, 'keys'), clock, (current, now) => ({
      manifest: joinKeys(current, [key], now),
      files: file === undefined ? [] : [file],
    }));
    await refused(/has keys already, which are not those of a site/, {
      key: given('1234'),
      algorithms: undefined,
    });
  });

  it('and a key alone makes a site of that key', async () => {
    expect(await adopt('1234')).toMatchObject({ outcome: 'made' });
    expect((await readSite(dir))?.keys).toEqual([jwk]);
    expect(await adopt('1234')).toMatchObject({ outcome: 'unchanged' });
  });
});
