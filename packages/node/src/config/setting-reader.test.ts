import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usageError } from '@drawbridge/core';
import { createSettingReader } from './setting-reader.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(content: string | Uint8Array): Promise<string> {
  const file = join(folder, 'file');
  await writeFile(file, content);
  return file;
}

describe('createSettingReader', () => {
  it('reads files and secrets, and finishes in peace', async () => {
    const reader = createSettingReader({ X: 'hunter2' });
    expect(await reader.file(await write('text\n'), 'a')).toBe('text\n');
    expect(await reader.secret({ env: 'X' }, 'b')).toBe('hunter2');
    expect(() => reader.finish()).not.toThrow();
  });

  it('gathers every fault with its path', async () => {
    const reader = createSettingReader({});
    const none = join(folder, 'none');
    expect(await reader.file(none, 'exchange.tls.keyFile')).toBe('');
    expect(await reader.secret({ env: 'X' }, 'exchange.clients[0].secret')).toBe('');
    reader.fault('exchange.upstreams[0].jwks', 'has no key');
    let thrown: unknown;
    try {
      reader.finish();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'config_invalid' });
    for (const fault of [
      `exchange.tls.keyFile is the file ${none}, which cannot be read (ENOENT)`,
      'exchange.clients[0].secret is in the variable X, which is empty or not there',
      'exchange.upstreams[0].jwks has no key',
    ]) {
      expect(String(thrown)).toContain(fault);
    }
  });

  it('tells faults of something else as that wants', async () => {
    const reader = createSettingReader({}, usageError);
    await reader.secret({ env: 'X' }, '--secret');
    expect(() => reader.finish()).toThrow(/^--secret is in the variable X, which is empty/);
  });

  it.each([
    ['an empty file', '', 'is empty'],
    ['what is no text', Buffer.from([0x50, 0xff]), 'is not UTF-8 text'],
    ['a file over 1 MiB', 'x'.repeat(1024 * 1024 + 1), 'has more than 1 MiB'],
  ])('refuses %s', async (_, content, fault) => {
    const reader = createSettingReader({});
    const file = await write(content);
    expect(await reader.file(file, 'a')).toBe('');
    expect(() => reader.finish()).toThrow(`a is the file ${file}, which ${fault}`);
  });
});
