import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestClock } from '@drawbridge/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandGrant } from './command-grant.ts';
import { fileGrant } from './file-grant.ts';
import { readTokenFile } from './read-token-file.ts';

const clock = createTestClock();
const now = clock.seconds();
const { signal } = new AbortController();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-grants-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('fileGrant', () => {
  it('reads what is in the file now, and again after a minute', async () => {
    const file = join(folder, 'token');
    const grant = fileGrant(file, clock);
    await writeFile(file, 'one\n');
    expect(await grant.obtain(undefined, signal)).toMatchObject({
      accessToken: 'one',
      expiresAt: now + 60,
    });
    await writeFile(file, '{"access_token":"two","expires_in":30}');
    expect(await grant.obtain(undefined, signal)).toMatchObject({
      accessToken: 'two',
      expiresAt: now + 30,
    });
  });

  it.each([
    ['is not there', undefined, 'token_endpoint_unavailable', 'cannot be read (ENOENT)'],
    ['is too large', 'x'.repeat(65_537), 'token_endpoint_unavailable', 'more than 64 KiB'],
    ['has none', '', 'token_endpoint_invalid', 'is empty'],
    ['is late', '{"access_token":"a","expires_in":0}', 'token_endpoint_unavailable', 'has expired'],
  ])('waits for one that %s', async (_, text, code, message) => {
    const file = join(folder, `token-${code}-${message.length}`);
    if (text !== undefined) await writeFile(file, text);
    const obtained = fileGrant(file, clock).obtain(undefined, signal);
    await expect(obtained).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});

describe.skipIf(process.platform === 'win32')('what is no plain file', () => {
  it('is not waited for without end: a pipe that nobody writes to would hold a thread', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const obtained = fileGrant(pipe, clock, 20).obtain(undefined, signal);
    await expect(obtained).rejects.toThrow('cannot be read (ETIMEDOUT)');
  });

  it('is not read without end', async () => {
    const obtained = fileGrant('/dev/zero', clock).obtain(undefined, signal);
    await expect(obtained).rejects.toThrow('more than 64 KiB');
    await expect(readTokenFile('/dev/zero', { who: 'the subject' })).rejects.toMatchObject({
      code: 'token_endpoint_unavailable',
      message: 'the subject has more than 64 KiB',
    });
  });
});

describe('commandGrant', () => {
  const obtain = (script: string, abort = signal) =>
    commandGrant([process.execPath, '-e', script, 'planted $(id)'], {
      clock,
      env: { ...process.env, GIVEN: 'given' },
      stderr: 'ignore',
    }).obtain(undefined, abort);

  it('takes what the program prints, run without a shell', async () => {
    const script =
      'process.stdout.write(process.argv[1] === "planted $(id)" ? process.env.GIVEN : "no no")';
    expect(await obtain(script)).toMatchObject({ accessToken: 'given' });
  });

  it.each([
    ['ends in failure', 'process.exit(3)', 'ended with exit code 3'],
    [
      'prints too much',
      'process.stdout.write("x".repeat(2 ** 21)); setTimeout(() => {}, 60_000)',
      'more than 1 MiB',
    ],
    ['is late', 'console.log(`{"access_token":"a","expires_at":1}`)', 'has expired'],
    ['prints none', 'console.error("a")', 'is empty'],
  ])('says of a program that it %s, and none of its arguments', async (_, script, message) => {
    const obtained = obtain(script);
    await expect(obtained).rejects.toThrow(message);
    await expect(obtained).rejects.not.toThrow('planted');
  });

  it('says that there is no such program', async () => {
    const grant = commandGrant(['/nowhere/at-all'], { clock, env: {}, stderr: 'ignore' });
    await expect(grant.obtain(undefined, signal)).rejects.toMatchObject({
      message: expect.stringContaining('could not be started (ENOENT)'),
      hint: expect.stringContaining('PATH'),
    });
  });

  it('ends a program that is not waited for any more', async () => {
    const abort = new AbortController();
    const obtained = obtain('setTimeout(() => {}, 60_000)', abort.signal);
    setTimeout(() => abort.abort(new Error('enough')), 20);
    await expect(obtained).rejects.toThrow('enough');
  });
});
