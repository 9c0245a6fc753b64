import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInput } from './read-input.ts';

const GZIP = 'H4sIAAAAAAAA_6tWAgA==';
const JWT = 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln';

describe('one value', () => {
  it.each([
    ['by itself', GZIP, 'value', undefined],
    ['with white space and lines in it', `  H4sIAAAAAAAA_\n6tWAgA==\n`, 'value', undefined],
    [
      'with a name and lines in it',
      `VouchCookie=H4sIAAAAAAAA_\n6tWAgA==`,
      'named-value',
      'VouchCookie',
    ],
    [
      'of a field that a terminal broke',
      `Cookie: V=H4sIAAA\n  AAAAA_\n6tWAgA==`,
      'cookie-field',
      'V',
    ],
    [
      'of the first step',
      `{"data": [{"cookie_name": "V", "cookie_value": "${GZIP}"}], "size": 1}\n`,
      'named-value',
      'V',
    ],
    [
      'of the answer of a first step without its name',
      `{"cookie_value":"${GZIP}"}`,
      'named-value',
      undefined,
    ],
    ['in quotation marks', `'${GZIP}'`, 'value', undefined],
    ['with a name', `VouchCookie=${GZIP}`, 'named-value', 'VouchCookie'],
    ['as a shell exports it', `export COOKIE='alpha=${GZIP}'`, 'named-value', 'alpha'],
    ['as a Cookie field', `Cookie: VouchCookie=${GZIP}`, 'cookie-field', 'VouchCookie'],
    ['as curl -v shows it', `> cookie: VouchCookie=${GZIP}`, 'cookie-field', 'VouchCookie'],
    ['of curl --cookie', `curl -k --cookie 'a=${GZIP}' https://x.test/`, 'cookie-field', 'a'],
    ['of curl --cookie=', `$ curl --cookie="a=${GZIP}"`, 'cookie-field', 'a'],
    [
      'of curl -H',
      `curl 'https://x.test/' -H 'Accept: */*' -H 'Cookie: a=${GZIP}'`,
      'cookie-field',
      'a',
    ],
  ])('%s', (_, text, kind, name) => {
    expect(readInput(text)).toEqual({
      kind,
      pairs: [{ ...(name !== undefined && { name }), value: GZIP }],
    });
  });

  it.each([
    ['by itself', JWT, 'value'],
    ['of an Authorization field', `Authorization: Bearer ${JWT}`, 'authorization-field'],
    ['of the same in lower case', `authorization: bearer ${JWT}`, 'authorization-field'],
    ['of the field alone', `Bearer ${JWT}`, 'authorization-field'],
    ['of X-Vouch-Token', `X-Vouch-Token: ${JWT}`, 'authorization-field'],
    ['of curl --oauth2-bearer', `curl --oauth2-bearer ${JWT} x.test`, 'authorization-field'],
    ['with padding', 'eyJhbGciOiJIUzI1NiJ9=.e30=.c2ln', 'value'],
  ])('a token %s', (_, text, kind) => {
    const value = text.includes('=') ? text : JWT;
    expect(readInput(text)).toEqual({ kind, pairs: [{ value }] });
  });
});

it('reads several cookies, one that has no value not among them', () => {
  expect(readInput('Cookie: a=1; VouchCookie_2of2=y; b=; VouchCookie_1of2=x').pairs).toEqual([
    { name: 'a', value: '1' },
    { name: 'VouchCookie_2of2', value: 'y' },
    { name: 'VouchCookie_1of2', value: 'x' },
  ]);
  expect(readInput('Cookie: a=H4sI\nAAAA; b=1\nCookie: c=2').pairs).toEqual([
    { name: 'a', value: 'H4sIAAAA' },
    { name: 'b', value: '1' },
    { name: 'c', value: '2' },
  ]);
  expect(readInput('V_1of2=x\nV_2of2=y').pairs.map(({ name }) => name)).toEqual([
    'V_1of2',
    'V_2of2',
  ]);
});

it('reads what stands behind a cookie that is set', () => {
  expect(readInput(`Set-Cookie: V=${GZIP}; Path=/; Domain=x.test; HttpOnly`)).toEqual({
    kind: 'set-cookie-field',
    pairs: [{ name: 'V', value: GZIP, attributes: ['path=/', 'domain=x.test', 'httponly'] }],
  });
});

it.each(['', ' \n ', "''", 'Cookie:', 'curl https://x.test/'])('finds nothing in %j', (text) => {
  expect(readInput(text).pairs.filter(({ value }) => value.includes('H4'))).toEqual([]);
});

it('reads any text, and makes up no character', () => {
  const pieces = fc.constantFrom(
    'curl ',
    '-b ',
    "'",
    '"',
    '\\',
    '=',
    ';',
    '\n',
    'Cookie: ',
    'Bearer ',
    'a',
    '.',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, (given) => {
      const there = new Set(given);
      for (const { value } of readInput(given).pairs) {
        expect([...value].filter((character) => !there.has(character))).toEqual([]);
      }
    }),
  );
});

it('takes no longer for a hundred thousand line ends than they are long', () => {
  const begun = performance.now();
  for (const end of ['!', 'b !']) readInput(`a${'\n'.repeat(100_000)}${end}`);
  expect(performance.now() - begun).toBeLessThan(1000);
});
