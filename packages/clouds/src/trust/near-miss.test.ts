import { describe, expect, it } from 'vitest';
import { nearMiss } from './near-miss.ts';

describe('nearMiss', () => {
  it.each([
    ['https://a.example', 'https://a.example'],
    ['https://a.example', 'https://b.example'],
    ['https://a.example//', 'https://a.example'],
    ['a', ''],
  ])('has nothing to say of %j and %j', (one, other) => {
    expect(nearMiss(one, other)).toBeUndefined();
  });

  it.each([
    ['https://a.example', 'https://a.example/', 'a slash at the end alone'],
    ['https://a.example/', 'https://a.example', 'a slash at the end alone'],
    ['repo:Acme/app', 'repo:acme/app', 'upper and lower case alone'],
    ['a ', 'a', 'white space at an end alone'],
    ['a', '\ta\n', 'white space at an end alone'],
    ['A/ ', 'a', 'white space, a slash at the end or case alone'],
  ])('finds what %j and %j differ in', (one, other, difference) => {
    expect(nearMiss(one, other)).toBe(difference);
  });
});
