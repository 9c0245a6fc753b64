import { describe, expect, it } from 'vitest';
import { clientIdOf } from './client-id-of.ts';

describe('clientIdOf', () => {
  it.each([
    [{}, undefined],
    [{ azp: 'a', client_id: 'b' }, 'a'],
    [{ client_id: 'b' }, 'b'],
    [{ azp: '', client_id: 'b' }, undefined],
    [{ azp: null, client_id: 'b' }, undefined],
    [{ azp: ['a'], client_id: 'b' }, undefined],
    [{ client_id: 7 }, undefined],
    [Object.create({ azp: 'a' }) as object, undefined],
  ])('of %j is %s', (claims, client) => {
    expect(clientIdOf({ ...claims })).toBe(client);
  });
});
