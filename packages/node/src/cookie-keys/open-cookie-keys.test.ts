import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSealer } from '@drawbridge/core';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SEAL_DELAY } from './cookie-ring.ts';
import { openCookieKeys } from './open-cookie-keys.ts';

const DAY = 86_400;
const LIFETIME = 7 * DAY;
const CONTEXT = 'cookie of app.example';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-cookie-keys-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const clock = () => createTestClock();
const open = (at = clock(), more: Partial<Parameters<typeof openCookieKeys>[0]> = {}) =>
  openCookieKeys({ folder, lifetime: LIFETIME, clock: at, ...more });

/** The newest file of the ring. */
async function newest(): Promise<string> {
  const place = join(folder, 'cookie-keys');
  const names = (await readdir(place)).filter((name) => name.startsWith('keys.'));
  const [last = ''] = names.sort((a, b) => Number(b.split('.')[1]) - Number(a.split('.')[1]));
  return join(place, last);
}

async function secrets(): Promise<readonly string[]> {
  const { keys } = JSON.parse(await readFile(await newest(), 'utf8')) as {
    keys: { secret: string }[];
  };
  return keys.map(({ secret }) => secret);
}

describe('openCookieKeys refuses', () => {
  it.each(['', '{}', '{"v":2,"keys":[]}', 'secret'])('what it did not write: %j', async (text) => {
    await open();
    await writeFile(await newest(), text);
    const refused = open();
    await expect(refused).rejects.toMatchObject({ code: 'data_unusable' });
    await expect(refused).rejects.not.toThrow(/secret/);
    expect(await readFile(await newest(), 'utf8')).toBe(text);
  });

  it.skipIf(process.platform === 'win32')('keys that other users can read', async () => {
    await open();
    await chmod(await newest(), 0o644);
    await expect(open()).rejects.toThrow(/holds keys and can be read by other users/);
  });

  it.each([{ lifetime: -1 }, { lifetime: Number.NaN }, { sealsFor: 0 }, { sealsFor: 0.5 }])(
    'the time %j',
    async (more) => {
      await expect(open(clock(), more)).rejects.toThrow(TypeError);
    },
  );
});

describe('what is opened', () => {
  it('is nothing that another folder or purpose sealed, or that was sealed for another place', async () => {
    const keys = await open();
    const sealed = await keys.seal('x', CONTEXT);
    expect(await keys.open(sealed, CONTEXT)).toBe('x');
    expect(await keys.open(sealed, `${CONTEXT}.evil.example`)).toBeUndefined();
    expect(await (await open(clock(), { purpose: 'other' })).open(sealed, CONTEXT)).toBeUndefined();
    await rm(join(folder, 'cookie-keys'), { recursive: true });
    expect(await (await open()).open(sealed, CONTEXT)).toBeUndefined();
  });

  it('is what the sealer of core opens with the same secret', async () => {
    const keys = await open();
    const [secret = ''] = await secrets();
    const core = createSealer([Buffer.from(secret, 'base64url')], { purpose: 'cookies' });
    expect(await core.open(await keys.seal('x', CONTEXT), CONTEXT)).toBe('x');
    expect(await keys.open(await core.seal('y', CONTEXT), CONTEXT)).toBe('y');
  });

  it('is told at once', async () => {
    const keys = await open();
    const sealed = keys.seal('x', CONTEXT);
    expect(sealed).toBeTypeOf('string');
    expect(keys.open(sealed as string, CONTEXT)).toBe('x');
    expect(keys.open('v1.AAAAAAAAAAA.AAAA', CONTEXT)).toBeUndefined();
  });
});

describe('the ring', () => {
  it.skipIf(process.platform === 'win32')('is for its owner alone', async () => {
    await open();
    expect((await stat(await newest())).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'cookie-keys'))).mode & 0o777).toBe(0o700);
  });

  it('is one for all processes that open it at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => open()));
    expect(await secrets()).toHaveLength(1);
    const sealed = await all[0]?.seal('x', CONTEXT);
    for (const keys of all) expect(await keys.open(sealed ?? '', CONTEXT)).toBe('x');
  });

  it('rotates by itself, once for all processes, and nobody is signed out', async () => {
    const time = clock();
    const all = await Promise.all(Array.from({ length: 10 }, () => open(time)));
    const [one, other] = all as [
      Awaited<ReturnType<typeof open>>,
      Awaited<ReturnType<typeof open>>,
    ];
    const old = await one.seal('old', CONTEXT);
    time.advance(30 * DAY);
    // Each finds at the same time that it is due.
    await Promise.all(all.map(async (keys) => keys.seal('x', CONTEXT)));
    expect(await secrets()).toHaveLength(2);
    time.advance(SEAL_DELAY);
    const next = await one.seal('new', CONTEXT);
    expect(next.split('.')[1]).not.toBe(old.split('.')[1]);
    for (const keys of [one, other]) {
      expect(await keys.open(old, CONTEXT)).toBe('old');
      expect(await keys.open(next, CONTEXT)).toBe('new');
    }
  });

  it('is read again for what a newer one sealed, and not for each text that is made up', async () => {
    const time = clock();
    const late = await open(time);
    const { seconds } = time;
    const ahead = createTestClock(seconds() + 31 * DAY);
    const early = await open(ahead);
    ahead.advance(SEAL_DELAY);
    const next = await early.seal('new', CONTEXT);
    expect(late.open(next, CONTEXT)).toBeUndefined();
    time.advance(11);
    expect(await late.open(next, CONTEXT)).toBe('new');
    const made = next.replace(/\.[\w-]{11}\./, '.AAAAAAAAAAA.');
    expect(late.open(made, CONTEXT)).toBeUndefined();
  });

  it('goes on with what it knows where the folder cannot be read, and says so', async () => {
    const time = clock();
    const log = createLogRecorder();
    const keys = await open(time, { log });
    const sealed = await keys.seal('x', CONTEXT);
    const [secret = ''] = await secrets();
    await writeFile(await newest(), 'broken');
    time.advance(31 * DAY);
    const again = await keys.seal('y', CONTEXT);
    expect(await keys.open(sealed, CONTEXT)).toBe('x');
    expect(await keys.open(again, CONTEXT)).toBe('y');
    const told = JSON.stringify(log.entries);
    expect(told).toContain('cookie keys not read again');
    expect(told).not.toContain(secret);
  });

  it('goes on where the clock is set back, before its first secret too', async () => {
    const time = clock();
    const keys = await open(time);
    const sealed = await keys.seal('x', CONTEXT);
    time.step(-3650 * DAY);
    const back = await keys.seal('y', CONTEXT);
    const other = await open(time);
    for (const each of [keys, other]) {
      expect(await each.open(sealed, CONTEXT)).toBe('x');
      expect(await each.open(back, CONTEXT)).toBe('y');
    }
    time.step(3650 * DAY);
    const right = await other.seal('z', CONTEXT);
    for (const text of [sealed, back, right]) {
      expect(await keys.open(text, CONTEXT)).toMatch(/^[xyz]$/);
    }
  });

  it('leaves no older file with a secret in it', async () => {
    const time = clock();
    const keys = await open(time);
    for (let month = 1; month <= 3; month++) {
      time.advance(31 * DAY);
      await keys.seal('x', CONTEXT);
    }
    const place = join(folder, 'cookie-keys');
    const texts = await Promise.all(
      (await readdir(place)).map((name) => readFile(join(place, name), 'utf8')),
    );
    expect(texts.filter((text) => text !== '')).toHaveLength(1);
  });
});
