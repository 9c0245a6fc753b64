import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applySetting, compareSettings, type Setting } from './apply-setting.ts';

function apply(root: unknown, ...settings: readonly Setting[]): unknown {
  return settings.toSorted(compareSettings).reduce((value, setting) => {
    const applied = applySetting(value, setting);
    if (applied.gap !== undefined) throw new Error(`gap ${JSON.stringify(applied.gap)}`);
    return applied.value;
  }, root);
}

const set = (value: unknown, ...steps: (string | number)[]): Setting => ({ steps, value });

describe('applySetting', () => {
  it.each<[unknown, Setting[], unknown]>([
    [{}, [set(1, 'a', 'b')], { a: { b: 1 } }],
    [{ a: { b: 1, c: 2 } }, [set(3, 'a', 'b')], { a: { b: 3, c: 2 } }],
    [{ a: [{ x: 1, y: 2 }] }, [set(3, 'a', 0, 'x')], { a: [{ x: 3, y: 2 }] }],
    [{ a: [1] }, [set(3, 'a', 2), set(2, 'a', 1)], { a: [1, 2, 3] }],
    [
      {},
      [set('x', 'a', 10), ...Array.from({ length: 10 }, (_, i) => set(i, 'a', i))],
      {
        a: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 'x'],
      },
    ],
    [{ a: [1, 2] }, [set([9], 'a'), set(8, 'a', 0)], { a: [8] }],
    [{ a: null }, [set(1, 'a', 'b')], { a: { b: 1 } }],
    [{ a: 'text' }, [set(1, 'a', 0)], { a: [1] }],
    [{ a: { b: 1 } }, [set(1, 'a', 0)], { a: [1] }],
    [{ a: [1] }, [set(1, 'a', 'b')], { a: { b: 1 } }],
    ['text', [set(1, 'a')], { a: 1 }],
  ])('of %j with %j is as it should be', (root, settings, expected) => {
    expect(apply(root, ...settings)).toEqual(expected);
  });

  it('changes nothing that was there, nor what shares an object with it', () => {
    const shared = { x: 1 };
    const root = { a: shared, b: shared };
    expect(apply(root, set(2, 'a', 'x'))).toEqual({ a: { x: 2 }, b: { x: 1 } });
    expect(root).toEqual({ a: { x: 1 }, b: { x: 1 } });
  });

  it('leaves no gap in a list', () => {
    expect(applySetting({ a: { b: [1] } }, set(1, 'a', 'b', 2, 'x'))).toEqual({
      gap: { path: 'a.b', length: 1 },
    });
  });

  it('keeps a member __proto__, so that it is found later', () => {
    const root: unknown = JSON.parse('{"a":{"__proto__":{"x":1}}}');
    const value = apply(root, set(1, 'a', 'b')) as { a: object };
    expect(Object.keys(value.a)).toEqual(['__proto__', 'b']);
  });

  it('gives the same in whatever order settings come (property)', () => {
    const steps = fc.array(fc.constantFrom<string | number>('a', 'b', 0), {
      minLength: 1,
      maxLength: 4,
    });
    const settings = fc.uniqueArray(fc.record({ steps, value: fc.integer() }), {
      selector: (setting) => setting.steps.join('.'),
      maxLength: 5,
    });
    fc.assert(
      fc.property(settings, (given) => {
        expect(apply({}, ...given)).toEqual(apply({}, ...given.toReversed()));
      }),
    );
  });
});
