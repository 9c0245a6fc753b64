import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSecret } from './read-secret.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fromFile(content: string | Uint8Array) {
  const file = join(folder, 'secret');
  await writeFile(file, content);
  return readSecret({ file }, {});
}

describe('readSecret', () => {
  it.each([
    ['text as it is', 'hunter2', 'hunter2'],
    ['text before a line end', 'hunter2\n', 'hunter2'],
    ['text before a line end of Windows', 'hunter2\r\n', 'hunter2'],
    ['all but one of two line ends', 'hunter2\n\n', 'hunter2\n'],
    ['the spaces around it', ' hunter2 ', ' hunter2 '],
    ['a byte order mark', '\ufeffx', '\ufeffx'],
  ])('takes %s', async (_, content, secret) => {
    expect(await fromFile(content)).toEqual({ secret });
    expect(await readSecret({ env: 'X' }, { X: content })).toEqual({ secret });
  });

  it('takes 64 KiB, and no more', async () => {
    const most = 'x'.repeat(65_536);
    expect(await fromFile(most)).toEqual({ secret: most });
    expect(await fromFile(`PLANTED${most}`)).toEqual({
      fault: `is in the file ${join(folder, 'secret')}, which has more than 64 KiB`,
    });
  });

  it.each([
    ['an empty file', '', 'which is empty or not there'],
    ['a line end alone', '\n', 'which is empty or not there'],
    ['what is no text', Buffer.from([0x50, 0xff]), 'which is not UTF-8 text'],
  ])('refuses %s', async (_, content, reason) => {
    expect(await fromFile(content)).toEqual({
      fault: `is in the file ${join(folder, 'secret')}, ${reason}`,
    });
  });

  it.each([
    ['that is not there', () => join(folder, 'none'), `the folder ${tmpdir()}`],
    ['whose folder is not there', () => join(folder, 'none/none'), 'its folder is not there'],
    ['that is a folder', () => folder, 'cannot be read (EISDIR)'],
    ['whose name is none', () => 'a\0b', 'cannot be read'],
    ['without an end', () => '/dev/zero', 'has more than 64 KiB'],
  ])('refuses a file %s', async (_, file, reason) => {
    expect(await readSecret({ file: file() }, {})).toEqual({
      fault: expect.stringContaining(reason),
    });
  });

  it.each([{}, { X: '' }])('refuses a variable that is not set: %j', async (env) => {
    expect(await readSecret({ env: 'X' }, env)).toEqual({
      fault: 'is in the variable X, which is empty or not there',
    });
  });
});
