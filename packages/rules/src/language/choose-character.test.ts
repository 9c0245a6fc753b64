import { describe, expect, it } from 'vitest';
import { chooseFrom, rankOf } from './choose-character.ts';

const hex = (point: number) => point.toString(16);

describe('chooseFrom', () => {
  it.each([
    ['a letter of all', 0, 0x10ffff, 'x'],
    ['a digit', 0x21, 0x39, '0'],
    ['what ASCII shows', 0, 0x2c, ' '],
    ['a letter rather than a control', 0x7f, 0x10ffff, '\u00c0'],
    ['a letter rather than a noncharacter', 0x300, 0x10ffff, '\u0410'],
    ['a letter rather than what is for private use', 0xe000, 0x10ffff, '\uf900'],
    ['a sign rather than a noncharacter of a later plane', 0x10000, 0x10ffff, '\u{1f300}'],
    ['no noncharacter', 0x2fffd, 0x2ffff, '\u{2fffd}'],
    ['none of the 32 noncharacters', 0xfdc8, 0xfdef, '\ufdcf'],
    ['no half of a pair', 0xd7ff, 0xdfff, '\ud7ff'],
  ])('takes %s', (_title, low, high, character) => {
    expect(hex(chooseFrom(low, high))).toBe(hex(character.codePointAt(0) ?? 0));
  });

  it.each([
    [0, 0x1f],
    [0xfdd0, 0xfdef],
    [0x10fffe, 0x10ffff],
    [0xd800, 0xdfff],
  ])('takes one of U+%s to U+%s where there is nothing else', (low, high) => {
    const point = chooseFrom(low, high);
    expect(point).toBeGreaterThanOrEqual(low);
    expect(point).toBeLessThanOrEqual(high);
  });

  it('ranks what is shown before what is not', () => {
    const ranks = ['x', 'a', '_', '\u00c0', '\u0007'].map((one) => rankOf(one.codePointAt(0) ?? 0));
    expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
    expect(rankOf(0xffff)).toBeGreaterThan(rankOf(0x4e00));
  });
});
