import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenCache, type Remembered } from './token-cache.ts';

/** The cache looks at the times alone. */
function entry(from: number, until: number): Remembered {
  return { from, until } as Remembered;
}

describe('createTokenCache', () => {
  it.each([
    { maxTokens: 0, maxAge: 60 },
    { maxTokens: 1.5, maxAge: 60 },
    { maxTokens: Number.NaN, maxAge: 60 },
    { maxTokens: 1, maxAge: 0 },
    { maxTokens: 1, maxAge: Number.POSITIVE_INFINITY },
  ])('refuses %j', (options) => {
    expect(() => createTokenCache(options)).toThrow(TypeError);
  });

  it('remembers from the moment that a token was judged until it ends', () => {
    const cache = createTokenCache({ maxTokens: 2, maxAge: 1000 });
    const good = entry(100, 160);
    cache.put('a', good);
    expect(cache.get('b', 100)).toBeUndefined();
    expect(cache.get('a', 99)).toBeUndefined();
    expect(cache.get('a', 100)).toBe(good);
    expect(cache.get('a', 159)).toBe(good);
    expect(cache.get('a', 160)).toBeUndefined();
  });

  it('remembers for no longer than it is told, however long a token lives', () => {
    const cache = createTokenCache({ maxTokens: 2, maxAge: 60 });
    cache.put('a', entry(100, 86_400));
    expect(cache.get('a', 159)).toBeDefined();
    expect(cache.get('a', 160)).toBeUndefined();
    const anew = entry(160, 86_400);
    cache.put('a', anew);
    expect(cache.get('a', 219)).toBe(anew);
  });

  it('remembers those that came last, of each the newest, and no more than it may (property)', () => {
    const name = fc.constantFrom(...'abcdefghij');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(name), (maxTokens, names) => {
        const cache = createTokenCache({ maxTokens, maxAge: 10 });
        let model: (readonly [string, Remembered])[] = [];
        for (const put of names) {
          const made = entry(0, 10);
          cache.put(put, made);
          model = model.some(([known]) => known === put)
            ? model.map(([known, old]) => [known, known === put ? made : old])
            : [...model, [put, made] as const].slice(-maxTokens);
          for (const asked of 'abcdefghij') {
            expect(cache.get(asked, 5)).toBe(model.find(([known]) => known === asked)?.[1]);
          }
        }
      }),
    );
  });
});
