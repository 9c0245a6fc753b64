import { readdir } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import { keepTestLogin } from './support/kept-login.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

const ID = '3b9f1c2e-0000-4000-8000-1234567890ab';

async function exec(data: string, line: string, env: Record<string, string> = {}) {
  const folder = await stage.folder();
  const words = ['azure', 'exec', '--profile', 'dev', '--data', data, '--client-id', ID];
  const ended = await stage.run([...words, '--', 'sh', '-c', line], {
    env: { TMPDIR: folder, AZURE_TENANT_ID: ID, ...env },
  });
  expect(await readdir(folder)).toEqual([]);
  return ended;
}

test.each([
  ['no directory', { AZURE_TENANT_ID: '' }, 'Give --tenant-id, or set AZURE_TENANT_ID.'],
  ['one by its domain', { AZURE_TENANT_ID: 'acme.example' }, '"acme.example" is no id of a tenant'],
])('with %s nothing is run', async (_, env, message) => {
  const { data } = await keepTestLogin(stage);
  const ended = await exec(data, 'echo ran', env);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain(message);
});

test('where nobody is signed in nothing is run', async () => {
  const { data } = await keepTestLogin(stage, { left: -10, isRenewed: false });
  const ended = await exec(data, 'echo ran');
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toContain('Run: drawbridge login --profile dev');
});

test('a command reads the ID token of the login, and its exit code is ours', async () => {
  const { data, idToken } = await keepTestLogin(stage);
  const line = 'cat "$AZURE_FEDERATED_TOKEN_FILE"; echo " [$AZURE_CLIENT_SECRET]"; exit 7';
  const ended = await exec(data, line, { AZURE_CLIENT_SECRET: 'other' });
  expect(ended).toMatchObject({ code: 7, stdout: `${idToken} []\n`, stderr: '' });
});
