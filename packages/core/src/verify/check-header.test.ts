import { describe, expect, it } from 'vitest';
import { ALGORITHM_NAMES, type Algorithm } from '../engine/algorithms.ts';
import { checkHeader } from './check-header.ts';

const policy = (algorithms: Iterable<Algorithm>, types = [undefined, 'jwt']) => ({
  algorithms: new Set(algorithms),
  types: new Set(types),
});
const all = policy(ALGORITHM_NAMES);
const header = (changes: object = {}) => ({ alg: 'RS256', kid: 'a', ...changes });

describe('checkHeader', () => {
  it.each(ALGORITHM_NAMES)('answers %s and the kid', (alg) => {
    expect(checkHeader(header({ alg }), all)).toEqual({ alg, kid: 'a' });
  });

  it('RFC 9864 section 2.2: takes Ed25519 for EdDSA, and for nothing else', () => {
    expect(checkHeader(header({ alg: 'Ed25519' }), policy(['EdDSA'])).alg).toBe('EdDSA');
    for (const [alg, allowed] of [
      ['Ed25519', 'ES256'],
      ['Ed448', 'EdDSA'],
      ['ed25519', 'EdDSA'],
    ] as const) {
      expect(() => checkHeader(header({ alg }), policy([allowed]))).toThrow(
        expect.objectContaining({ code: 'algorithm_not_allowed' }),
      );
    }
  });

  it('answers no kid where there is none', () => {
    expect(checkHeader({ alg: 'RS256' }, all)).toEqual({ alg: 'RS256', kid: undefined });
  });

  it.each([undefined, 'JWT', 'jwt', 'application/jwt', 'Application/JWT'])(
    'takes typ %j',
    (typ) => {
      expect(checkHeader(typ === undefined ? header() : header({ typ }), all).alg).toBe('RS256');
    },
  );

  it.each([
    ['at+jwt'],
    ['logout+jwt'],
    ['secevent+jwt'],
    [''],
    ['JWT '],
    ['JWT\n'],
    ['text/jwt'],
    [null],
    [['JWT']],
    [1],
  ])('RFC 8725 section 3.11: refuses typ %j', (typ) => {
    expect(() => checkHeader(header({ typ }), all)).toThrow(
      expect.objectContaining({ code: 'token_type_not_allowed' }),
    );
  });

  it.each([
    ['at+jwt', ['at+jwt'], true],
    ['application/AT+JWT', ['at+jwt'], true],
    [undefined, ['at+jwt'], false],
    ['JWT', ['at+jwt'], false],
    ['at+jwt', ['at+jwt', undefined, 'jwt'], true],
    [undefined, ['at+jwt', undefined, 'jwt'], true],
    ['logout+jwt', ['at+jwt', undefined, 'jwt'], false],
  ])('RFC 9068 section 4: typ %j, where %j are taken: %s', (typ, types, taken) => {
    const check = () =>
      checkHeader(typ === undefined ? header() : header({ typ }), policy(['RS256'], types));
    if (taken) expect(check().alg).toBe('RS256');
    else expect(check).toThrow(expect.objectContaining({ code: 'token_type_not_allowed' }));
  });

  it('takes the algorithms that it is told to, and no others', () => {
    const some = policy(['ES256']);
    expect(checkHeader(header({ alg: 'ES256' }), some).alg).toBe('ES256');
    expect(() => checkHeader(header({ alg: 'RS256' }), some)).toThrow(
      expect.objectContaining({
        code: 'algorithm_not_allowed',
        message: "the token's algorithm is not one of ES256",
      }),
    );
  });

  it.each([['none'], ['HS256'], [undefined], [null], [['RS256']], ['constructor']])(
    'refuses alg %j, even if it were on the list',
    (alg) => {
      const list = policy([...ALGORITHM_NAMES, alg as 'RS256']);
      expect(() => checkHeader(header({ alg }), list)).toThrow(
        expect.objectContaining({ code: 'algorithm_not_allowed' }),
      );
    },
  );

  it('does not take an alg that is inherited', () => {
    expect(() => checkHeader(JSON.parse('{"__proto__":{"alg":"RS256"}}'), all)).toThrow(
      expect.objectContaining({ code: 'algorithm_not_allowed' }),
    );
  });

  it.each([
    { crit: ['exp'] },
    { crit: [] },
    { crit: null },
    { b64: true },
    { b64: false },
    { b64: null },
  ])('RFC 7515 section 4.1.11, RFC 7797: refuses %j', (changes) => {
    expect(() => checkHeader(header(changes), all)).toThrow(
      expect.objectContaining({ code: 'header_not_supported' }),
    );
  });

  it.each([[1], [null], [['a']], [{}]])('refuses kid %j', (kid) => {
    expect(() => checkHeader(header({ kid }), all)).toThrow(
      expect.objectContaining({ code: 'token_malformed' }),
    );
  });

  it('is not impressed by keys in the token', () => {
    const offers = { jwk: { kty: 'RSA' }, jku: 'https://attacker.test', x5u: 'x', x5c: ['x'] };
    expect(checkHeader(header(offers), all)).toEqual({ alg: 'RS256', kid: 'a' });
  });
});
