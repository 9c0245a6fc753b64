import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keepTestLogin } from './support/kept-login.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

test('a file is there while it is kept fresh, and stays when that ends', async () => {
  const { data, idToken } = await keepTestLogin(stage);
  const file = join(await stage.folder(), 'token');
  const words = ['login', 'token', '--profile', 'dev', '--data', data, '--file', file];
  const command = await stage.start([...words, '--keep-fresh']);
  await command.waitFor('stderr', /is kept fresh until Ctrl-C/);
  expect(await readFile(file, 'utf8')).toBe(idToken);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await command.stop('SIGINT')).code).toBe(0);
  expect(command.stdout()).toBe('');
  expect(await readFile(file, 'utf8')).toBe(idToken);
});
