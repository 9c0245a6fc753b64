import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DrawbridgeError } from '@drawbridge/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfigFile } from './read-config-file.ts';

const sections = { part: z.strictObject({ x: z.string(), y: z.int().optional() }) };
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  path = join(folder, 'drawbridge.yaml');
});

afterEach(() => rm(folder, { recursive: true }));

async function read(content: string) {
  await writeFile(path, content);
  return readConfigFile(path, sections);
}

async function faultOf(content: string): Promise<DrawbridgeError> {
  const error: unknown = await read(content).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'DrawbridgeError', code: 'config_invalid' });
  return error as DrawbridgeError;
}

/** Ten aliases of ten aliases of ... of a text. */
function aliasBomb(levels: number): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < levels; level++) {
    const aliases = Array(10)
      .fill(`*a${level - 1}`)
      .join(', ');
    lines.push(`a${level}: &a${level} [${aliases}]`);
  }
  return lines.join('\n');
}

describe('readConfigFile', () => {
  it('names line and column of broken YAML', async () => {
    const { message } = await faultOf('version: 1\npart:\n  x: "never closed\n');
    expect(message).toMatch(new RegExp(`${path}:\\d+:\\d+ `));
    expect((await faultOf('version: 1\npart: {x: [}\n')).message).toContain(`${path}:2:12 `);
  });

  it.each([
    ['an empty file', '', 'is empty'],
    ['a comment alone', '# nothing\n', 'is empty'],
    ['a list', '- version: 1\n', 'is not an object'],
    ['a text', 'hello\n', 'is not an object'],
    ['no version', 'part: {x: a}\n', 'version is missing'],
    ['another version', 'version: 2\n', 'version is not 1'],
    ['a version in quotes', 'version: "1"\n', 'version is not 1'],
    ['a section nobody knows', 'version: 1\nparts: {}\n', 'unknown member: parts'],
    ['a member nobody knows', 'version: 1\npart: {x: a, z: 1}\n', 'part has an unknown member'],
    ['a doubled key', 'version: 1\nversion: 1\n', ':2:1 '],
    ['two documents', 'version: 1\n---\nversion: 1\n', ':2:1 '],
    ['an alias without an anchor', 'version: *no\n', 'unusable alias'],
    ['a tab for indentation', 'version: 1\npart:\n\tx: a\n', `:3:`],
    ['a merge key', 'version: 1\npart: {<<: {x: a}}\n', 'unknown member: <<'],
    ['a member __proto__', 'version: 1\npart: {x: a, __proto__: {y: 1}}\n', '__proto__'],
    ['a list as a key', 'version: 1\n? [a]\n: 1\n', 'unknown member'],
    ['a value that holds itself', 'version: 1\npart: &p {x: a, z: *p}\n', 'unknown member: z'],
  ])('refuses %s', async (_, content, fault) => {
    expect((await faultOf(content)).message).toContain(fault);
  });

  it('reports several faults at once, each with its path, and names the file', async () => {
    const { message, hint } = await faultOf('version: 2\npart: {x: 1, y: z}\nother: 1\n');
    expect(message.split('\n').slice(1)).toEqual([
      '  version is not 1',
      '  part.x is not a string',
      '  part.y is not a number',
      '  the file has an unknown member: other',
    ]);
    expect(hint).toContain(path);
  });

  it('refuses an alias bomb at once', async () => {
    const started = performance.now();
    expect((await faultOf(`version: 1\n${aliasBomb(12)}\n`)).message).toContain('unusable alias');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it.each(['missing', '.'])('says which file cannot be read: %s', async (name) => {
    const absent = join(folder, name);
    await expect(readConfigFile(absent, sections)).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining(absent),
      hint: expect.stringContaining('--config'),
    });
  });

  it('reads a good file', async () => {
    expect(await read('version: 1\ndata: /srv\npart: {x: &a b, y: 3}\n')).toEqual({
      version: 1,
      data: '/srv',
      part: { x: 'b', y: 3 },
    });
    expect(await read('version: 1\n')).toEqual({ version: 1 });
  });

  it('does not run what YAML 1.1 would have made of a value', async () => {
    const { part } = await read('version: 1\npart: {x: no}\n');
    expect(part?.x).toBe('no');
  });
});
