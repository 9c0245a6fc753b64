import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerFields } from './header-fields.ts';

describe('headerFields', () => {
  it('keeps repeated fields apart, and names as they were sent', () => {
    expect(headerFields(['X-A', '1', 'b', '', 'x-a', '2'])).toEqual([
      ['X-A', '1'],
      ['b', ''],
      ['x-a', '2'],
    ]);
    expect(headerFields([])).toEqual([]);
  });

  it('makes no field of a name alone', () => {
    expect(headerFields(['a'])).toEqual([]);
    expect(headerFields(['a', '1', 'b'])).toEqual([['a', '1']]);
  });

  it('loses and invents nothing (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (fields) => {
        expect(headerFields(fields.flat())).toEqual(fields);
      }),
    );
  });
});
