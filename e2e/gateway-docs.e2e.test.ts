import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readBlocks } from './support/documents.ts';
import { createStage } from './support/stage.ts';

const PAGE = 'docs/gateway.md';

const stage = createStage();
afterAll(() => stage.clear());

async function block(mark: string, page = PAGE): Promise<string> {
  const found = (await readBlocks(page)).find((candidate) => candidate.mark === mark);
  if (found === undefined) throw new Error(`${page} has no block with the mark ${mark}`);
  return found.text;
}

it('has a configuration that is valid, and shows what is printed of it for nginx', async () => {
  const folder = await stage.folder();
  const config = join(folder, 'drawbridge.yaml');
  await writeFile(config, await block('gateway'));
  const checked = await stage.run(['config', 'check', '--config', config]);
  expect([checked.code, checked.stderr]).toEqual([0, '']);
  expect(checked.stdout).toContain(
    'the gateway https://auth.example.com with 1 provider, 1 host and 2 rules',
  );
  const args = ['gateway', 'snippet', 'nginx', '--config', config];
  const printed = await stage.run([...args, '--upstream', '127.0.0.1:3000']);
  expect(printed.stdout).toBe(await block('nginx'));
});

it('has a shorter configuration in the README, which is valid too', async () => {
  const config = join(await stage.folder(), 'drawbridge.yaml');
  await writeFile(config, await block('gateway', 'README.md'));
  const checked = await stage.run(['config', 'check', '--config', config]);
  expect([checked.code, checked.stderr]).toEqual([0, '']);
  expect(checked.stdout).toContain('1 host and 1 rule');
});

it('tells what is wrong with what cannot be printed', async () => {
  const folder = await stage.folder();
  const config = join(folder, 'drawbridge.yaml');
  await writeFile(config, await block('gateway'));
  const ask = (...args: string[]) => stage.run(['gateway', 'snippet', ...args]);
  const none = await ask('nginx');
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('no section gateway')]);
  const other = await ask('nginx', '--config', config, '--app', 'evil.example');
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('not in gateway.hosts')]);
  const lua = await ask('nginx', '--lua');
  expect([lua.code, lua.stderr]).toEqual([2, expect.stringContaining('no use for Lua')]);
  const secure = await ask('nginx', '--config', config, '--url', 'https://gateway.internal');
  expect([secure.code, secure.stderr]).toEqual([2, expect.stringContaining('--url is not')]);
  const local = await ask('ingress-nginx', '--config', config);
  expect([local.code, local.stdout]).toEqual([2, '']);
  expect(local.stderr).toContain('SERVICE.NAMESPACE.svc:PORT');
  const action = await ask('haproxy', '--lua');
  expect([action.code, action.stdout]).toEqual([0, expect.stringContaining('register_action')]);
});
