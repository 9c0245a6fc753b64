import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

const known = ['issuer', 'audience', 'audiences', 'jwksUri', 'copy', 'x'];

describe('nearest', () => {
  it.each([
    ['isuer', 'issuer'],
    ['isseur', 'issuer'],
    ['Audience', 'audience'],
    ['audiance', 'audience'],
    ['audiencess', 'audiences'],
    ['jwks_uri', 'jwksUri'],
    ['jwks-url', 'jwksUri'],
    ['cpoy', 'copy'],
  ])('of %s is %s', (word, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });

  it('is not looked for at length', () => {
    expect(nearest('a'.repeat(10_000), known)).toBeUndefined();
  });

  it.each(['y', '', 'zz', 'lifetime'])('of %j there is none', (word) => {
    expect(nearest(word, known)).toBeUndefined();
    expect(didYouMean(word, known)).toBe('');
  });

  it('finds any word again (property)', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{3,20}$/), fc.nat(), (word, at) => {
        const place = at % word.length;
        const slip = `${word.slice(0, place)}z${word.slice(place)}`;
        expect(nearest(slip, [word])).toBe(word);
        expect(nearest(word, [slip, word])).toBe(word);
      }),
    );
  });
});
