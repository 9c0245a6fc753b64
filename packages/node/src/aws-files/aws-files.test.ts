import { writeFileSync } from 'node:fs';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AwsFilePaths, awsFilePaths } from './aws-file-paths.ts';
import { type AwsFileTexts, changeAwsFiles, readAwsFiles } from './change-aws-files.ts';

let home: string;
let paths: AwsFilePaths;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'drawbridge-aws-'));
  paths = awsFilePaths({ HOME: home });
});
afterEach(() => rm(home, { recursive: true }));

const add =
  (text: string) =>
  ({ credentials, config }: AwsFileTexts): AwsFileTexts => ({
    credentials: credentials + text,
    config,
  });
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
const read = (path: string) => readFile(path, 'utf8');

test('the files are those that AWS itself would read', () => {
  expect(paths).toEqual({
    credentials: join(home, '.aws', 'credentials'),
    config: join(home, '.aws', 'config'),
  });
  const env = { HOME: home, AWS_SHARED_CREDENTIALS_FILE: '~/mine', AWS_CONFIG_FILE: '/etc/aws' };
  expect(awsFilePaths(env)).toEqual({ credentials: join(home, 'mine'), config: '/etc/aws' });
  expect(awsFilePaths({ HOME: home, AWS_CONFIG_FILE: '' })).toEqual(paths);
});

test('a new file and its folder are for this user alone, and the other file is not made', async () => {
  expect(await changeAwsFiles(paths, add('[a]\n'))).toEqual({ written: [paths.credentials] });
  expect(await read(paths.credentials)).toBe('[a]\n');
  expect([await modeOf(paths.credentials), await modeOf(join(home, '.aws'))]).toEqual([
    0o600, 0o700,
  ]);
  const names = (await readdir(join(home, '.aws'))).filter(
    (name) => !name.startsWith('.drawbridge-lock'),
  );
  expect(names).toEqual(['credentials']);
});

test('nothing is written that does not change, or whose change fails', async () => {
  expect(await changeAwsFiles(paths, (texts) => texts)).toEqual({ written: [] });
  const failing = () => {
    throw new Error('mine');
  };
  await expect(changeAwsFiles(paths, failing)).rejects.toThrow('mine');
  await expect(stat(paths.credentials)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('what another program writes between reading and writing stays', async () => {
  await changeAwsFiles(paths, add('a'));
  let edits = 0;
  const edited = (most: number) => (texts: AwsFileTexts) => {
    if (edits++ < most) writeFileSync(paths.credentials, `${texts.credentials}+`);
    return add('b')(texts);
  };
  expect(await changeAwsFiles(paths, edited(2))).toEqual({ written: [paths.credentials] });
  expect(await read(paths.credentials)).toBe('a++b');
  // One that does not stop is left alone.
  await expect(changeAwsFiles(paths, edited(100))).rejects.toThrow('by another program');
  expect(await read(paths.credentials)).toMatch(/^a\+\+b\++$/);
});

test('stricter bits stay, wider ones are taken away and told of', async () => {
  await changeAwsFiles(paths, add('a'));
  await chmod(paths.credentials, 0o400);
  expect(await changeAwsFiles(paths, add('b'))).toEqual({ written: [paths.credentials] });
  expect(await modeOf(paths.credentials)).toBe(0o400);
  await chmod(paths.credentials, 0o644);
  expect(await changeAwsFiles(paths, add('c'))).toEqual({
    written: [paths.credentials],
    exposed: paths.credentials,
  });
  expect(await modeOf(paths.credentials)).toBe(0o600);
  expect(await read(paths.credentials)).toBe('abc');
});

test('the file of configuration, which holds no secret, keeps its bits', async () => {
  await mkdir(join(home, '.aws'));
  await writeFile(paths.config, 'a');
  await chmod(paths.config, 0o644);
  const change = ({ credentials, config }: AwsFileTexts) => ({ credentials, config: `${config}b` });
  expect(await changeAwsFiles(paths, change)).toEqual({ written: [paths.config] });
  expect([await read(paths.config), await modeOf(paths.config)]).toEqual(['ab', 0o644]);
});

test.runIf(process.geteuid?.() === 0)('root leaves a file to the user whose it is', async () => {
  await mkdir(join(home, '.aws'));
  await writeFile(paths.credentials, 'a', { mode: 0o600 });
  await chown(paths.credentials, 4711, 4712);
  await changeAwsFiles(paths, add('b'));
  const { uid, gid } = await stat(paths.credentials);
  expect([await read(paths.credentials), uid, gid]).toEqual(['ab', 4711, 4712]);
  expect(await modeOf(paths.credentials)).toBe(0o600);
});

describe('a link', () => {
  test('stays, and what it leads to by others is written', async () => {
    await mkdir(join(home, 'dotfiles'));
    await mkdir(join(home, '.aws'));
    await writeFile(join(home, 'dotfiles', 'credentials'), 'a');
    await symlink('credentials', join(home, 'dotfiles', 'link'));
    await symlink('../dotfiles/link', paths.credentials);
    await changeAwsFiles(paths, add('b'));
    expect((await lstat(paths.credentials)).isSymbolicLink()).toBe(true);
    expect(await read(join(home, 'dotfiles', 'credentials'))).toBe('ab');
  });

  test('to what is not there has it made', async () => {
    await mkdir(join(home, '.aws'));
    await symlink('../new/credentials', paths.credentials);
    await changeAwsFiles(paths, add('b'));
    expect(await read(join(home, 'new', 'credentials'))).toBe('b');
  });

  test('that leads to itself is refused', async () => {
    await mkdir(join(home, '.aws'));
    await symlink('credentials', paths.credentials);
    await expect(changeAwsFiles(paths, add('b'))).rejects.toMatchObject({
      code: 'data_unusable',
      message: expect.stringContaining('ELOOP') as string,
    });
  });
});

test('a folder, a device and a file of something else are refused and left alone', async () => {
  await mkdir(join(home, '.aws', 'credentials'), { recursive: true });
  await expect(changeAwsFiles(paths, add('b'))).rejects.toThrow('it is a folder');
  const device = { ...paths, credentials: '/dev/null' };
  await expect(changeAwsFiles(device, add('b'))).rejects.toThrow('it is no plain file');
  await writeFile(paths.config, new Uint8Array([0xff, 0xfe]));
  await expect(changeAwsFiles(paths, add('b'))).rejects.toThrow('no text in UTF-8');
});

test('one that cannot be written leaves the other alone, since a profile is in both', async () => {
  await mkdir(paths.credentials, { recursive: true });
  await writeFile(paths.config, '[profile a]\ncredential_process = b\n');
  const move = () => ({ credentials: '[a]\n', config: '[profile a]\n' });
  await expect(changeAwsFiles(paths, move)).rejects.toThrow(/credentials .* it is a folder/);
  expect(await read(paths.config)).toBe('[profile a]\ncredential_process = b\n');
});

test('one file for both is told of once', async () => {
  const both = { credentials: paths.config, config: paths.config };
  const grow = ({ config }: AwsFileTexts) => ({
    config: config.includes('a') ? config : `${config}[a]\n`,
    credentials: config.includes('b') ? config : `${config}[b]\n`,
  });
  expect(await changeAwsFiles(both, grow)).toEqual({ written: [paths.config] });
  expect(await read(paths.config)).toBe('[a]\n[b]\n');
});

test('a file of another user is refused and left alone', async () => {
  await changeAwsFiles(paths, add('a'));
  // Root can give it away; anybody else is taken for another.
  if (process.geteuid?.() === 0) await chown(paths.credentials, 4321, 4321);
  const { uid } = await stat(paths.credentials);
  await expect(changeAwsFiles(paths, add('b'), uid + 1)).rejects.toMatchObject({
    code: 'data_unusable',
    message: expect.stringContaining(`user ${uid} owns it`) as string,
    hint: expect.stringContaining('AWS_SHARED_CREDENTIALS_FILE') as string,
  });
  expect(await read(paths.credentials)).toBe('a');
});

test('a device in the place of the other file is not in the way', async () => {
  await changeAwsFiles({ ...paths, config: '/dev/null' }, add('b'));
  expect(await read(paths.credentials)).toBe('b');
});

test('both are read without being made, and what cannot be read is told of', async () => {
  expect(await readAwsFiles(paths)).toEqual({ credentials: '', config: '' });
  await expect(stat(join(home, '.aws'))).rejects.toMatchObject({ code: 'ENOENT' });
  await changeAwsFiles(paths, add('a'));
  expect(await readAwsFiles(paths)).toEqual({ credentials: 'a', config: '' });
  await writeFile(paths.config, new Uint8Array([0xff]));
  await expect(readAwsFiles(paths)).rejects.toMatchObject({ code: 'data_unusable' });
});

test('a folder that cannot be made is told of, with the variables that name another', async () => {
  await writeFile(join(home, '.aws'), '');
  await expect(changeAwsFiles(paths, add('b'))).rejects.toMatchObject({
    code: 'data_unusable',
    hint: expect.stringContaining('AWS_SHARED_CREDENTIALS_FILE') as string,
  });
});

test('twenty changes at one time all land, in files of one folder or of two', async () => {
  const others = { ...paths, config: join(home, 'other', 'config') };
  const both = (text: string) => (texts: AwsFileTexts) => ({
    credentials: texts.credentials + text,
    config: texts.config + text,
  });
  const letters = [...'abcdefghijklmnopqrst'];
  for (const place of [paths, others]) {
    await Promise.all(letters.map((letter) => changeAwsFiles(place, both(letter))));
    expect(new Set(await read(place.config))).toEqual(new Set(letters));
    expect(await read(place.config)).toHaveLength(20);
  }
  expect((await read(paths.credentials)).length).toBe(40);
});
