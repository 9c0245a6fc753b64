import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepFreeze } from './deep-freeze.ts';

function isFrozenThroughout(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozenThroughout);
}

describe('deepFreeze', () => {
  it('leaves nothing in a value of JSON that can be changed, and changes nothing (property)', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        deepFreeze(value);
        expect(isFrozenThroughout(value)).toBe(true);
        expect(value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('freezes what is called __proto__, and not the prototype of objects', () => {
    const value = JSON.parse('{"__proto__": {"list": [{}]}}') as Record<string, unknown>;
    deepFreeze(value);
    expect(isFrozenThroughout(value)).toBe(true);
    expect(Object.isFrozen(Object.prototype)).toBe(false);
  });
});
