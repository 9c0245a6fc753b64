import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DrawbridgeError } from '@drawbridge/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ConfigLayers } from './examine-config.ts';
import { loadConfig } from './load-config.ts';
import { filePath, secret, text, textOrSecret } from './shared-schemas.ts';

const sections = {
  part: z.strictObject({
    x: text,
    y: z.int().optional(),
    caFile: filePath.optional(),
    list: z.array(z.strictObject({ a: text.optional(), b: text.optional() })).optional(),
    secret: secret.optional(),
    headers: z.record(text, textOrSecret).optional(),
    mode: z.enum(['fast', 'slow']).default('fast'),
    cache: z.strictObject({ maxAge: z.int().optional().meta({ default: 600 }) }).optional(),
    tls: z.strictObject({ file: filePath, version: z.int().default(3) }).optional(),
  }),
  other: z.strictObject({ mode: z.enum(['on', 'off']).default('on') }),
};
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  file = join(folder, 'drawbridge.yaml');
});

afterEach(() => rm(folder, { recursive: true }));

async function load(content: string | Uint8Array | undefined, layers: ConfigLayers = {}) {
  if (content === undefined) return loadConfig(sections, layers);
  await writeFile(file, content);
  return loadConfig(sections, { file, ...layers });
}

/** The lines of the message, each without the name of the folder. */
async function faultsOf(...args: Parameters<typeof load>): Promise<readonly string[]> {
  const error: unknown = await load(...args).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'DrawbridgeError', code: 'config_invalid' });
  const lines = (error as DrawbridgeError).message.replaceAll(`${folder}/`, '').split('\n');
  if (lines.length === 1) return [lines[0]?.replace('the configuration is not valid: ', '') ?? ''];
  return lines.slice(1).map((line) => line.trim());
}

describe('a file', () => {
  it.each([
    ['an empty file', '', 'drawbridge.yaml is empty'],
    ['a comment alone', '# nothing\n', 'drawbridge.yaml is empty'],
    ['no end', '#'.repeat(4 * 1024 * 1024 + 1), 'drawbridge.yaml has more than 4 MiB'],
    ['a list', '- version: 1\n', 'the file (drawbridge.yaml:1:1) is not an object'],
    ['a text', 'hello\n', 'the file (drawbridge.yaml:1:1) is not an object'],
    ['no version', 'part: {x: a}\n', 'version (drawbridge.yaml:1:1) is missing: write version: 1'],
    [
      'another version',
      'version: 2\n',
      'version (drawbridge.yaml:1:1) is not 1, and there is no other: write version: 1',
    ],
    ['a version in quotes', 'version: "1"\n', 'version (drawbridge.yaml:1:1) is not 1'],
    [
      'a section nobody knows',
      'version: 1\nparts: {}\n',
      'the file (drawbridge.yaml:2:1) has an unknown member: parts (did you mean part?)',
    ],
    [
      'a member nobody knows',
      'version: 1\npart:\n  x: a\n  caFille: b\n',
      'part (drawbridge.yaml:4:3) has an unknown member: caFille (did you mean caFile?)',
    ],
    [
      'what is missing, at what it is missing from',
      'version: 1\npart:\n  list: [{a: b}]\n',
      'part.x (drawbridge.yaml:2:1) is missing',
    ],
    ['an empty section', 'version: 1\npart:\n', 'part (drawbridge.yaml:2:1) is not an object'],
    [
      'a merge key',
      'version: 1\npart: {x: y, <<: {x: a}}\n',
      'part (drawbridge.yaml:2:14) has an unknown',
    ],
    [
      'a member __proto__',
      'version: 1\npart: {x: a, __proto__: {y: 1}}\n',
      'part (drawbridge.yaml:2:14) has a member __proto__',
    ],
    [
      'a value that holds itself',
      'version: 1\npart: &p {x: a, z: *p}\n',
      'part.z (drawbridge.yaml:2:17) holds itself',
    ],
    ['a doubled key', 'version: 1\nversion: 1\n', 'drawbridge.yaml:2:1 Map keys must be unique'],
    ['what is no text', Buffer.from([0x61, 0xff]), 'drawbridge.yaml is not UTF-8 text'],
    [
      'a secret in the file',
      'version: 1\npart: {x: a, secret: PLANTED}\n',
      'part.secret (drawbridge.yaml:2:14) is not a reference to a secret: give {file: PATH} or {env: NAME}, never the secret itself',
    ],
  ])('is refused for %s', async (_, content, fault) => {
    const [first = '', ...more] = await faultsOf(content);
    expect(first.slice(0, fault.length)).toBe(fault);
    expect(more).toEqual([]);
  });

  it('has all its faults told at once, together with those of the environment', async () => {
    const env = { DRAWBRIDGE_PART__LIST__1__A: 'x', DRAWBRIDGE_PRT: '1', DRAWBRIDGE_PART__X: '' };
    expect(await faultsOf('version: 2\npart:\n  x: 1\n  y: z\nother: 1\n', { env })).toEqual([
      'DRAWBRIDGE_PART__LIST__1__A leaves a gap: the next element of part.list is number 0',
      'DRAWBRIDGE_PRT is not a setting (did you mean DRAWBRIDGE_PART?)',
      'version (drawbridge.yaml:1:1) is not 1, and there is no other: write version: 1',
      'part.x (drawbridge.yaml:3:3) is not a string',
      'part.y (drawbridge.yaml:4:3) is not a number',
      'other (drawbridge.yaml:5:1) is not an object',
    ]);
  });

  it.each(['missing', '.'])('that cannot be read is named: %s', async (name) => {
    const absent = join(folder, name);
    await expect(loadConfig(sections, { file: absent })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining(absent),
      hint: expect.stringContaining('--config'),
    });
  });

  it('is read', async () => {
    const { value } = await load('version: 1\ndata: /srv\npart: {x: &a b, y: 3}\n');
    expect(value).toEqual({ version: 1, data: '/srv', part: { x: 'b', y: 3, mode: 'fast' } });
    expect((await load('version: 1\n')).value).toEqual({ version: 1 });
    expect((await load('\ufeffversion: 1\n')).value).toEqual({ version: 1 });
  });

  it('has its faults told, however many they are', async () => {
    await expect(
      load(`version: 1\npart: {x: a, list: [${'1,'.repeat(130_000)}]}\n`),
    ).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('the configuration has 130000 faults:'),
    });
  }, 60_000);
});

describe('layers', () => {
  const content = 'version: 1\npart:\n  x: file\n  y: 1\n  list: [{a: a, b: b}]\n';

  it('come in their order: flag, environment, file, default', async () => {
    const env = { DRAWBRIDGE_PART__X: 'environment', DRAWBRIDGE_PART__Y: '2' };
    const flags = [{ flag: '--x', steps: ['part', 'x'], value: 'flag' }];
    const { value } = await load(content, { env, flags });
    expect(value.part).toMatchObject({ x: 'flag', y: 2, list: [{ a: 'a', b: 'b' }], mode: 'fast' });
    expect((await load(content, { env })).value.part?.x).toBe('environment');
  });

  it('merge by path', async () => {
    const env = {
      DRAWBRIDGE_PART__LIST__0__A: 'new',
      DRAWBRIDGE_PART__LIST__1: '{"b": "added"}',
      DRAWBRIDGE_PART__LIST__1__A: 'too',
    };
    expect((await load(content, { env })).value.part?.list).toEqual([
      { a: 'new', b: 'b' },
      { a: 'too', b: 'added' },
    ]);
  });

  it('need no file', async () => {
    const { value } = await load(undefined, { env: { DRAWBRIDGE_PART__X: 'x' } });
    expect(value).toEqual({ version: 1, part: { x: 'x', mode: 'fast' } });
  });

  it('have their faults told where they come from', async () => {
    const env = { DRAWBRIDGE_PART__Y: 'soon' };
    const flags = [{ flag: '--mode', steps: ['part', 'mode'], value: 'odd' }];
    expect(await faultsOf(content, { env, flags })).toEqual([
      'part.y (DRAWBRIDGE_PART__Y) is not a number',
      'part.mode (--mode) is not one of fast, slow',
    ]);
    expect(await faultsOf(undefined, { env })).toEqual([
      'part.x is missing',
      'part.y (DRAWBRIDGE_PART__Y) is not a number',
    ]);
  });

  it('let a variable set what the file has wrong', async () => {
    const wrong = 'version: 1\npart:\n  x: [1]\n';
    expect((await load(wrong, { env: { DRAWBRIDGE_PART__X: 'x' } })).value.part?.x).toBe('x');
  });

  it('let a secret be in a variable with a name like a setting', async () => {
    const withSecret = 'version: 1\npart: {x: a, secret: {env: DRAWBRIDGE_MINE}}\n';
    const { value } = await load(withSecret, { env: { DRAWBRIDGE_MINE: 'x' } });
    expect(value.part?.secret).toEqual({ env: 'DRAWBRIDGE_MINE' });
  });
});

describe('names of files', () => {
  it('are relative to the file that has them', async () => {
    const { value } = await load(
      'version: 1\ndata: state\npart: {x: a, caFile: ca.pem, secret: {file: ../s}, headers: {h: {file: h}}}\n',
    );
    expect(value).toMatchObject({
      data: join(folder, 'state'),
      part: {
        caFile: join(folder, 'ca.pem'),
        secret: { file: resolve(folder, '../s') },
        headers: { h: { file: join(folder, 'h') } },
      },
    });
  });

  it('are relative to the working directory elsewhere', async () => {
    const env = { DRAWBRIDGE_PART__CA_FILE: 'ca.pem', DRAWBRIDGE_PART__SECRET_FILE: 's' };
    const flags = [{ flag: '--data', steps: ['data'], value: 'state' }];
    const { value } = await load('version: 1\npart: {x: a}\n', { env, flags });
    expect(value).toMatchObject({
      data: resolve('state'),
      part: { caFile: resolve('ca.pem'), secret: { file: resolve('s') } },
    });
  });
});

describe('settings', () => {
  it('have their values and origins, and show no secret', async () => {
    const config = await load(
      [
        'version: 1',
        'part:',
        '  x: a',
        '  secret: {file: /run/s}',
        '  headers: {user-agent: PLANTED, authorization: {env: TOKEN}}',
        '  list: [{a: b}, {}]',
      ].join('\n'),
      {
        env: { DRAWBRIDGE_PART__Y: '2' },
        flags: [{ flag: '--data', steps: ['data'], value: '/srv' }],
      },
    );
    const at = (place: string) => ({ layer: 'file', place: `${file}:${place}` });
    expect(config.settings()).toEqual([
      { path: 'version', value: 1, origin: at('1:1') },
      { path: 'data', value: '/srv', origin: { layer: 'flag', name: '--data' } },
      { path: 'part.x', value: 'a', origin: at('3:3') },
      { path: 'part.y', value: 2, origin: { layer: 'environment', name: 'DRAWBRIDGE_PART__Y' } },
      { path: 'part.list[0].a', value: 'b', origin: at('6:11') },
      { path: 'part.list[1]', value: {}, origin: at('6:18') },
      { path: 'part.secret', value: { file: '/run/s' }, origin: at('4:3') },
      { path: 'part.headers.user-agent', value: undefined, origin: at('5:13'), hidden: true },
      { path: 'part.headers.authorization', value: { env: 'TOKEN' }, origin: at('5:34') },
      { path: 'part.mode', value: 'fast', origin: { layer: 'default' } },
      { path: 'part.cache.maxAge', value: 600, origin: { layer: 'default' } },
    ]);
    expect(JSON.stringify(config.settings())).not.toContain('PLANTED');
  });

  it('place faults that are found later', async () => {
    const config = await load('version: 1\npart: {x: a}\n');
    const locate = (path: string) => config.locate({ path, message: 'is odd' }).place;
    expect(locate('part.x')).toBe(`${file}:2:8`);
    expect(locate('part.list[3].a')).toBe(`${file}:2:1`);
  });
});
