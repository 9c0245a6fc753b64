import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { judge } from './judge.ts';
import { secret, textOrSecret } from './shared-schemas.ts';

const schema = z.strictObject({
  audience: z.union([z.string().min(1), z.array(z.string()).min(1)]).optional(),
  condition: z
    .union([
      z.string(),
      z.number(),
      z.array(z.string()),
      z.strictObject({ glob: z.string() }),
      z.strictObject({ regex: z.string() }),
    ])
    .optional(),
  certificate: z
    .union([
      z.strictObject({ sha256: z.string() }),
      z.strictObject({ dns: z.string() }),
      z.strictObject({ uri: z.string() }),
    ])
    .optional(),
  secret: secret.optional(),
  header: textOrSecret.optional(),
  count: z.int().min(1).max(5).optional(),
  short: z.string().max(3).optional(),
  list: z.array(z.string()).max(1).optional(),
  own: z.string().min(3, 'is too short to be one').optional(),
  map: z.record(z.string().min(2), z.int()).optional(),
  above: z.number().gt(0).optional(),
});

function faultsOf(value: unknown): readonly string[] {
  return (judge(schema, value, '').faults ?? []).map(({ path, message }) => `${path} ${message}`);
}

describe('judge', () => {
  it.each<[unknown, string]>([
    [{ audience: 1 }, 'audience is not a string or a list'],
    [{ audience: '' }, 'audience is empty'],
    [{ audience: [] }, 'audience is an empty list'],
    [{ audience: ['a', 1] }, 'audience[1] is not a string'],
    [{ condition: true }, 'condition is not a string, a number, a list or an object'],
    [{ condition: { glob: 1 } }, 'condition.glob is not a string'],
    [{ condition: {} }, 'condition needs glob or regex'],
    [{ certificate: { sha256: 5 } }, 'certificate.sha256 is not a string'],
    [{ certificate: {} }, 'certificate needs sha256, dns or uri'],
    [{ certificate: 'AB' }, 'certificate is not an object'],
    [
      { secret: 'hunter2' },
      'secret is not a reference to a secret: give {file: PATH} or {env: NAME}, never the secret itself',
    ],
    [{ header: 5 }, 'header is not a reference to a secret: give {file'],
    [{ count: 0 }, 'count is less than 1'],
    [{ count: 6 }, 'count is more than 5'],
    [{ above: 0 }, 'above is not more than 0'],
    [{ short: 'long' }, 'short has more than 3 characters'],
    [{ list: ['a', 'b'] }, 'list has more than 1 elements'],
    [{ own: 'a' }, 'own is too short to be one'],
    [{ map: { k: 1 } }, 'map.k has a key that it may not have'],
    [{ audiance: 'x' }, 'the file has an unknown member: audiance (did you mean audience?)'],
  ])('of %j says so', (value, fault) => {
    const [first = '', ...more] = faultsOf(value);
    expect(first.slice(0, fault.length)).toBe(fault);
    expect(more).toEqual([]);
    expect(first).not.toContain('hunter2');
  });

  it('says of both members that one too many is there', () => {
    expect(faultsOf({ condition: { glob: 'a', regex: 'b' } })).toHaveLength(1);
  });

  it('points at an unknown member itself', () => {
    expect(judge(schema, { condition: { glob: 'a', x: 1 } }, 'at').faults).toEqual([
      { path: 'at.condition', message: 'has an unknown member: x', at: 'at.condition.x' },
    ]);
  });
});
