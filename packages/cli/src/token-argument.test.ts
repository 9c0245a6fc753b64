import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTerminal } from './test-run.fixture.ts';
import { readTokenArgument } from './token-argument.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  await writeFile(join(folder, 'token'), ' from.a.file\r\n');
  await writeFile(join(folder, 'empty'), '\n');
});
afterAll(() => rm(folder, { recursive: true }));

const read = (argument: string, stdin?: string) =>
  readTokenArgument(argument, createTestTerminal(stdin === undefined ? {} : { stdin }));

test('is the token itself', async () => {
  expect(await read('a.b.c', 'unread')).toBe('a.b.c');
});

test('is standard input as -, without the white space around it', async () => {
  expect(await read('-', '\n from.standard.input \n')).toBe('from.standard.input');
});

test('is a file as @FILE, without the white space around it', async () => {
  expect(await read(`@${join(folder, 'token')}`)).toBe('from.a.file');
});

test.each([
  ['nothing', '', undefined],
  ['white space', '  ', undefined],
  ['an empty standard input', '-', ''],
])('refuses %s', async (_, argument, stdin) => {
  await expect(read(argument, stdin)).rejects.toMatchObject({
    code: 'usage_invalid',
    message: 'the token is empty',
  });
});

test('refuses an empty file', async () => {
  await expect(read(`@${join(folder, 'empty')}`)).rejects.toMatchObject({
    message: 'the token is empty',
  });
});

test.each([
  ['is not there', 'none', 'ENOENT'],
  ['is a folder', '', 'EISDIR'],
])('names a file that %s', async (_, name, code) => {
  const path = join(folder, name);
  await expect(read(`@${path}`)).rejects.toMatchObject({
    code: 'usage_invalid',
    message: `the token file ${path} cannot be read (${code})`,
    hint: expect.stringContaining('an existing file'),
  });
});
