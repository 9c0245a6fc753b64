import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBoundedMap } from './bounded-map.ts';

describe('createBoundedMap', () => {
  it('holds the names that came last, each with its last value (property)', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '__proto__');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.tuple(name, fc.nat())),
        (places, sets) => {
          const map = createBoundedMap<number>(places);
          // The plain way: a list of pairs, from the oldest name to the newest.
          let plain: (readonly [string, number])[] = [];
          for (const [key, value] of sets) {
            map.set(key, value);
            const isThere = plain.some(([other]) => other === key);
            plain = isThere
              ? plain.map((pair) => (pair[0] === key ? [key, value] : pair))
              : [...plain, [key, value] as const].slice(-places);
            const expected = new Map(plain);
            for (const asked of ['a', 'b', 'c', 'd', 'e', 'f', '__proto__']) {
              expect(map.get(asked)).toBe(expected.get(asked));
            }
          }
        },
      ),
    );
  });

  it('takes no longer for the last of many names than for the first', () => {
    const map = createBoundedMap<number>(10_000);
    for (let index = 0; index < 300_000; index++) map.set(`${index}`, index);
    expect(map.get('289999')).toBeUndefined();
    expect(map.get('290000')).toBe(290_000);
  });
});
