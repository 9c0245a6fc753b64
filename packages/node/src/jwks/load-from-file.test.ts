import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDefaultEngine, createUpstreamKeys } from '@drawbridge/core';
import { createTestClock, createTestIssuer } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadFromFile } from './load-from-file.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-jwks-'));
  path = join(folder, 'jwks.json');
});

afterEach(() => rm(folder, { recursive: true }));

describe('loadFromFile', () => {
  it('answers the bytes of the file, and where they are from', async () => {
    await writeFile(path, '{"keys":[]}');
    const loaded = await loadFromFile(path)(undefined);
    expect(loaded).toEqual({ origin: path, bytes: Buffer.from('{"keys":[]}') });
  });

  it('takes a file of the limit and none that is a byte larger', async () => {
    await writeFile(path, 'x'.repeat(100));
    expect(await loadFromFile(path, { maxBytes: 100 })(undefined)).toMatchObject({ origin: path });
    await expect(loadFromFile(path, { maxBytes: 99 })(undefined)).rejects.toMatchObject({
      code: 'upstream_invalid',
      message: `${path} is larger than 99 bytes`,
    });
  });

  it('says that a file is not there, and what to do', async () => {
    await expect(loadFromFile(path)(undefined)).rejects.toMatchObject({
      code: 'upstream_unreachable',
      message: `the key file ${path} cannot be read (ENOENT)`,
      hint: expect.stringContaining('JWK Set'),
    });
  });

  it('refuses a folder, and a pipe without waiting for its writer', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const other of [folder, pipe]) {
      await expect(loadFromFile(other)(undefined)).rejects.toMatchObject({
        code: 'upstream_invalid',
        message: `${other} is not a file`,
      });
    }
  });

  it('refuses a file into which every user could write a key', async () => {
    await writeFile(path, '{"keys":[]}');
    await chmod(path, 0o666);
    await expect(loadFromFile(path)(undefined)).rejects.toMatchObject({
      code: 'upstream_invalid',
      hint: expect.stringContaining(`chmod o-w '${path}'`),
    });
    await chmod(path, 0o664);
    expect(await loadFromFile(path)(undefined)).toMatchObject({ origin: path });
  });

  it.each([0, 0.5, Number.NaN])('refuses a limit of %d', (maxBytes) => {
    expect(() => loadFromFile(path, { maxBytes })).toThrow(TypeError);
  });

  it('follows a file that is replaced, once the keys are of age, and keeps them if it goes', async () => {
    const clock = createTestClock();
    const issuer = await createTestIssuer({ algorithms: ['ES256'], keyName: 'rotating', clock });
    const keys = createUpstreamKeys({
      issuer: issuer.issuer,
      load: loadFromFile(path),
      engine: createDefaultEngine(),
      clock,
    });
    const publish = async () => {
      await writeFile(`${path}.new`, JSON.stringify(issuer.jwks()));
      await rename(`${path}.new`, path);
    };
    await publish();
    const old = issuer.key().kid;
    expect(await keys.find('ES256', old)).toHaveLength(1);
    await issuer.rotate(false);
    await publish();
    expect(await keys.find('ES256', old)).toHaveLength(1);
    clock.advance(1200);
    expect(await keys.find('ES256', old)).toEqual([]);
    expect(await keys.find('ES256', issuer.key().kid)).toHaveLength(1);
    await rm(path);
    clock.advance(1200);
    expect(await keys.find('ES256', issuer.key().kid)).toHaveLength(1);
  });
});
