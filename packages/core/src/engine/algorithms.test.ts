import { describe, expect, it } from 'vitest';
import { ALGORITHM_NAMES, algorithmRow, isAlgorithm } from './algorithms.ts';

describe('the algorithms', () => {
  it('are those of RFC 7518 section 3.1 and RFC 8037 that are asymmetric, RS256 first', () => {
    expect(ALGORITHM_NAMES).toEqual([
      'RS256',
      'RS384',
      'RS512',
      'PS256',
      'PS384',
      'PS512',
      'ES256',
      'ES384',
      'ES512',
      'EdDSA',
    ]);
  });

  it.each(['none', 'HS256', 'HS384', 'HS512', 'rs256', 'RS256 ', '', 'ES256K', 'RSA1_5'])(
    'do not include %j',
    (name) => {
      expect(isAlgorithm(name)).toBe(false);
    },
  );

  it.each([['constructor'], ['__proto__'], ['toString'], [undefined], [null], [['RS256']], [1]])(
    'do not include what an object inherits or what is no text: %j',
    (value) => {
      expect(isAlgorithm(value)).toBe(false);
    },
  );

  it.each(ALGORITHM_NAMES)('%s has a row that its name tells of', (alg) => {
    expect(isAlgorithm(alg)).toBe(true);
    const row = algorithmRow(alg);
    expect(row.hash).toBe(alg === 'EdDSA' ? null : `sha${alg.slice(2)}`);
    expect(row.kty).toBe({ R: 'RSA', P: 'RSA', E: alg === 'EdDSA' ? 'OKP' : 'EC' }[alg.charAt(0)]);
    expect(row.padding).toBe({ R: 'pkcs1', P: 'pss' }[alg.charAt(0)]);
  });
});
