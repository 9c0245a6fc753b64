import { describe, expect, it } from 'vitest';
import { shown } from './shown.ts';

describe('shown', () => {
  it.each<[unknown, string]>([
    ['a"b', String.raw`"a\"b"`],
    [1, '1'],
    [null, 'null'],
    [undefined, 'nothing'],
    [['a', 1], '["a",1]'],
    [{ a: { b: { c: { d: 1 } } } }, '{"a":{"b":{"c":"…"}}}'],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9], '[1,2,3,4,5,6,7,8,"…"]'],
    [JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
    ['x'.repeat(200), `"${'x'.repeat(119)}…`],
  ])('shows %j as %s', (value, text) => {
    expect(shown(value)).toBe(text);
  });

  it('shows what nests deeply', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown;
    expect(shown(deep)).toBe('[[["…"]]]');
  });
});
