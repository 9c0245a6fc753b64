import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { injectedSection } from './injected-section.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-env-'));
});
afterAll(() => rm(folder, { recursive: true }));

const inject = { upstream: 'https://up.test', token: { file: '/t' } };
const env = { REMOTE_PROTECTED_DOMAIN: 'https://up.test', OPEN_ID_AUTH_TOKEN: 'planted' };

test('a section comes before variables', async () => {
  expect((await injectedSection({ inject }, [], env, 'none')).section).toBe(inject);
});

test('variables count where nothing else is there, those of a file too', async () => {
  const file = join(folder, '.env');
  await writeFile(file, 'PROXY_PORT=9 # a port\nOPEN_ID_AUTH_TOKEN="of the file"\n');
  const { section, env: whole } = await injectedSection({}, [], env, file);
  expect(section).toMatchObject({ upstream: 'https://up.test', listen: '127.0.0.1:9' });
  expect(whole['OPEN_ID_AUTH_TOKEN']).toBe('planted');
});

test('flags without a section leave no room for variables', async () => {
  const flag = { flag: '--listen', steps: ['inject', 'listen'], value: '1' };
  await expect(injectedSection({}, [flag], env, 'none')).rejects.toThrow('no remote service');
});

test('nothing at all is told, as is a file that cannot be read', async () => {
  await expect(injectedSection({}, [], {}, 'none')).rejects.toThrow('no remote service');
  await expect(injectedSection({}, [], env, folder)).rejects.toThrow('EISDIR');
});
