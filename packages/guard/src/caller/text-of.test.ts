import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { textOf } from './text-of.ts';

describe('textOf', () => {
  it.each([[undefined], [null], [7], [true], [['alice']], [{ toString: 'alice' }], [Object('a')]])(
    'makes no text of %j',
    (claim: unknown) => {
      expect(textOf(claim)).toBeUndefined();
    },
  );

  it('answers the text itself, also one that is empty, and nothing but text', () => {
    expectTypeOf(textOf).returns.toEqualTypeOf<string | undefined>();
    expect([textOf('alice'), textOf('')]).toEqual(['alice', '']);
    fc.assert(
      fc.property(fc.jsonValue(), (claim) => {
        expect(textOf(claim)).toBe(typeof claim === 'string' ? claim : undefined);
      }),
    );
  });
});
