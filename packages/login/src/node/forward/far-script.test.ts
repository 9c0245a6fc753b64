import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepScript, MARK, runScript } from './far-script.ts';
import { openForward } from './open-forward.ts';

describe.skipIf(process.platform === 'win32')('what the other machine runs', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge far *'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const sh = (words: readonly string[], input = '', env = {}) =>
    spawnSync('sh', words, {
      input,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], TMPDIR: folder, ...env },
    });

  test('is one word for any shell: within its quotes is nothing that one of them obeys', () => {
    const [, within = ''] = /^exec sh -c '(.*)'$/s.exec(keepScript({ token: 43, run: 999 })) ?? [];
    expect(within).toContain('mktemp');
    expect(within).not.toMatch(/['"\\!\n`]/);
  });

  test('says where it keeps things, and leaves nothing once its input ends', async () => {
    const { status, stdout, stderr } = sh(['-c', keepScript({ token: 3, run: 2 })], 'abcde');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.startsWith(`${MARK}${folder}/`)).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });

  test('has the command use the endpoint by its port, and what else counted is gone', async () => {
    const run = runScript({
      path: '/credentials',
      region: 'eu-west-1',
      command: ['sh', '-c', 'echo "$AWS_CONTAINER_CREDENTIALS_FULL_URI"; env', "it's"],
    });
    await writeFile(join(folder, 'run'), run);
    await writeFile(join(folder, 'token'), 'planted');
    const { stdout } = sh([join(folder, 'run'), '4711'], '', { AWS_PROFILE: 'other' });
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('http://127.0.0.1:4711/credentials');
    expect(lines).toContain('AWS_CONTAINER_AUTHORIZATION_TOKEN=planted');
    expect(lines).toContain('AWS_REGION=eu-west-1');
    expect(stdout).not.toContain('AWS_PROFILE');
  });
});

describe('nothing is opened', () => {
  const open = (host: string, platform: NodeJS.Platform = 'linux') =>
    openForward({
      host,
      platform,
      agent: { port: 1, path: '/credentials' },
      token: 'token-of-tests',
      command: [],
      // Were it run, it would not be found, which is another fault.
      env: { PATH: '/nowhere' },
    });

  test.each(['-oProxyCommand=x', '-', '', 'a b', 'a\nb', 'ä'])('to %j', async (host) => {
    await expect(open(host)).rejects.toMatchObject({ code: 'usage_invalid' });
  });

  test('from Windows, whose ssh cannot share a connection', async () => {
    await expect(open('far', 'win32')).rejects.toThrow('ControlMaster');
  });

  test.skipIf(process.platform === 'win32')('without ssh, which is said', async () => {
    await expect(open('far')).rejects.toMatchObject({
      code: 'remote_unreachable',
      message: 'ssh cannot be run (ENOENT)',
    });
  });
});
