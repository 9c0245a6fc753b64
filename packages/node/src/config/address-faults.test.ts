import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addressFaults } from './address-faults.ts';
import { listenAddress } from './shared-schemas.ts';

const schema = z.strictObject({
  first: z.strictObject({ listen: listenAddress.describe('Where.') }).optional(),
  second: z
    .strictObject({
      listen: listenAddress.optional().meta({ default: '127.0.0.1:8080' }),
      inner: z.strictObject({ listen: listenAddress }).optional(),
    })
    .optional(),
});

const faultsOf = (value: unknown) =>
  addressFaults(value, schema).map(({ path, message }) => `${path} ${message}`);

describe('addressFaults', () => {
  it('names both settings that have one address', () => {
    const [a, b] = ['127.0.0.1:1', '127.0.0.1:2'];
    const second = { listen: a, inner: { listen: b } };
    expect(faultsOf({ first: { listen: b }, second })).toEqual([
      'second.inner.listen is an address that first.listen takes: each listener needs one of its own',
    ]);
    expect(faultsOf({ second: { listen: a, inner: { listen: a } } })).toEqual([
      'second.inner.listen is an address that second.listen takes: each listener needs one of its own',
    ]);
  });

  it.each([
    ['127.0.0.1:1', '1'],
    ['0.0.0.0:1', '127.0.0.1:1'],
    ['localhost:1', '0.0.0.0:1'],
    ['[::]:1', '127.0.0.1:1'],
    ['0.0.0.0:1', '[::]:1'],
    ['[::1]:1', '[::]:1'],
  ])('finds that %s and %s overlap', (listen, inner) => {
    expect(faultsOf({ second: { listen, inner: { listen: inner } } })).toHaveLength(1);
  });

  it.each([
    ['127.0.0.1:1', '127.0.0.1:2'],
    ['127.0.0.1:1', '127.0.0.2:1'],
    ['127.0.0.1:1', '[::1]:1'],
    ['0.0.0.0:1', '[::1]:1'],
    ['0.0.0.0:0', '0.0.0.0:0'],
  ])('has nothing against %s and %s', (listen, inner) => {
    expect(faultsOf({ second: { listen, inner: { listen: inner } } })).toEqual([]);
  });

  it('knows the default of a part that is there, and of no other', () => {
    const first = { listen: '127.0.0.1:8080' };
    expect(faultsOf({ first, second: {} })).toEqual([
      'second.listen is an address that first.listen takes: each listener needs one of its own',
    ]);
    expect(faultsOf({ first })).toEqual([]);
  });

  it.each([undefined, null, 'x', [], { first: 'x' }, { first: { listen: 3 } }])(
    'leaves %j to the schema',
    (value) => {
      expect(faultsOf(value)).toEqual([]);
    },
  );
});
