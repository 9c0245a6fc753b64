import { DrawbridgeError } from '@drawbridge/core';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyCharacter } from '../../../tools/any-character.ts';
import { bearerToken } from './bearer-token.ts';

const set = (accessToken: string, tokenType = 'Bearer') => ({
  accessToken,
  tokenType,
  obtainedAt: 0,
});

it.each(['Bearer', 'bearer', 'BEARER', 'N_A', 'n_a'])('takes a token of the type %s', (type) => {
  expect(bearerToken(set('a', type))).toBe('a');
});

it.each([
  ['that is bound to a key', 'a', 'DPoP', 'no bearer token'],
  ['of no type', 'a', '', 'no bearer token'],
  ['of none of the names that objects inherit', 'a', 'constructor', 'no bearer token'],
  ['of no characters', '', 'Bearer', 'a character'],
  ['with a space', 'a b', 'Bearer', 'a character'],
  ['with a line end', 'a\r\nx: 1', 'Bearer', 'a character'],
  ['with a letter beyond ASCII', 'ä', 'Bearer', 'a character'],
])('refuses a token %s', (_, token, type, why) => {
  expect(() => bearerToken(set(token, type))).toThrow(DrawbridgeError);
  expect(() => bearerToken(set(token, type))).toThrow(why);
});

it('never lets through what would end a header field, and repeats it in no message (property)', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 9, unit: anyCharacter }), (token) => {
      try {
        expect(bearerToken(set(token))).toMatch(/^[!-~]+$/);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(DrawbridgeError);
        const { message, hint = '' } = thrown as DrawbridgeError;
        expect(`${message} ${hint}`).not.toContain(token);
      }
    }),
  );
});
