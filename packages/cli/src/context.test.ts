import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommonOptions, createContext } from './context.ts';
import { createTestTerminal } from './test-run.fixture.ts';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  file = join(folder, 'drawbridge.yaml');
  await writeFile(file, 'version: 1\ndata: /from/file\n');
});
afterAll(() => rm(folder, { recursive: true }));

const contextOf = (env: NodeJS.ProcessEnv) => createContext(createTestTerminal({ env }));

describe('the data folder comes from', () => {
  const state = { XDG_STATE_HOME: '/state' };
  const fromEnv = { ...state, DRAWBRIDGE_DATA: '/from/env' };

  test.each<[string, CommonOptions, NodeJS.ProcessEnv, boolean, string]>([
    ['the flag, before all else', { data: '/from/flag' }, fromEnv, true, '/from/flag'],
    ['the environment, before the file', {}, fromEnv, true, '/from/env'],
    ['the file, before the default', {}, state, true, '/from/file'],
    [
      'the file, where the variable is empty',
      {},
      { ...state, DRAWBRIDGE_DATA: '' },
      true,
      '/from/file',
    ],
    ['the default', {}, state, false, '/state/drawbridge'],
    [
      'the default, where the variable is empty',
      {},
      { ...state, DRAWBRIDGE_DATA: '' },
      false,
      '/state/drawbridge',
    ],
    ['the flag, made absolute', { data: 'here' }, fromEnv, false, resolve('here')],
  ])('%s', async (_, options, env, withFile, expected) => {
    const config = withFile ? { config: file } : {};
    expect(await contextOf(env).data({ ...options, ...config })).toBe(expected);
  });
});

describe('the configuration file comes from', () => {
  test('nowhere, unless it is given', async () => {
    expect(await contextOf({}).config({})).toEqual({});
    expect(await contextOf({ DRAWBRIDGE_CONFIG: '' }).config({})).toEqual({});
  });

  test('the environment', async () => {
    const context = contextOf({ DRAWBRIDGE_CONFIG: file });
    expect(await context.config({})).toEqual({ version: 1, data: '/from/file' });
  });

  test('the flag, before the environment', async () => {
    const context = contextOf({ DRAWBRIDGE_CONFIG: '/nowhere' });
    expect(await context.config({ config: file })).toEqual({ version: 1, data: '/from/file' });
  });

  test('a place where there is none, which is a fault with a hint', async () => {
    await expect(contextOf({}).config({ config: join(folder, 'none') })).rejects.toMatchObject({
      code: 'config_invalid',
      message: `the configuration file ${join(folder, 'none')} cannot be read (ENOENT)`,
      hint: expect.stringContaining('--config'),
    });
  });
});

describe('the environment', () => {
  const env = {
    DRAWBRIDGE_EXCHANGE__UPSTREAMS: '[{"issuer":"https://gitlab.internal","audiences":["a"]}]',
    DRAWBRIDGE_EXCHANGE__RULES:
      '[{"name":"r","match":{"issuer":"https://gitlab.internal"},"grant":{"audience":"x"}}]',
  };

  test('is a configuration by itself, with the flags of a command', async () => {
    const issuer = 'https://bridge.example.com';
    const flags = [{ flag: '--issuer', steps: ['exchange', 'issuer'], value: issuer }];
    const { exchange } = await contextOf(env).config({}, flags);
    expect(exchange).toMatchObject({ issuer, rules: [{ name: 'r' }] });
  });

  test('is laid over the file', async () => {
    const all = { ...env, DRAWBRIDGE_EXCHANGE__ISSUER: 'https://bridge.example.com' };
    const { data, exchange } = await contextOf(all).config({ config: file });
    expect([data, exchange?.upstreams.length]).toEqual(['/from/file', 1]);
  });

  test.each<[string, CommonOptions]>([
    ['with a file', { config: 'given' }],
    ['without one', {}],
  ])('may have no unknown name, %s', async (_, options) => {
    const given = options.config === undefined ? {} : { config: file };
    await expect(contextOf({ DRAWBRIDGE_DAATA: 'x' }).data(given)).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringMatching(
        /DRAWBRIDGE_DAATA is not a setting \(did you mean DRAWBRIDGE_DATA\?\)$/,
      ),
    });
  });
});

test('a faulty configuration file is told with all its faults', async () => {
  const path = join(folder, 'faulty.yaml');
  await writeFile(
    path,
    [
      'version: 2',
      'daata: x',
      'exchange:',
      '  issuer: http://bridge.example.com',
      '  rules: []',
    ].join('\n'),
  );
  const fault = await contextOf({})
    .data({ config: path })
    .catch((error: Error) => error.message);
  for (const part of [
    'version',
    'daata',
    'exchange.issuer',
    'exchange.upstreams',
    'exchange.rules',
  ]) {
    expect(fault).toContain(part);
  }
});
