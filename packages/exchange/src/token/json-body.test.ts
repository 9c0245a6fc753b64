import { DrawbridgeError } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonParameters } from './json-body.ts';
import { severalTexts, single } from './parameters.ts';

function faultOf(body: string): DrawbridgeError {
  try {
    readJsonParameters(body);
  } catch (error) {
    expect(error).toBeInstanceOf(DrawbridgeError);
    return error as DrawbridgeError;
  }
  throw new Error('nothing was thrown');
}

describe('readJsonParameters', () => {
  it.each([
    '{"token": eyJh.eyJp.c2ln}',
    '{"token":eyJh.eyJp.c2ln,"alg":"RS256"}',
    '{ "alg": "RS256", "token" : eyJh.eyJp.c2l-_n }',
    '{"token": eyJh.eyJp.}',
  ])('knows a token without quotes: %s', (body) => {
    const { code, hint } = faultOf(body);
    expect(code).toBe('body_malformed');
    expect(hint).toContain('has no quotes around it');
    expect(hint).toContain('Escape them');
  });

  it.each(['{"token": }', '{"token":}', '{"token": , "alg": "RS256"}', '{"token"\n:\n}'])(
    'knows a value that is missing: %j',
    (body) => {
      expect(faultOf(body).hint).toContain('Is the variable that holds it set?');
    },
  );

  it.each(['', ' ', 'hello', '{', '{"token":"a"', "{'token':'a'}", '{"token":"a"}x', '\ufeff{}'])(
    'says of other texts that they are not JSON: %j',
    (body) => {
      expect(faultOf(body)).toMatchObject({ code: 'body_malformed', hint: 'It is not JSON.' });
    },
  );

  it.each([
    '{"token":"a","token":"b"}',
    '{"token":"a","x":{"y":1,"y":1}}',
    '{"token":"a","\\u0074oken":"a"}',
  ])('refuses two members of one name: %s', (body) => {
    expect(faultOf(body).hint).toBe('It has two members of one name.');
  });

  it.each(['null', '[]', '"a.b.c"', '1', 'true', '[{"token":"a"}]'])(
    'refuses JSON that is no object: %s',
    (body) => {
      expect(faultOf(body).hint).toBe('It is not a JSON object.');
    },
  );

  it.each([
    ['{}', undefined, undefined],
    ['{"token":"a.b.c"}', 'a.b.c', undefined],
    ['{"token":"a","alg":"ES256","more":1}', 'a', 'ES256'],
    ['{"token":null,"alg":null}', null, null],
    ['{"token":["a"],"alg":1}', ['a'], 1],
    ['{"__proto__":{"token":"a","alg":"b"}}', undefined, undefined],
  ])('reads %s', (body, token, alg) => {
    const parameters = readJsonParameters(body);
    expect(single(parameters, 'token')).toEqual(token);
    expect(single(parameters, 'alg')).toEqual(alg);
  });

  it('takes a list of audiences as several, and no other list', () => {
    const body = '{"audience":["a","b"],"resource":"https://c.test","scope":["x"]}';
    const parameters = readJsonParameters(body);
    expect(severalTexts(parameters, 'audience')).toEqual(['a', 'b']);
    expect(severalTexts(parameters, 'resource')).toEqual(['https://c.test']);
    expect(single(parameters, 'scope')).toEqual(['x']);
  });

  it('throws nothing but DrawbridgeError, without the body in it (property)', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '"token"',
      ':',
      ',',
      'PLANTED',
      '.',
      '"',
      ' ',
      '[',
      'null',
    );
    const body = fc.oneof(
      fc.array(fc.oneof(piece, fc.string({ maxLength: 3 }))).map((pieces) => pieces.join('')),
      fc.json(),
    );
    fc.assert(
      fc.property(body, (text) => {
        try {
          readJsonParameters(text);
        } catch (error) {
          expect(error).toBeInstanceOf(DrawbridgeError);
          const { message, hint, cause, stack } = error as DrawbridgeError;
          expect(`${message} ${hint} ${String(cause)} ${stack}`).not.toContain('PLANTED');
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['"token":'.repeat(8000)],
    [`{"token"${' '.repeat(60_000)}`],
    [`{"token":${'a'.repeat(60_000)}`],
    [`{"token":${'a.'.repeat(30_000)}`],
    [`{"token":a.b.c${' '.repeat(60_000)}`],
  ])('looks for the fault in time that grows with the length alone', (body) => {
    const started = performance.now();
    faultOf(body);
    expect(performance.now() - started).toBeLessThan(250);
  });
});
