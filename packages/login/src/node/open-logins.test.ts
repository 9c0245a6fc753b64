import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import {
  chmod,
  copyFile,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DrawbridgeError, silentLog } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Keyring } from './cache/keyring.ts';
import { keptCredentials } from './cache/kept-credentials.ts';
import { openLoginFiles } from './cache/login-files.ts';
import { loginPlace, safeName } from './cache/login-place.ts';
import { openVault } from './cache/vault.ts';
import { createTestData, loginOf, type TestData } from './logins.fixture.ts';

let folder: TestData;
beforeEach(async () => {
  folder = await createTestData();
});
afterEach(() => folder.remove());

const fileOf = (name: string) => join(loginPlace(folder.data).logins, safeName(name));
const cutSecret = (length: number) => truncate(loginPlace(folder.data).secretFile, length);
const noNetwork = () => Promise.reject(new DrawbridgeError('upstream_unreachable'));
const noKeyring: Keyring = {
  get: () => Promise.reject(new Error('not asked')),
  set: () => Promise.reject(new Error('not asked')),
};
const now = () => Math.floor(Date.now() / 1000);
const fast = (name: string) => keptCredentials(folder.data, name, noKeyring, now());

it('names the logins that are kept where there is none of a name', async () => {
  const logins = folder.open();
  const hint = expect.stringContaining('drawbridge login --profile nope') as string;
  const message = "there is no sign-in for 'nope', and none is kept";
  await expect(logins.credentials('nope')).rejects.toMatchObject({ message, hint });
  for (const name of ['prod', 'dev one']) await logins.keep(loginOf(name));
  await expect(logins.tokens('nope')).rejects.toMatchObject({
    code: 'sign_in_needed',
    message: "there is no sign-in for 'nope', those kept are 'dev one', 'prod'",
    hint,
  });
});

describe('a file of a login that is not as it was written', () => {
  const spoilings: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    ['cut', () => truncate(fileOf('dev'), 100), /damaged/],
    ['empty', () => truncate(fileOf('dev'), 0), /damaged/],
    ['that of another profile', () => copyFile(fileOf('prod'), fileOf('dev')), /damaged/],
    ['readable by all', () => chmod(fileOf('dev'), 0o644), /by other users/],
    ['of a newer format', () => writeFile(fileOf('dev'), 'login2.file.x'), /newer release/],
    ['sealed by a lost secret', () => rm(loginPlace(folder.data).secretFile), /is gone/],
    ['sealed by a secret that was cut', () => cutSecret(10), /secret .* is damaged/],
    [
      'in a folder that all may change',
      () => chmod(loginPlace(folder.data).logins, 0o777),
      /changed by other users/,
    ],
  ];

  it.each(spoilings)('is refused with the command to run: %s', async (_, spoil, why) => {
    const logins = folder.open();
    await logins.keep(loginOf('prod', 'bob'));
    await logins.keep(loginOf('dev'));
    await spoil();
    const later = folder.open();
    await expect(later.credentials('dev')).rejects.toMatchObject({
      code: 'data_unusable',
      message: expect.stringMatching(why) as string,
      hint: expect.stringContaining('drawbridge login --profile dev --data') as string,
    });
    expect(await fast('dev').catch(() => undefined)).toBeUndefined();
  });

  it('is replaced by a new sign-in', async () => {
    const logins = folder.open();
    await logins.keep(loginOf('dev'));
    await rm(loginPlace(folder.data).secretFile);
    await writeFile(fileOf('dev'), 'what is this');
    const later = folder.open();
    await later.keep(loginOf('dev'));
    expect((await later.credentials('dev')).accessKeyId).toBe('ASIA-dev');
    expect((await later.tokens('dev')).accessToken).toBe('access-of-ann');
  });
});

it.each([0, 10])(
  'replaces a secret that was cut at %i, once for all that sign in',
  async (length) => {
    await folder.open().keep(loginOf('dev'));
    await cutSecret(length);
    const names = ['dev', 'prod', 'test'];
    await Promise.all(names.map((name) => folder.open().keep(loginOf(name, name))));
    const kept = await folder.open().list();
    expect(kept.map(({ name }) => name)).toEqual(names);
  },
);

it('keeps nothing that anybody can read, and for nobody else', async () => {
  await folder.open().keep(loginOf('dev'));
  for (const entry of await readdir(folder.data, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    expect((await stat(path)).mode & 0o077).toBe(0);
    if (entry.isFile()) expect(await readFile(path, 'utf8')).not.toMatch(/-of-(tests|ann)|ASIA/);
  }
});

it('tells names apart, whatever is in them', async () => {
  const logins = folder.open();
  const names = [
    '../x',
    'x',
    'X',
    'con',
    'é',
    'é'.normalize('NFD'),
    'a'.repeat(200),
    ' ',
    '__proto__',
  ];
  for (const name of names) await logins.keep(loginOf(name));
  for (const name of names) {
    expect((await logins.credentials(name)).accessKeyId).toBe(`ASIA-${name}`);
    expect((await fast(name))?.accessKeyId).toBe(`ASIA-${name}`);
  }
  expect((await logins.list()).map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  expect((await readdir(folder.data)).toSorted()).toEqual(['login']);
});

it('asks nobody where there is nothing to ask with', async () => {
  const logins = folder.open();
  await expect(logins.credentials('dev')).rejects.toMatchObject({ code: 'sign_in_needed' });
  const clock = createTestClock(now());
  const ended = folder.open({ clock });
  await ended.keep(loginOf('dev'));
  clock.advance(3700);
  await expect(ended.credentials('dev')).rejects.toMatchObject({ code: 'sign_in_needed' });
});

it('hands out credentials that last when there are no others, and does not try again at once', async () => {
  const clock = createTestClock(now());
  const log = createLogRecorder();
  let asked = 0;
  const http = () => Promise.reject(new Error(`no network ${++asked}`));
  const logins = folder.open({ clock, log, http });
  await logins.keep(loginOf('dev', 'ann', clock.seconds()));
  clock.advance(3000);
  expect((await logins.credentials('dev')).accessKeyId).toBe('ASIA-dev');
  expect(log.entries.filter(({ level }) => level === 'warn')).toHaveLength(1);
  const again = folder.open({ clock, log, http });
  expect((await again.credentials('dev')).accessKeyId).toBe('ASIA-dev');
  expect(asked).toBe(1);
});

it('takes the credentials of a sign-in whose tokens are kept already, and asks for none of its own', async () => {
  const http = () => Promise.reject(new Error('STS was asked'));
  const logins = folder.open({ http });
  const { credentials, ...without } = loginOf('dev');
  await logins.keep(without);
  const place = loginPlace(folder.data);
  const files = openLoginFiles(place, openVault(place, 'file', noKeyring, silentLog), silentLog);
  // As a new sign-in does it, in one piece: its tokens are there before the login is.
  const asked = await files.alone(async () => {
    const early = logins.credentials('dev');
    early.catch(() => undefined);
    await setTimeout(100);
    const found = await files.read('dev');
    if (found === undefined || credentials === undefined) throw new Error('nothing is kept');
    const kept = { ...credentials, obtainedAt: now() };
    await files.write({ ...found, record: { ...found.record, made: 'anew', credentials: kept } });
    return { early };
  });
  expect((await asked.early).accessKeyId).toBe('ASIA-dev');
});

it('forgets and closes where no way out can be opened', async () => {
  const logins = folder.open({ http: noNetwork });
  await logins.keep(loginOf('dev'));
  expect((await logins.forget('dev')).revocations).toMatchObject([{ fault: {} }]);
  await expect(logins.close()).resolves.toBeUndefined();
});

it('tells of a login that it forgets unread, whose tokens nobody ends', async () => {
  await folder.open().keep(loginOf('dev'));
  await rm(loginPlace(folder.data).secretFile);
  const logins = folder.open();
  const { unread, revocations } = await logins.forget('dev');
  expect(unread?.message).toContain('is gone');
  expect(revocations).toEqual([]);
  expect(await logins.forget('dev')).toEqual({ sharedWith: [], revocations: [] });
});

it('keeps the tokens of a sign-in while another login uses it, and never mixes persons', async () => {
  const logins = folder.open();
  await logins.keep(loginOf('dev'));
  await logins.keep(loginOf('prod'));
  await logins.keep(loginOf('other', 'bob'));
  expect((await logins.tokens('dev')).accessToken).toBe('access-of-ann');
  expect((await logins.tokens('other')).accessToken).toBe('access-of-bob');
  expect(await logins.forget('dev')).toMatchObject({ sharedWith: ['prod'], revocations: [] });
  expect((await logins.tokens('prod')).accessToken).toBe('access-of-ann');
  const last = await logins.forget('prod');
  expect(last.revocations).toMatchObject([{ tokenType: 'access_token', fault: {} }]);
  await expect(logins.tokens('prod')).rejects.toMatchObject({ code: 'sign_in_needed' });
});

it('leaves its tokens to a login that is made by the same sign-in while another is forgotten', async () => {
  const events = new EventEmitter();
  const fetchDocument = async () => {
    events.emit('asked');
    await once(events, 'answered');
    throw new DrawbridgeError('upstream_unreachable');
  };
  const http = { fetchDocument, close: () => Promise.resolve() } as unknown as HttpClient;
  const renewing = folder.open({ http: () => Promise.resolve(http) });
  const { tokens, ...dev } = loginOf('dev', 'ann', now() - 7200);
  await renewing.keep({ ...dev, tokens: { ...tokens, refreshToken: 'refresh' } });
  const asked = once(events, 'asked');
  const renewal = renewing.tokens('dev').catch(() => undefined);
  await asked;
  const forgotten = folder.open({ http: noNetwork }).forget('dev');
  // Then its tokens wait for the renewal.
  while ((await folder.open().read('dev')) !== undefined);
  const kept = folder.open().keep(loginOf('prod'));
  // Time for it to be kept, if nothing held it back.
  await Promise.race([kept, setTimeout(150)]);
  events.emit('answered');
  await Promise.all([forgotten, kept, renewal]);
  expect((await folder.open().tokens('prod')).accessToken).toBe('access-of-ann');
});

it.each(['implicit', 'client-credentials'] as const)(
  'leaves a refresh token alone where the same person signs in by a flow without: %s',
  async (flow) => {
    const logins = folder.open();
    const renewed = loginOf('dev');
    await logins.keep({
      ...renewed,
      tokens: { ...renewed.tokens, refreshToken: 'refresh-of-ann' },
    });
    const other = loginOf('once');
    await logins.keep({ ...other, settings: { ...other.settings, flow } });
    expect((await logins.peek('dev'))?.refreshToken).toBe('refresh-of-ann');
    expect((await logins.peek('once'))?.refreshToken).toBeUndefined();
    expect((await logins.forget('once')).sharedWith).toEqual([]);
    expect((await logins.peek('dev'))?.refreshToken).toBe('refresh-of-ann');
  },
);

it('finds a sign-in by a code under the name that it has always had', async () => {
  const { signIn } = await folder.open().keep(loginOf('dev'));
  const text = '["drawbridge sign-in","https://op.example.com","laptop",["email","openid"],"ann"]';
  expect(signIn).toBe(createHash('sha256').update(text).digest('hex'));
});

describe('the keyring', () => {
  const working = (entries = new Map<string, string>()): Keyring => {
    return {
      get: (account) => Promise.resolve(entries.get(account)),
      set: (account, secret) => Promise.resolve(void entries.set(account, secret)),
    };
  };

  it('has the secret where it does what it is for', async () => {
    const keyring = working();
    const logins = folder.open({ cache: 'auto', keyring });
    expect((await logins.keep(loginOf('dev'))).keptIn).toBe('keyring');
    expect(await readdir(loginPlace(folder.data).folder)).not.toContain('secret');
    const kept = await keptCredentials(folder.data, 'dev', keyring, now());
    expect(kept?.accessKeyId).toBe('ASIA-dev');
    // Another one, of a machine that the folder was copied to.
    await expect(folder.open({ keyring: working() }).read('dev')).rejects.toThrow(/is gone/);
  });

  it('has another secret after a sign-in, where something has spoiled it', async () => {
    const entries = new Map<string, string>();
    const open = () => folder.open({ cache: 'keyring', keyring: working(entries) });
    await open().keep(loginOf('dev'));
    for (const account of entries.keys()) entries.set(account, 'spoiled');
    await expect(open().read('dev')).rejects.toThrow(/is damaged: it is in the keyring/);
    await open().keep(loginOf('dev'));
    expect((await open().credentials('dev')).accessKeyId).toBe('ASIA-dev');
  });

  it.each([
    ['fails', { get: () => Promise.reject(new Error('locked')), set: () => Promise.resolve() }],
    ['forgets', { get: () => Promise.resolve(undefined), set: () => Promise.resolve() }],
  ])('is left alone where it %s, unless it was asked for', async (_, keyring: Keyring) => {
    const log = createLogRecorder();
    const logins = folder.open({ cache: 'auto', keyring, log });
    expect((await logins.keep(loginOf('dev'))).keptIn).toBe('file');
    expect(log.entries).toMatchObject([
      { level: 'warn', event: expect.stringContaining('sealed files alone') as string },
    ]);
    await expect(folder.open({ cache: 'keyring', keyring }).keep(loginOf('x'))).rejects.toThrow();
  });
});
