import { createPublicKey } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

let root: string;
let data: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  data = join(root, 'data');
});
afterEach(() => rm(root, { recursive: true }));

const keys = (...words: readonly string[]) => testRun(['keys', ...words, '--data', data]);

interface Listed {
  readonly kid: string;
  readonly alg: string;
  readonly state: string;
  readonly signsFrom: number;
}

const list = async () => JSON.parse((await keys('list', '--json')).stdout) as readonly Listed[];
const generate = async (alg = 'ES256') =>
  (JSON.parse((await keys('generate', '--alg', alg, '--json')).stdout) as { kid: string }).kid;

describe('keys rotate', () => {
  test('refuses an empty ring, and one without the algorithm', async () => {
    for (const more of [[], ['--alg', 'ES256']]) {
      const { code, stderr } = await keys('rotate', ...more);
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/no (?:ES256 )?key to succeed\n.*generate/),
      ]);
    }
    await generate();
    expect(await keys('rotate', '--alg', 'RS256')).toMatchObject({ code: 2 });
  });

  test('makes a successor for each key, and none where one waits', async () => {
    const old = await generate();
    const { stdout } = await keys('rotate', '--json');
    const made = JSON.parse(stdout) as { keys: readonly { kid: string; after: string }[] };
    expect(made.keys).toMatchObject([{ alg: 'ES256', after: old }]);
    const again = await keys('rotate');
    expect([again.code, again.stdout]).toEqual([0, '']);
    expect(again.stderr).toContain(`${made.keys[0]?.kid} is waiting already`);
    expect(await list()).toMatchObject([
      { kid: old, state: 'active' },
      { kid: made.keys[0]?.kid, state: 'next' },
    ]);
    await keys('rotate', '--force');
    expect(await list()).toHaveLength(3);
  });

  test('signs at once in an emergency, and says whom that cuts off', async () => {
    const old = await generate();
    await keys('rotate');
    const { code, stderr } = await keys('rotate', '--now');
    expect([code, stderr]).toEqual([0, expect.stringContaining('in the last 300 seconds')]);
    const ring = await list();
    expect(ring.find(({ kid }) => kid === old)?.state).toBe('retired');
    expect(ring.filter(({ state }) => state === 'active')).toMatchObject([{ kid: ring[2]?.kid }]);
  });

  test('takes a time, and none that is too near or no time', async () => {
    await generate();
    const at = new Date((Math.ceil(Date.now() / 1000) + 7200) * 1000).toISOString();
    expect(await keys('rotate', '--at', at)).toMatchObject({ code: 0 });
    expect((await list())[1]?.signsFrom).toBe(Date.parse(at) / 1000);
    const near = new Date(Date.now() + 60_000).toISOString();
    expect((await keys('rotate', '--at', near, '--force')).stderr).toMatch(
      /not be seen by every.*\n.*--now/,
    );
    for (const bad of ['tomorrow', '2026-12-01', '2026-12-01T04:00:00', '7']) {
      expect(await keys('rotate', '--at', bad)).toMatchObject({ code: 2 });
    }
    expect(await keys('rotate', '--at', at, '--now')).toMatchObject({ code: 2 });
  });
});

describe('keys retire', () => {
  test('refuses the last key of an algorithm, and says what to do', async () => {
    const kid = await generate();
    const { code, stderr } = await keys('retire', kid);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/nothing would sign with ES256.*\n.*keys rotate/),
    ]);
    expect(await keys('retire', 'none')).toMatchObject({ code: 2 });
    expect(await keys('retire', kid, '--force')).toMatchObject({ code: 0 });
    expect(await list()).toMatchObject([{ kid, state: 'retired' }]);
  });

  test('withdraws a compromised key for good', async () => {
    const kid = await generate();
    const copy = join(root, 'copy.pem');
    await keys('export', kid, '--private', '--format', 'pem', '--out', copy);
    await keys('rotate', '--now');
    const { code, stderr } = await keys('retire', kid, '--compromised');
    expect([code, stderr]).toEqual([0, expect.stringContaining('until they fetch them anew')]);
    expect((await list()).map((key) => key.kid)).not.toContain(kid);
    expect(await readdir(join(data, 'keys'))).not.toContain(`${kid}.pem`);
    const twice = await keys('retire', kid, '--compromised', '--json');
    expect([twice.code, JSON.parse(twice.stdout)]).toEqual([
      0,
      { kid, changed: false, withdrawn: true, removeAfter: null },
    ]);
    const told = await keys('retire', kid, '--compromised');
    expect([told.code, told.stdout]).toEqual([0, `${kid} is withdrawn and its file deleted.\n`]);
    const again = await keys('import', copy);
    expect([again.code, again.stderr]).toEqual([
      2,
      expect.stringContaining('withdrawn as compromised'),
    ]);
  });
});

describe('keys export', () => {
  test('writes public members alone, in each form', async () => {
    const kid = await generate();
    const set = JSON.parse((await keys('export')).stdout) as { keys: readonly object[] };
    const jwk = JSON.parse((await keys('export', kid)).stdout) as object;
    expect(set.keys).toEqual([jwk]);
    expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    const { stdout: pem } = await keys('export', kid, '--format', 'pem');
    expect(createPublicKey(pem).export({ format: 'jwk' })).toMatchObject({ crv: 'P-256' });
    const none = await keys('export', 'none');
    expect([none.code, none.stdout]).toEqual([2, '']);
    expect(none.stderr).toContain(`the key ring in ${join(data, 'keys')}`);
    expect(await keys('export', '--format', 'pem')).toMatchObject({ code: 2, stdout: '' });
  });

  test('writes a private key into a new file that only this user can read, and nowhere else', async () => {
    const kid = await generate();
    for (const more of [[kid], [], ['--out', join(root, 'x')]]) {
      const { code, stdout, stderr } = await keys('export', ...more, '--private');
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('--out');
    }
    for (const format of ['pem', 'jwk', 'jwks']) {
      const out = join(root, format);
      const { code, stdout } = await keys(
        'export',
        kid,
        '--private',
        '--out',
        out,
        '--format',
        format,
      );
      expect([code, stdout]).toEqual([0, '']);
      expect((await stat(out)).mode & 0o777).toBe(0o600);
      expect(await readFile(out, 'utf8')).toMatch(/PRIVATE KEY|"d":/);
      const other = join(root, `ring-${format}`);
      const imported = await testRun(['keys', 'import', out, '--data', other, '--json']);
      expect(JSON.parse(imported.stdout)).toMatchObject({ keys: [{ kid }] });
      expect(await keys('export', kid, '--private', '--out', out)).toMatchObject({ code: 2 });
    }
  });
});
