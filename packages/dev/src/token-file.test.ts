import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Log, silentLog } from '@drawbridge/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepTokenFile, type TokenFile } from './token-file.ts';

let folder: string;
let path: string;
let file: TokenFile | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-dev-'));
  path = join(folder, 'dev', 'token.jwt');
});
afterEach(async () => {
  await file?.close();
  await rm(folder, { recursive: true });
});

async function keep(issue: () => Promise<string>, log: Log = silentLog): Promise<TokenFile> {
  file = await keepTokenFile({ path, token: 'first', issue, every: 0.02, log });
  return file;
}

test('can be read by this user alone, and so can its folder', async () => {
  await keep(() => Promise.resolve('next'));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'dev'))).mode & 0o777).toBe(0o700);
});

test('holds the first token at once, and later ones as they come', async () => {
  let count = 0;
  await keep(() => Promise.resolve(`token ${++count}`));
  expect(await readFile(path, 'utf8')).toBe('first');
  const number = async () => Number(/^token (\d+)$/.exec(await readFile(path, 'utf8'))?.[1] ?? 0);
  await vi.waitFor(async () => expect(await number()).toBeGreaterThan(2), { interval: 5 });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('is gone after close, with no temporary file, even in the middle of a refresh', async () => {
  let release = (_token: string) => {};
  const issue = vi.fn(
    () =>
      new Promise<string>((resolve) => {
        release = resolve;
      }),
  );
  const kept = await keep(issue);
  await vi.waitFor(() => expect(issue).toHaveBeenCalled());
  const closed = kept.close();
  release('too late');
  await closed;
  expect(await readdir(join(folder, 'dev'))).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await readdir(join(folder, 'dev'))).toEqual([]);
});

test('keeps its token when no new one is to be had, and tells the log', async () => {
  const warn = vi.fn();
  await keep(() => Promise.reject(new Error('the provider is gone')), { ...silentLog, warn });
  await vi.waitFor(() => expect(warn).toHaveBeenCalled());
  expect(warn).toHaveBeenCalledWith('token file not refreshed', {
    path,
    detail: 'the provider is gone',
  });
  expect(await readFile(path, 'utf8')).toBe('first');
});
