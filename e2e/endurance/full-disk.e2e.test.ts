import { generateKeyPairSync } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@drawbridge/core';
import { addKeys } from '@drawbridge/node';
import { decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ACCEPTED, getJson, ISSUER, type Jwks, postToken, readyAt } from '../support/exchange.ts';
import { mayMount, mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { createStage, type Stage } from '../support/stage.ts';
import { startUpstream } from '../support/upstream.ts';

// A disk that is really full: a file system in memory, which takes root to mount.

/** Has the exchange look at its keys once a second instead of once a minute. */
const SHORT_MINUTE = {
  NODE_OPTIONS: `--require "${fileURLToPath(new URL('../support/short-minute.cjs', import.meta.url))}"`,
};

let stage: Stage;
let disk: SmallDisk;
let data: string;
let keys: string;

/** Every file of the ring with its content, and that no other user can read one. */
async function ring(): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  for (const name of (await readdir(keys)).sort()) {
    const path = join(keys, name);
    expect((await stat(path)).mode & 0o077, name).toBe(0);
    files[name] = await readFile(path, 'utf8');
  }
  return files;
}

const keysCommand = (...args: readonly string[]) => stage.run(['keys', ...args, '--data', data]);

describe.skipIf(!mayMount())('a full disk (needs leave to mount one)', () => {
  beforeEach(() => {
    stage = createStage();
    disk = mountSmallDisk(stage);
    data = join(disk.path, 'data');
    keys = join(data, 'keys');
  });
  afterEach(() => stage.clear());

  async function pemFile(): Promise<string> {
    const path = join(await stage.folder(), 'key.pem');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    return path;
  }

  test('has every command that makes a key say so, and leave the ring as it is', {
    timeout: 180_000,
  }, async () => {
    const first = ['generate', '--alg', 'ES256'];
    disk.fillUp();
    const empty = await keysCommand(...first);
    expect(empty).toMatchObject({ code: 2, stdout: '' });
    disk.empty();
    expect(await keysCommand(...first)).toMatchObject({ code: 0, stderr: '' });

    disk.fillUp();
    const before = await ring();
    const commands = [['rotate'], ['rotate', '--now'], first, ['import', await pemFile()]];
    for (const command of commands) {
      const { code, stdout, stderr } = await keysCommand(...command);
      expect([command, code, stdout]).toEqual([command, 2, '']);
      expect(stderr).toContain(`${keys} cannot be written: there is no room left (ENOSPC)`);
      expect(stderr).toContain('It is as it was. Free some space');
      expect(await ring()).toEqual(before);
    }
    disk.empty();
    for (const command of commands)
      expect(await keysCommand(...command)).toMatchObject({ code: 0 });
    const { stdout } = await keysCommand('list', '--json');
    expect(JSON.parse(stdout)).toHaveLength(5);
  });

  test('lets a rotation be made or not, whatever room there is left', {
    timeout: 120_000,
  }, async () => {
    let time = 1_767_225_600;
    const clock = { now: () => time * 1000, monotonic: () => performance.now() };
    const rotate = () => addKeys(keys, () => ['ES256'], clock);
    for (let turn = 0; turn < 3; turn++) await rotate();
    const outcomes: string[] = [];
    for (const kind of ['pages', 'names'] as const) {
      for (let room = 0, done = false; !done; room++) {
        time += 200_000;
        disk.fillUp({ pages: 50, [kind]: room });
        const before = await ring();
        const fault = await rotate().then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        const after = await ring();
        done = fault === undefined;
        outcomes.push(`${room} ${kind}: ${done ? 'made' : 'not made'}`);
        if (!done) {
          expect(fault).toMatchObject({
            code: 'data_unusable',
            message: expect.stringContaining('there is no room left (ENOSPC)') as string,
          });
          expect(after).toEqual(before);
        }
      }
    }
    expect(outcomes.slice(0, 3)).toEqual([
      '0 pages: not made',
      '1 pages: not made',
      '2 pages: made',
    ]);
    expect(outcomes.slice(3, 5)).toEqual(['0 names: not made', '1 names: not made']);
  });

  test('is no other than one that is read only', { timeout: 60_000 }, async () => {
    await addKeys(keys, () => ['ES256'], systemClock);
    const before = await ring();
    disk.makeReadOnly();
    for (const command of [['rotate'], ['generate'], ['import', await pemFile()]]) {
      const { code, stdout, stderr } = await keysCommand(...command);
      expect([command, code, stdout]).toEqual([command, 2, '']);
      expect(stderr).toContain(`${keys} cannot be written: its file system is read only (EROFS)`);
    }
    expect(await keysCommand('list')).toMatchObject({ code: 0, stderr: '' });
    // A ring that does not say yet whose it is does not keep its exchange from serving.
    const upstream = await startUpstream(stage, ACCEPTED);
    const options = ['--issuer', ISSUER, '--listen', '127.0.0.1:0', '--data', data];
    const rule = [
      '--upstream',
      upstream.issuer,
      '--accept-audience',
      ACCEPTED,
      '--grant-audience',
      'aws',
    ];
    await readyAt(await stage.start(['serve', 'exchange', ...options, ...rule]));
    expect(await ring()).toEqual(before);
  });

  test('keeps an exchange from rotating, not from serving; once there is room it goes on by itself', async () => {
    const upstream = await startUpstream(stage, ACCEPTED);
    // A key that has signed for a day: its successor is due.
    const yesterday = { ...systemClock, now: () => systemClock.now() - 86_400_000 };
    const [old] = await addKeys(keys, () => ['ES256'], yesterday);
    const config = join(await stage.folder(), 'drawbridge.yaml');
    const exchange = {
      issuer: ISSUER,
      listen: '127.0.0.1:0',
      keys: { rotateEvery: 7200 },
      signing: { default: 'ES256' },
      upstreams: [{ issuer: upstream.issuer, audiences: [ACCEPTED] }],
      rules: [{ name: 'r', match: { issuer: upstream.issuer }, grant: { audience: 'aws' } }],
    };
    await writeFile(config, JSON.stringify({ version: 1, data, exchange }));
    disk.fillUp();
    const before = await ring();
    const command = await stage.start(['serve', 'exchange', '--config', config], {
      env: SHORT_MINUTE,
    });
    const url = await readyAt(command);
    await command.waitFor(
      'stderr',
      /level=error event="keys not rotated" detail="[^"]*ENOSPC.*hint="It is as it was\. Free/,
    );
    expect(await ring()).toEqual(before);

    const works = async () => {
      const { status, text } = await postToken(url, await upstream.issue());
      expect(status).toBe(200);
      expect(decodeProtectedHeader(text).kid).toBe(old?.kid);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    };
    await works();
    disk.empty();
    const [, kid] = await command.waitFor('stderr', /event="signing key rotated" kid=(\S+)/);
    await expect
      .poll(
        async () =>
          (await getJson<Jwks>(`${url}/.well-known/jwks.json`)).keys.map((key) => key.kid),
        {
          timeout: 30_000,
        },
      )
      .toEqual([old?.kid, kid]);
    await works();
    await ring();
  });
});
