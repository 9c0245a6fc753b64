import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keepTestLogin } from '../support/kept-login.ts';
import { createStage } from '../support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

async function keepFile(login: { readonly data: string }) {
  const file = join(await stage.folder(), 'token');
  const words = ['login', 'token', '--profile', 'dev', '--data', login.data, '--file', file];
  const command = await stage.start([...words, '--keep-fresh']);
  await command.waitFor('stderr', /is kept fresh until Ctrl-C/);
  return { command, read: () => readFile(file, 'utf8') };
}

test('the file has a new ID token before the old one ends', async () => {
  const login = await keepTestLogin(stage, { left: 6, age: 0 });
  const { command, read } = await keepFile(login);
  expect(await read()).toBe(login.idToken);
  await expect.poll(read, { timeout: 20_000 }).not.toBe(login.idToken);
  expect(await read()).toMatch(/^eyJ/);
  expect((await command.stop()).code).toBe(0);
});

test('it ends with the command to run once a person is needed', async () => {
  const { command } = await keepFile(
    await keepTestLogin(stage, { left: 15, age: 0, isRenewed: false }),
  );
  expect((await command.exited).code).toBe(1);
  expect(command.stderr()).toContain('Run: drawbridge login --profile dev');
});
