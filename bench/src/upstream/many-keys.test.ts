import { describe, expect, it } from 'vitest';
import { manyKeys } from './many-keys.ts';

describe('manyKeys', () => {
  it('publishes as many distinct keys as asked for, among them all that sign, spread over the whole', async () => {
    const { published, signing } = await manyKeys('ES256', 200);
    expect(new Set(published.map(({ kid }) => kid)).size).toBe(200);
    expect(new Set(published.map(({ x }) => x)).size).toBe(200);
    expect(signing).toHaveLength(50);
    const places = signing.map(({ kid }) => published.findIndex((jwk) => jwk.kid === kid));
    expect(places).toEqual(Array.from({ length: 50 }, (_, index) => 4 * index));
  });

  it('has the one key sign where there is one', async () => {
    const { published, signing } = await manyKeys('ES256', 1);
    expect(published).toEqual([signing[0]?.publicJwk]);
  });
});
