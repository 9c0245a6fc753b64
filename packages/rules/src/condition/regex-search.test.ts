import { beforeAll, describe, expect, it } from 'vitest';
import { loadRegexSearch, type RegexSearch, type RegexSearchCompiler } from './regex-search.ts';

let load: RegexSearchCompiler;
beforeAll(async () => {
  load = await loadRegexSearch();
});

function compile(pattern: string): RegexSearch {
  const search = load(pattern);
  if ('fault' in search) throw new Error(search.fault);
  return search;
}

describe('a search by a regular expression', () => {
  it.each(['(a', '(?=a)', '(a)\\1', 'a{1001}'])('refuses %s', (pattern) => {
    expect(load(pattern)).toHaveProperty('fault');
  });

  it('finds anywhere, and everything', () => {
    expect(compile('b+').isIn('abbc')).toBe(true);
    expect(compile('^b').isIn('ab')).toBe(false);
    expect([...compile('[0-9]+').findAll('a1b22c333')]).toEqual(['1', '22', '333']);
    expect([...compile('x*').findAll('axx')]).toEqual(['', 'xx', '']);
    expect([...compile('a').findAll('b')]).toEqual([]);
  });

  it('says how many steps it has', () => {
    expect(compile('a{100}').steps).toBeGreaterThan(100);
    expect(compile('a').steps).toBeLessThan(10);
  });
});
