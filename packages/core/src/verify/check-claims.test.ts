import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANY_AUDIENCE } from './any-audience.ts';
import { checkClaims, type ClaimPolicy } from './check-claims.ts';

const NOW = 1_767_225_600;
const LEEWAY = 30;

const policy: ClaimPolicy = {
  audiences: new Set(['drawbridge', 'other']),
  requiredClaims: ['sub', 'iat'],
  leeway: LEEWAY,
  maxTokenAge: undefined,
};

/** The code of the fault, or the `exp` that was answered. */
function outcome(changes: object = {}, changed: Partial<ClaimPolicy> = {}): unknown {
  const claims = { sub: 'alice', aud: 'drawbridge', iat: NOW, exp: NOW + 300, ...changes };
  try {
    return checkClaims(claims, { ...policy, ...changed }, NOW);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('checkClaims', () => {
  it('answers the exp of a good token', () => {
    expect(outcome()).toBe(NOW + 300);
  });

  it.each([
    [0, NOW + 1, NOW + 1],
    [0, NOW, 'token_expired'],
    [0, NOW - 1, 'token_expired'],
    [LEEWAY, NOW - LEEWAY + 1, NOW - LEEWAY + 1],
    [LEEWAY, NOW - LEEWAY, 'token_expired'],
    [LEEWAY, 0, 'token_expired'],
  ])('RFC 7519 section 4.1.4: with a leeway of %d, exp %d gives %s', (leeway, exp, result) => {
    expect(outcome({ exp }, { leeway })).toBe(result);
  });

  it.each(['nbf', 'iat'])(
    'RFC 7519 section 4.1.5: %s may be now, or ahead by the leeway',
    (name) => {
      expect(outcome({ [name]: NOW }, { leeway: 0 })).toBe(NOW + 300);
      expect(outcome({ [name]: NOW + 1 }, { leeway: 0 })).toBe('token_not_yet_valid');
      expect(outcome({ [name]: NOW + LEEWAY })).toBe(NOW + 300);
      expect(outcome({ [name]: NOW + LEEWAY + 1 })).toBe('token_not_yet_valid');
    },
  );

  it('tells the operator by how much', () => {
    const claims = { aud: 'drawbridge', exp: NOW - 60 };
    expect(() => checkClaims(claims, policy, NOW)).toThrow('the token expired 60 seconds ago');
  });

  it('accepts a time only when it is a whole number of seconds', () => {
    fc.assert(
      fc.property(fc.constantFrom('exp', 'nbf', 'iat'), fc.jsonValue(), (name, value) => {
        const good = Number.isSafeInteger(value) && (value as number) >= 0;
        if (!good) expect(outcome({ [name]: value })).toBe('claim_invalid');
      }),
    );
  });

  it.each([
    ['drawbridge', NOW + 300],
    ['other', NOW + 300],
    [['drawbridge'], NOW + 300],
    [['nobody', 'other'], NOW + 300],
    ['nobody', 'audience_mismatch'],
    ['Drawbridge', 'audience_mismatch'],
    ['drawbridge ', 'audience_mismatch'],
    [['nobody'], 'audience_mismatch'],
    [[], 'audience_mismatch'],
    [[['drawbridge']], 'claim_invalid'],
    [['drawbridge', null], 'claim_invalid'],
    [{ drawbridge: true }, 'claim_invalid'],
    [7, 'claim_invalid'],
    ['', 'claim_missing'],
    [null, 'claim_missing'],
    [undefined, 'claim_missing'],
  ])('RFC 7519 section 4.1.3: aud %j gives %s', (aud, result) => {
    expect(outcome({ aud })).toBe(result);
  });

  it('accepts a token only when one of its audiences is one of ours', () => {
    const name = fc.constantFrom('drawbridge', 'other', 'x', 'Drawbridge', '*');
    fc.assert(
      fc.property(fc.array(name), (aud) => {
        const ours = aud.includes('drawbridge') || aud.includes('other');
        expect(outcome({ aud })).toBe(ours ? NOW + 300 : 'audience_mismatch');
      }),
    );
  });

  it.each([
    ['anybody', NOW + 300],
    [['any', 'body'], NOW + 300],
    [['', 'anybody'], 'claim_invalid'],
    [[], 'audience_mismatch'],
    [[''], 'claim_invalid'],
    [['anybody', 1], 'claim_invalid'],
    [[['anybody']], 'claim_invalid'],
    [{}, 'claim_invalid'],
    [true, 'claim_invalid'],
    ['', 'claim_missing'],
    [null, 'claim_missing'],
    [undefined, 'claim_missing'],
  ])('with any audience accepted, aud %j gives %s', (aud, result) => {
    expect(outcome({ aud }, { audiences: ANY_AUDIENCE })).toBe(result);
  });

  it.each([
    [{ iat: NOW - 60 + 1 }, 0, NOW + 300],
    [{ iat: NOW - 60 }, 0, 'token_too_old'],
    [{ iat: NOW - 60 - LEEWAY + 1 }, LEEWAY, NOW + 300],
    [{ iat: NOW - 60 - LEEWAY }, LEEWAY, 'token_too_old'],
    [{ iat: 0, exp: NOW + 9 ** 9 }, LEEWAY, 'token_too_old'],
    [{ iat: 0, exp: NOW - 100 }, LEEWAY, 'token_expired'],
    [{ iat: undefined }, LEEWAY, 'claim_missing'],
    [{ iat: null }, LEEWAY, 'claim_invalid'],
    [{ iat: NOW + LEEWAY + 1 }, LEEWAY, 'token_not_yet_valid'],
  ])(
    'with an age of 60 seconds allowed, %j and a leeway of %d give %s',
    (claims, leeway, result) => {
      expect(outcome(claims, { leeway, maxTokenAge: 60, requiredClaims: [] })).toBe(result);
    },
  );

  it.each([undefined, null, ''])('refuses a required claim that is %j', (value) => {
    expect(outcome({ sub: value })).toBe('claim_missing');
    expect(outcome({ email: value }, { requiredClaims: ['email'] })).toBe('claim_missing');
  });

  it.each([0, false, [[]], 'x'])('takes a required claim that is %j for present', (value) => {
    expect(outcome({ email_verified: value }, { requiredClaims: ['email_verified'] })).toBe(
      NOW + 300,
    );
  });

  it('asks for what the policy asks for, and for exp always', () => {
    expect(outcome({ sub: undefined, iat: undefined }, { requiredClaims: [] })).toBe(NOW + 300);
    expect(outcome({ exp: undefined }, { requiredClaims: [] })).toBe('claim_missing');
  });

  it.each([[1], [['alice']], [{}], [true]])('refuses sub %j, required or not', (sub) => {
    expect(outcome({ sub })).toBe('claim_invalid');
    expect(outcome({ sub }, { requiredClaims: [] })).toBe('claim_invalid');
  });

  it('sees no claim through __proto__', () => {
    const claims = JSON.parse(`{"__proto__":{"exp":${NOW + 300},"aud":"drawbridge"}}`);
    expect(() => checkClaims(claims, policy, NOW)).toThrow('the token has no exp');
  });
});
