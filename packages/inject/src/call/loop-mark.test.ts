import type { HeaderField } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLoopMark } from './loop-mark.ts';

const mark = createLoopMark('a1');
const isOn = (...headers: readonly HeaderField[]) => mark.isOn({ headers });

describe('createLoopMark', () => {
  it.each([
    ['cdn-loop', 'drawbridge-a1'],
    ['CDN-Loop', 'cdn.test; v=1, drawbridge-a1'],
    ['cdn-loop', 'drawbridge-a1 ;x="y",other'],
  ] satisfies HeaderField[])('knows its own in %s: %s', (...field) => {
    expect(isOn(['host', 'a'], field)).toBe(true);
  });

  it.each([
    ['cdn-loop', 'drawbridge-a2'],
    ['cdn-loop', 'drawbridge-a12, xdrawbridge-a1'],
    ['cdn-loop', ''],
    ['cdn-look', 'drawbridge-a1'],
    ['via', 'drawbridge-a1'],
  ] satisfies HeaderField[])('does not take %s: %s for it', (...field) => {
    expect(isOn(field)).toBe(false);
  });

  it('knows what it sets, among whatever others have set, and nobody else does', () => {
    const values = fc.array(fc.string({ unit: 'grapheme-ascii' }));
    fc.assert(
      fc.property(values, (others) => {
        const fields = others.map((value): HeaderField => ['CDN-Loop', value]);
        const own = createLoopMark();
        expect(own.isOn({ headers: fields })).toBe(false);
        expect(own.isOn({ headers: [...fields, own.field] })).toBe(true);
        expect(createLoopMark().isOn({ headers: [own.field] })).toBe(false);
      }),
    );
  });
});
