import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolderPublisher } from './folder-publisher.ts';
import { isSitePath } from './require-public.ts';
import { DISCOVERY, jsonFile, JWKS } from './site.fixture.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-'));
});
afterEach(async () => {
  await chmod(root, 0o700);
  await rm(root, { recursive: true });
});

describe('a path that leads out of the folder', () => {
  it.each([
    '',
    'a',
    '/',
    '/../a',
    '/a/../../b',
    '/.',
    '/a//b',
    '/a/',
    '/a\\b',
    '/a\0',
    '/%2e%2e/a',
    '/a?b',
  ])('%j is refused', async (path) => {
    const publisher = createFolderPublisher(join(root, 'site'));
    await expect(publisher.write({ ...JWKS, path })).rejects.toThrow(TypeError);
    await expect(publisher.read(path)).rejects.toThrow(TypeError);
    expect(await readdir(root)).toEqual([]);
  });

  it('is never taken, whatever it is made of (property)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('/', '.', '..', 'a', '\\', '~', '%', '\n'), { maxLength: 8 }),
        (parts) => {
          const path = parts.join('');
          if (!isSitePath(path)) return;
          expect(join('/site', path).startsWith('/site/')).toBe(true);
          expect(new URL(`https://a${path}`).pathname).toBe(path);
        },
      ),
    );
  });
});

describe('a private key', () => {
  it.each([
    ['PEM', '-----BEGIN PRIVATE KEY-----\nMIIE'],
    ['PEM of another kind', 'x-----BEGIN RSA PRIVATE KEY-----'],
    ['a JWK', JSON.stringify({ kty: 'RSA', n: 'x', d: 'secret' })],
    ['a JWK in a set', JSON.stringify({ keys: [{ kty: 'EC' }, { kty: 'EC', d: 'secret' }] })],
    ['a symmetric one', JSON.stringify([{ kty: 'oct', k: 'secret' }])],
  ])('as %s is not published', async (_, text) => {
    const publisher = createFolderPublisher(root);
    await expect(publisher.write({ ...JWKS, body: Buffer.from(text) })).rejects.toMatchObject({
      code: 'publish_refused',
      message: '/jwks/keys has a private key in it, and is not published',
    });
    expect(await readdir(root)).toEqual([]);
  });
});

describe('createFolderPublisher', () => {
  it('writes what a web server can read, whatever the umask is, and reads it again', async () => {
    const publisher = createFolderPublisher(join(root, 'new', 'site'));
    expect(await publisher.read(JWKS.path)).toBeUndefined();
    await publisher.write(JWKS);
    await publisher.write({ ...JWKS, body: Buffer.from('{}') });
    expect(await publisher.read(JWKS.path)).toEqual({ body: Buffer.from('{}') });
    const at = join(root, 'new', 'site', 'jwks');
    expect((await stat(join(at, 'keys'))).mode & 0o777).toBe(0o644);
    for (const folder of [at, join(root, 'new')]) {
      expect((await stat(folder)).mode & 0o777).toBe(0o755);
    }
    expect(await readdir(at)).toEqual(['keys']);
  });

  it('says what is in the way', async () => {
    await writeFile(join(root, 'jwks'), 'a file');
    await mkdir(join(root, '.well-known', 'openid-configuration'), { recursive: true });
    const publisher = createFolderPublisher(root);
    for (const file of [JWKS, DISCOVERY]) {
      await expect(publisher.write(file)).rejects.toMatchObject({
        code: 'publish_refused',
        hint: expect.stringContaining('in the way'),
      });
    }
    expect(await readFile(join(root, 'jwks'), 'utf8')).toBe('a file');
    expect(await readdir(join(root, '.well-known'))).toEqual(['openid-configuration']);
    const nowhere = createFolderPublisher('/proc/nowhere');
    await expect(nowhere.write(jsonFile('/a', {}))).rejects.toMatchObject({
      code: expect.stringMatching(/^publish_/),
    });
  });
});
