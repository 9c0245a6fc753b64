import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSettingReader } from '../config/setting-reader.ts';
import { readAuthorities } from './read-authorities.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | undefined) {
  const path = join(folder, 'ca.pem');
  await rm(path, { force: true });
  if (content !== undefined) await writeFile(path, content);
  const reader = createSettingReader({});
  return { path, reader, text: await readAuthorities(path, 'outbound.caFile', reader) };
}

test('gives the text of a file of certificates', async () => {
  const { reader, text } = await read(rootCertificates[0]);
  expect(text).toBe(rootCertificates[0]);
  expect(() => reader.finish()).not.toThrow();
});

test('has nothing of a file without any, and says which file and setting that is', async () => {
  const { path, reader, text } = await read('no certificate');
  expect(text).toBe('');
  expect(() => reader.finish()).toThrow(`outbound.caFile is the file ${path}, which`);
});

test('tells once of a file that is not there', async () => {
  const { reader, text } = await read(undefined);
  expect(text).toBe('');
  expect(() => reader.finish()).toThrow(/^[^;]*outbound\.caFile[^;]*$/);
});
