import { DrawbridgeError } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFormParameters } from './form-body.ts';
import { single } from './parameters.ts';

describe('readFormParameters', () => {
  it.each(['token=a&token=b', 'token=a&token=a', 'token=a&token=', 'token=a&%74oken=b'])(
    'refuses a repeated parameter: %s',
    (body) => {
      expect(() => single(readFormParameters(body), 'token')).toThrow(
        expect.objectContaining({
          code: 'parameter_invalid',
          hint: '"token" is given more than once.',
        }),
      );
    },
  );

  it('refuses a repeated alg', () => {
    const parameters = readFormParameters('token=a&alg=RS256&alg=ES256');
    expect(() => single(parameters, 'alg')).toThrow(DrawbridgeError);
  });

  it.each([
    ['', undefined, undefined],
    ['token=', undefined, undefined],
    ['token', undefined, undefined],
    ['alg=&token=a.b.c', 'a.b.c', undefined],
    ['token=a.b.c&alg=ES256', 'a.b.c', 'ES256'],
    ['token=a%2Eb%2ec', 'a.b.c', undefined],
    ['token=a+b', 'a b', undefined],
    ['Token=a', undefined, undefined],
    ['__proto__=a&constructor=b&x=1&x=2', undefined, undefined],
    ['token=%', '%', undefined],
    ['{"token":"a"}', undefined, undefined],
  ])('reads %j', (body, token, alg) => {
    const parameters = readFormParameters(body);
    expect(single(parameters, 'token')).toBe(token);
    expect(single(parameters, 'alg')).toBe(alg);
  });

  it('throws nothing but DrawbridgeError, without the body in it (property)', () => {
    const piece = fc.constantFrom('token=', 'alg=', '&', 'PLANTED', '%', '%50', '+', ';', '=');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 }))), (pieces) => {
        try {
          single(readFormParameters(pieces.join('')), 'token');
        } catch (error) {
          expect(error).toBeInstanceOf(DrawbridgeError);
          const { message, hint } = error as DrawbridgeError;
          expect(`${message} ${hint}`).not.toContain('PLANTED');
        }
      }),
      { numRuns: 500 },
    );
  });
});
