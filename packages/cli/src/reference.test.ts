import { readFile } from 'node:fs/promises';
import { configJsonSchema } from '@drawbridge/node/config';
import { expect, test } from 'vitest';
import { SECTIONS } from './parts.ts';
import { referencePage } from './reference.fixture.ts';
import { testRun } from './test-run.fixture.ts';

const DOCS = new URL('../../../docs/', import.meta.url);

// `npm run docs` writes both files anew.
test('the page of all settings is that of the schemas', async () => {
  await expect(referencePage(SECTIONS)).toMatchFileSnapshot(
    '../../../docs/reference/configuration.md',
  );
});

test('the JSON Schema is that of the schemas, and what config schema prints', async () => {
  const text = `${JSON.stringify(configJsonSchema(SECTIONS), undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../../docs/reference/drawbridge.schema.json');
  expect(await testRun(['config', 'schema'])).toEqual({ code: 0, stdout: text, stderr: '' });
});

test('the sample begins with the name of the schema, and is valid', async () => {
  const file = new URL('drawbridge.yaml', DOCS);
  const [first] = (await readFile(file, 'utf8')).split('\n');
  expect(first).toBe('# yaml-language-server: $schema=reference/drawbridge.schema.json');
  const { code, stdout, stderr } = await testRun(['config', 'check', '--config', file.pathname]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('is valid: the exchange https://bridge.example.com with ');
});
