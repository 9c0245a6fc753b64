import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configJsonSchema } from './json-schema.ts';
import { listSettings } from './list-settings.ts';
import { filePath, secret, text, textOrSecret } from './shared-schemas.ts';

const tree: z.ZodType = z.record(z.string(), z.union([z.string(), z.lazy(() => tree)]));
const sections = {
  part: z.strictObject({
    x: text.describe('The x.'),
    count: z.int().min(1).max(5).default(3).describe('How many.'),
    least: z.number().min(1).optional().meta({ description: 'At least.', default: 2 }),
    ratio: z.number().optional(),
    on: z.boolean().optional(),
    mode: z.enum(['a', 'b']).optional(),
    list: z
      .array(z.strictObject({ caFile: filePath.optional() }))
      .readonly()
      .optional(),
    either: z
      .union([text, z.array(text), z.strictObject({ glob: text.describe('A pattern.') })])
      .optional(),
    secret: secret.optional(),
    headers: z.record(text, textOrSecret).optional(),
    tree: tree.optional(),
  }),
};

describe('listSettings', () => {
  const settings = listSettings(sections);

  it.each([
    ['version', '`1`', undefined],
    ['part.x', 'text', 'DRAWBRIDGE_PART__X'],
    ['part.count', 'whole number, 1 to 5', 'DRAWBRIDGE_PART__COUNT'],
    ['part.least', 'number, at least 1', 'DRAWBRIDGE_PART__LEAST'],
    ['part.ratio', 'number', 'DRAWBRIDGE_PART__RATIO'],
    ['part.on', 'true or false', 'DRAWBRIDGE_PART__ON'],
    ['part.mode', '`a`, `b`', 'DRAWBRIDGE_PART__MODE'],
    ['part.list', 'list of: group', 'DRAWBRIDGE_PART__LIST'],
    ['part.list[].caFile', 'path', 'DRAWBRIDGE_PART__LIST__N__CA_FILE'],
    ['part.either', 'text; or list of: text; or group', 'DRAWBRIDGE_PART__EITHER'],
    ['part.either.glob', 'text', 'DRAWBRIDGE_PART__EITHER__GLOB'],
    ['part.secret', 'secret', 'DRAWBRIDGE_PART__SECRET'],
    ['part.headers', 'map of: text; or secret', 'DRAWBRIDGE_PART__HEADERS'],
    ['part.tree', 'map of: text; or the same again', 'DRAWBRIDGE_PART__TREE'],
  ])('has %s, which takes %s', (path, type, variable) => {
    expect(settings.find((setting) => setting.path === path)).toMatchObject({ type, variable });
  });

  it('lists each once, and what is below a secret not at all', () => {
    const paths = settings.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).not.toContain('part.secret.file');
  });

  it('has what a schema says besides', () => {
    const [x, count, least] = ['x', 'count', 'least'].map((name) =>
      settings.find(({ path }) => path === `part.${name}`),
    );
    expect(x).toMatchObject({ required: true, default: undefined, description: 'The x.' });
    expect(count).toMatchObject({ required: false, default: 3, description: 'How many.' });
    expect(least).toMatchObject({ required: false, default: 2, description: 'At least.' });
  });
});

describe('configJsonSchema', () => {
  it('is of draft 2020-12, with what is told of each setting', () => {
    const schema = configJsonSchema(sections);
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Configuration of Drawbridge',
      required: ['version'],
      additionalProperties: false,
      properties: {
        version: { const: 1 },
        part: {
          required: ['x'],
          properties: {
            x: { type: 'string', description: 'The x.' },
            count: { type: 'integer', minimum: 1, maximum: 5, default: 3 },
            least: { default: 2 },
            list: { type: 'array' },
          },
        },
      },
    });
    expect(JSON.stringify(schema)).not.toContain('readOnly');
  });
});
