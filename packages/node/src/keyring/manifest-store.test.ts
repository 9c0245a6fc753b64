import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendKey, EMPTY_MANIFEST, type KeyRingManifest } from '@drawbridge/core';
import { manifestOf, newKey, testKey } from '@drawbridge/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commitManifest, readManifest } from './manifest-store.ts';

let folder: string;
let one: KeyRingManifest;

beforeAll(async () => {
  one = manifestOf([[await testKey('ES256'), 1000]]);
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
});

afterEach(() => rm(folder, { recursive: true }));

const pathOf = (revision: number) => join(folder, `ring.${revision}.json`);

/** A manifest that says who wrote it. */
async function withWriter(manifest: KeyRingManifest, name: string): Promise<KeyRingManifest> {
  const key = newKey(await testKey('ES256'));
  return appendKey(
    manifest,
    { ...key, kid: name, publicJwk: { ...key.publicJwk, kid: name } },
    1000,
  );
}

describe('readManifest refuses', () => {
  const broken: Readonly<Record<string, string>> = {
    'an empty file': '',
    'no JSON': 'hello',
    'JSON that is cut off': '{"version":1,"keys":[{"kid":"a"',
    'a list': '[]',
    null: 'null',
    'no keys': '{"version":1}',
    'a version that is to come': '{"version":2,"keys":[]}',
    'a version as a text': '{"version":"1","keys":[]}',
    'a key that is none': '{"version":1,"keys":[{}]}',
    'a key inside __proto__': '{"__proto__":{"version":1,"keys":[]}}',
    'bytes that are no text': '\u0000\ufffd',
  };

  it.each(Object.entries(broken))('%s, and names the file', async (_, content) => {
    await writeFile(pathOf(1), JSON.stringify(one));
    await writeFile(pathOf(2), content);
    await expect(readManifest(folder)).rejects.toMatchObject({
      code: 'key_ring_unusable',
      message: expect.stringContaining(pathOf(2)),
      hint: expect.stringContaining('backup'),
    });
  });

  it('a file for a private key outside the folder', async () => {
    for (const file of ['../key.pem', '/etc/key.pem', 'a/b', '.key', '']) {
      const keys = one.keys.map((key) => ({ ...key, material: { file } }));
      await writeFile(pathOf(1), JSON.stringify({ ...one, keys }));
      await expect(readManifest(folder)).rejects.toMatchObject({ code: 'key_ring_unusable' });
    }
  });

  it('a folder that is none', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(readManifest(join(folder, 'file'))).rejects.toMatchObject({
      code: 'data_unusable',
    });
  });
});

describe('readManifest', () => {
  it('answers the empty ring where nobody wrote one', async () => {
    const empty = { manifest: EMPTY_MANIFEST, revision: 0 };
    await expect(readManifest(folder)).resolves.toEqual(empty);
    await expect(readManifest(join(folder, 'missing'))).resolves.toEqual(empty);
  });

  it('takes the newest by number, and looks at no other file', async () => {
    for (const revision of [9, 10]) {
      await writeFile(pathOf(revision), JSON.stringify(revision === 10 ? one : EMPTY_MANIFEST));
    }
    for (const name of [
      'ring.11.json.bak',
      'ring.x.json',
      '.ring.12.json',
      'ring.-1.json',
      'a.pem',
    ]) {
      await writeFile(join(folder, name), 'rubbish');
    }
    await expect(readManifest(folder)).resolves.toEqual({ manifest: one, revision: 10 });
  });

  it('always finds a whole manifest while others write', async () => {
    const state = { writing: true };
    const reader = (async () => {
      let last = 0;
      while (state.writing) {
        const { revision } = await readManifest(folder);
        expect(revision).toBeGreaterThanOrEqual(last);
        last = revision;
      }
    })();
    for (let revision = 0; revision < 40; revision++) {
      await commitManifest(folder, { manifest: one, revision });
    }
    state.writing = false;
    await reader;
    expect((await readManifest(folder)).revision).toBe(40);
  });
});

describe('commitManifest', () => {
  it('lets one of twenty win each revision', async () => {
    for (let revision = 0; revision < 5; revision++) {
      const names = [...Array(20).keys()].map((index) => `writer-${revision}-${index}`);
      const results = await Promise.all(
        names.map(async (name) => {
          const manifest = await withWriter(EMPTY_MANIFEST, name);
          return commitManifest(folder, { manifest, revision });
        }),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
      const read = await readManifest(folder);
      expect(read.revision).toBe(revision + 1);
      expect(read.manifest.keys[0]?.kid).toBe(names[results.indexOf(true)]);
    }
  });

  it('loses no update of writers who read, change and try again', async () => {
    const writers = [...Array(20).keys()].map((index) => `writer-${index}`);
    await Promise.all(
      writers.map(async (name) => {
        for (;;) {
          const { manifest, revision } = await readManifest(folder);
          const changed = await withWriter(manifest, name);
          if (await commitManifest(folder, { manifest: changed, revision })) return;
        }
      }),
    );
    const { manifest, revision } = await readManifest(folder);
    expect(manifest.keys.map((key) => key.kid).sort()).toEqual(writers.sort());
    expect(revision).toBe(20);
  });

  it.each([0, 1, 4])('refuses a writer who has slept since revision %d', async (slept) => {
    for (let revision = 0; revision < 10; revision++) {
      await commitManifest(folder, { manifest: one, revision });
    }
    await expect(
      commitManifest(folder, { manifest: EMPTY_MANIFEST, revision: slept }),
    ).resolves.toBe(false);
    await expect(readManifest(folder)).resolves.toEqual({ manifest: one, revision: 10 });
  });

  it('forgets the content of old revisions, and keeps three', async () => {
    for (let revision = 0; revision < 6; revision++) {
      await commitManifest(folder, { manifest: one, revision });
    }
    const names = await readdir(folder);
    expect(names.sort()).toEqual([1, 2, 3, 4, 5, 6].map((number) => `ring.${number}.json`));
    const sizes = await Promise.all(
      names.map(async (name) => (await stat(join(folder, name))).size),
    );
    expect(sizes.map((size) => size > 0)).toEqual([false, false, false, true, true, true]);
  });

  it('writes for this user alone, and for people to read', async () => {
    await commitManifest(folder, { manifest: one, revision: 0 });
    expect((await stat(pathOf(1))).mode & 0o777).toBe(0o600);
    expect(await readFile(pathOf(1), 'utf8')).toBe(`${JSON.stringify(one, undefined, 2)}\n`);
  });

  it('says so when the folder is missing', async () => {
    const missing = join(folder, 'missing');
    await expect(commitManifest(missing, { manifest: one, revision: 0 })).rejects.toMatchObject({
      code: 'data_unusable',
      message: expect.stringContaining(missing),
    });
  });

  it('says so when the folder is a file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(commitManifest(file, { manifest: one, revision: 0 })).rejects.toMatchObject({
      code: 'data_unusable',
    });
  });
});
