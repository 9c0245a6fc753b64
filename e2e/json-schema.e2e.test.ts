import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { finish, start } from './support/command.ts';
import { readBlocks, readPage, ROOT } from './support/documents.ts';
import { createStage } from './support/stage.ts';

// A validator that nobody here wrote reads the JSON Schema, as an editor would.

const stage = createStage();
afterAll(() => stage.clear());

const PROGRAM = fileURLToPath(new URL('json-schema/validate.py', import.meta.url));
const PAGES = ['README.md', 'docs/configuration.md', 'docs/rules.md'];

describeWith(
  ['python3-jsonschema', 'python3-yaml'],
  'the JSON Schema, to python3-jsonschema',
  () => {
    let folder: string;

    beforeAll(async () => {
      folder = await stage.folder();
    });

    /** What the validator has against a configuration in YAML. */
    async function faultsOf(configuration: string): Promise<string> {
      const file = join(folder, 'configuration.yaml');
      await writeFile(file, configuration);
      const schema = join(ROOT, 'docs/reference/drawbridge.schema.json');
      const { code, stdout, stderr } = await finish(
        start('/usr/bin/python3', [PROGRAM, schema, file]),
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return stdout;
    }

    test('takes the sample and every example of the documentation', async () => {
      const blocks = (await Promise.all(PAGES.map(readBlocks))).flat();
      const examples = blocks.filter(({ mark }) => mark === 'config').map(({ text }) => text);
      expect(examples.length).toBeGreaterThan(3);
      for (const example of [await readPage('docs/drawbridge.yaml'), ...examples]) {
        expect(await faultsOf(example), example).toBe('');
      }
    });

    const issuer = 'https://ci.test';
    const rule = { name: 'r', match: { issuer }, grant: { audience: 'a' } };
    const exchange = { issuer, upstreams: [{ issuer, audiences: ['a'] }], rules: [rule] };

    test.each([
      ['an unknown member', { ...exchange, isuer: 'x' }, 'isuer'],
      ['no rules', { ...exchange, rules: [] }, 'exchange.rules'],
      ['a secret in the file', { ...exchange, clients: [{ id: 'a', secret: 'x' }] }, 'secret'],
      ['an unknown condition', withClaims({ ref: { like: 'x' } }), 'like'],
      ['a symmetric algorithm', { ...exchange, signing: { default: 'HS256' } }, 'HS256'],
      [
        'a lifetime in words',
        { ...exchange, rules: [{ ...rule, grant: { lifetime: '1h' } }] },
        '1h',
      ],
    ])('refuses %s', async (_, section, fault) => {
      expect(await faultsOf(JSON.stringify({ version: 1, exchange: section }))).toContain(fault);
    });

    function withClaims(claims: object) {
      return { ...exchange, rules: [{ ...rule, match: { issuer, claims } }] };
    }
  },
);
