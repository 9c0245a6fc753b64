import type { DrawbridgeError } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseSection } from './parse-section.ts';

const schema = z.strictObject({
  name: z.string().min(1),
  count: z.int().optional(),
  mode: z.enum(['a', 'b']).optional(),
  version: z.literal(1).optional(),
  list: z
    .array(z.strictObject({ x: z.string() }))
    .min(1)
    .optional(),
  store: z
    .discriminatedUnion('driver', [
      z.strictObject({ driver: z.literal('disk') }),
      z.strictObject({ driver: z.literal('server'), url: z.string() }),
    ])
    .optional(),
  map: z.record(z.string(), z.string()).optional(),
});

function faultsOf(value: unknown, path = 'at'): string[] {
  try {
    parseSection(schema, value, path, 'Mend it.');
  } catch (error) {
    expect(error).toMatchObject({ code: 'config_invalid', hint: 'Mend it.' });
    const { message } = error as DrawbridgeError;
    const single = /^the configuration is not valid: (.*)$/.exec(message)?.[1];
    return single === undefined
      ? message
          .split('\n')
          .slice(1)
          .map((line) => line.trim())
      : [single];
  }
  throw new Error('no fault was found');
}

describe('parseSection', () => {
  it.each([
    [{}, 'at.name is missing'],
    [{ name: '' }, 'at.name is empty'],
    [{ name: 1 }, 'at.name is not a string'],
    [{ name: null }, 'at.name is not a string'],
    [{ name: 'n', count: 1.5 }, 'at.count is not a whole number'],
    [{ name: 'n', count: '1' }, 'at.count is not a number'],
    [{ name: 'n', mode: 'c' }, 'at.mode is not one of a, b'],
    [{ name: 'n', store: {} }, 'at.store.driver is missing'],
    [{ name: 'n', store: { driver: 'x' } }, 'at.store.driver is not one of disk, server'],
    [{ name: 'n', store: { driver: 'server' } }, 'at.store.url is missing'],
    [{ name: 'n', store: { driver: 'disk', extra: 1 } }, 'at.store has an unknown member: extra'],
    [{ name: 'n', version: 2 }, 'at.version is not 1'],
    [{ name: 'n', list: [] }, 'at.list is an empty list'],
    [{ name: 'n', list: {} }, 'at.list is not a list'],
    [{ name: 'n', list: [{ x: 'x' }, {}] }, 'at.list[1].x is missing'],
    [{ name: 'n', list: [1] }, 'at.list[0] is not an object'],
    [{ name: 'n', y: 1 }, 'at has an unknown member: y'],
    [{ name: 'n', nane: 1 }, 'at has an unknown member: nane (did you mean name?)'],
    ['text', 'at is not an object'],
    [[], 'at is not an object'],
    [null, 'at is not an object'],
    [undefined, 'at is missing'],
  ])('of %j says "%s"', (value, fault) => {
    expect(faultsOf(value)).toEqual([fault]);
  });

  it('says that a literal is missing, not that it is another', () => {
    const versioned = z.strictObject({ version: z.literal(1) });
    expect(() => parseSection(versioned, {}, '')).toThrow(/: version is missing$/);
  });

  it('reports every fault at once', () => {
    expect(faultsOf({ name: '', count: 'x', list: [{ x: 1 }, { x: 'x', y: 1 }] })).toEqual([
      'at.name is empty',
      'at.count is not a number',
      'at.list[0].x is not a string',
      'at.list[1] has an unknown member: y',
    ]);
  });

  it.each([
    ['{"name":"n","__proto__":{"count":1}}', 'at has a member __proto__'],
    ['{"name":"n","map":{"__proto__":"x"}}', 'at.map has a member __proto__'],
    ['{"name":"n","list":[{"x":"x","__proto__":1}]}', 'at.list[0] has a member __proto__'],
  ])('does not pass over __proto__ in silence: %s', (json, fault) => {
    expect(faultsOf(JSON.parse(json))).toEqual([fault]);
  });

  it('ends on a value that holds itself', () => {
    const value: Record<string, unknown> = { name: 'n' };
    value['self'] = value;
    expect(faultsOf(value)).toEqual(['at.self holds itself']);
  });

  it('throws nothing else and never quotes a value (property)', () => {
    const secret = 'PLANTED-SECRET';
    const hostile = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.constant<unknown>(secret),
        fc.constantFrom<unknown>(null, 1, true, undefined),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('name', 'count', 'list', 'map', 'x', 'mode'), tie('value')),
      ),
    })).value;
    const wrong = hostile.filter((value) => !schema.safeParse(value).success);
    fc.assert(
      fc.property(wrong, (value) => {
        expect(faultsOf(value).join('\n')).not.toContain(secret);
      }),
    );
  });

  it('answers the value of a valid section', () => {
    const value = { name: 'n', list: [{ x: 'x' }], map: { constructor: 'c' } };
    expect(parseSection(schema, value, 'at')).toEqual(value);
  });
});
