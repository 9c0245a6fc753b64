import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeenTokens } from './seen-tokens.ts';

const END = 'e'.repeat(48);

describe('createSeenTokens', () => {
  it('knows no token by its end alone, and of two with one end the last', () => {
    const seen = createSeenTokens<number>({ places: 10, characters: 1000 });
    seen.keep(`one${END}`, 1);
    expect(seen.find(`one${END}`)).toBe(1);
    for (const other of [`two${END}`, END, `ne${END}`, `one${END}x`, '']) {
      expect(seen.find(other)).toBeUndefined();
    }
    seen.keep(`two${END}`, 2);
    expect(seen.find(`two${END}`)).toBe(2);
    expect(seen.find(`one${END}`)).toBeUndefined();
  });

  it('knows no other token where the older half has one with the same end', () => {
    const seen = createSeenTokens<number>({ places: 2, characters: 1000 });
    seen.keep(`one${END}`, 1);
    seen.keep('another', 2);
    expect(seen.find(`two${END}`)).toBeUndefined();
    expect(seen.find(`one${END}`)).toBe(1);
  });

  it('forgets those that nobody asked for, and keeps who is asked for all the time', () => {
    const seen = createSeenTokens<number>({ places: 10, characters: 10_000 });
    seen.keep('busy', 0);
    for (let index = 1; index < 100; index++) {
      seen.keep(`token ${index}`, index);
      expect(seen.find('busy')).toBe(0);
    }
    const known = Array.from({ length: 99 }, (_, index) => seen.find(`token ${index + 1}`));
    expect(known.filter((value) => value !== undefined).length).toBeLessThanOrEqual(10);
    expect(seen.find('token 99')).toBe(99);
  });

  it('holds no more places or characters than it may (property)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 60 }), { maxLength: 100 }),
        fc.integer({ min: 2, max: 20 }),
        fc.integer({ min: 120, max: 1000 }),
        (tokens, places, characters) => {
          const seen = createSeenTokens<string>({ places, characters });
          for (const token of tokens) {
            seen.keep(token, token);
            expect(seen.find(token)).toBe(token);
          }
          // Each is asked of a memory of its own, since to be asked for is to be kept.
          const known = [...new Set(tokens)].filter((asked) => {
            const again = createSeenTokens<string>({ places, characters });
            for (const token of tokens) again.keep(token, token);
            return again.find(asked) === asked;
          });
          expect(known.length).toBeLessThanOrEqual(places);
          expect(known.join('').length).toBeLessThanOrEqual(characters);
        },
      ),
    );
  });
});
