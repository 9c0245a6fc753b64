import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { readBearerToken } from './bearer-token.ts';

describe('readBearerToken', () => {
  it.each([
    [[]],
    [['']],
    [['Basic YTpi']],
    [['Negotiate YII=']],
    [['Bearers abc']],
    [['X-Bearer abc']],
    [['Basic YTpi', 'Digest x']],
  ])('finds none in %j', (values) => {
    expect(readBearerToken(values)).toBeUndefined();
  });

  it.each([
    [['Bearer a.b.c'], 'a.b.c'],
    [['bearer a.b.c'], 'a.b.c'],
    [['BEARER   a.b.c'], 'a.b.c'],
    [['Bearer abc=='], 'abc=='],
  ])('finds that of %j', (values, token) => {
    expect(readBearerToken(values)).toBe(token);
  });

  it.each([
    [['Bearer'], 'credentials_malformed'],
    [['Bearer '], 'credentials_malformed'],
    [['Bearer a b'], 'credentials_malformed'],
    [['Bearer a,b'], 'credentials_malformed'],
    [['Bearer a, Bearer b'], 'credentials_malformed'],
    [['Bearer,a'], 'credentials_malformed'],
    [[' Bearer a'], 'credentials_malformed'],
    [['Basic YTpi, Bearer a'], 'credentials_malformed'],
    [['Bearer a\u0000'], 'credentials_malformed'],
    [['Bearer a', 'Bearer a'], 'credentials_ambiguous'],
    [['Bearer a', 'Basic YTpi'], 'credentials_ambiguous'],
    [['Basic YTpi', 'Bearer a'], 'credentials_ambiguous'],
  ])('refuses %j', (values, code) => {
    expect(() => readBearerToken(values)).toThrow(expect.objectContaining({ code }));
  });

  it('never overlooks a field that begins with the scheme', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 12 }), (rest) => {
        let token: string | undefined;
        try {
          token = readBearerToken([`Bearer ${rest}`]);
        } catch {
          return;
        }
        expect(token).toBe(rest.replace(/^ +/, ''));
      }),
    );
  });
});
