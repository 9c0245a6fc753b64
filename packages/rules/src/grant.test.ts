import { describe, expect, it } from 'vitest';
import { compileRule } from './compile-rule.ts';
import { makeGrant } from './grant.ts';
import type { RuleGrant } from './rule.ts';
import { type Ask, ASK_NOTHING } from './token-view.ts';

function grantOf(
  grant: Partial<RuleGrant>,
  claims: Readonly<Record<string, unknown>> = {},
  ask: Ask = ASK_NOTHING,
) {
  const rule = {
    name: 'r',
    match: { issuer: 'https://issuer.test' },
    grant: { audience: 'cloud', ...grant },
  };
  return makeGrant(compileRule(rule, undefined), { issuer: 'https://issuer.test', claims }, ask);
}

const parse = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe('makeGrant with a rule that takes a token once', () => {
  it.each([[undefined], [null], [''], [7], [['x']], [{}]])(
    'refuses one whose jti is %j: it could not be known again',
    (jti) => {
      expect(() => grantOf({ once: true }, { jti })).toThrow(
        expect.objectContaining({
          code: 'claim_missing',
          message: 'the rule r takes a token once, and this one has no jti that is a text',
        }),
      );
    },
  );

  it('says by which jti it is known', () => {
    expect(grantOf({ once: true }, { jti: 'j' }).once).toEqual({ jti: 'j' });
  });

  it('and no other rule looks at it', () => {
    expect(grantOf({ once: false }, {})).not.toHaveProperty('once');
    expect(grantOf({}, { jti: 'j' })).not.toHaveProperty('once');
  });
});

describe('makeGrant refuses as claim_unfit', () => {
  it.each(['1e999', '9007199254740993', '-9007199254740992', '"\\ud800"'])(
    'the value %s, copied, nested, taken over and within a text',
    (value) => {
      const grants: readonly Partial<RuleGrant>[] = [
        { copy: ['a'] },
        { copy: ['nested'] },
        { copy: [], claims: { x: '{a}' } },
        { copy: [], claims: { x: { y: ['{nested}'] } } },
        // Rounded, it would be the text of another number.
        { copy: [], claims: { x: 'id:{a}' } },
        { copy: [], claims: { x: { y: ['id:{nested.b}'] } } },
      ];
      for (const grant of grants) {
        expect(() => grantOf(grant, parse(`{"a":${value},"nested":{"b":${value}}}`))).toThrow(
          expect.objectContaining({
            code: 'claim_unfit',
            message: expect.stringMatching(/^the rule r matches, but the claim \S+ holds a/),
          }),
        );
      }
    },
  );

  it('an upstream audience that is no Unicode', () => {
    const pass = { audience: undefined, passUpstreamAudience: true };
    expect(() => grantOf(pass, { aud: ['a', 'b\ud800'] })).toThrow(
      expect.objectContaining({ code: 'claim_unfit' }),
    );
  });

  it('two halves of a pair that a template would join', () => {
    expect(() =>
      grantOf({ copy: [], claims: { x: '{a}{b}' } }, { a: '\ud83d', b: '\ude00' }),
    ).toThrow(expect.objectContaining({ code: 'claim_unfit' }));
  });

  it.each([
    ['a copied text', { copy: ['a'], maxBytes: { a: 4 } }, { a: 'äää' }],
    ['a copied list', { copy: ['a'], maxBytes: { a: 4 } }, { a: ['xx'] }],
    ['a template', { copy: [], claims: { x: '{a}!' }, maxBytes: { x: 6 } }, { a: 'äää' }],
    ['a template that does not say', { copy: [], claims: { x: '{a}' } }, { a: 'x'.repeat(1025) }],
    [
      'a nested one that does not say',
      { copy: [], claims: { x: ['{a}'] } },
      { a: 'x'.repeat(1021) },
    ],
  ])('%s over its limit', (_, grant, claims) => {
    expect(() => grantOf(grant, claims)).toThrow(
      expect.objectContaining({ code: 'claim_unfit', message: expect.stringContaining('bytes') }),
    );
  });

  it('and shows no value in the message', () => {
    try {
      grantOf({ copy: ['a'], maxBytes: { a: 1 } }, { a: 'PLANTED' });
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain('PLANTED');
    }
  });
});

describe('makeGrant hands out', () => {
  it.each([
    [{ copy: ['a'], maxBytes: { a: 6 } }, { a: 'äää' }, { a: 'äää' }],
    [{ copy: ['a'] }, { a: 'x'.repeat(5000) }, { a: 'x'.repeat(5000) }],
    [{ copy: [], claims: { x: '{a}' } }, { a: 'x'.repeat(1024) }, { x: 'x'.repeat(1024) }],
    [
      { copy: [], claims: { x: '{a}' }, maxBytes: { x: 2000 } },
      { a: 'x'.repeat(2000) },
      { x: 'x'.repeat(2000) },
    ],
    [{ copy: [], claims: { x: 'y'.repeat(3000) } }, {}, { x: 'y'.repeat(3000) }],
    [{}, { sub: 'alice', more: 1 }, { sub: 'alice' }],
    [{ claims: { sub: 'p:{sub}' } }, { sub: 'alice' }, { sub: 'p:alice' }],
    [{ claims: { tier: 'gold' } }, { sub: 'alice' }, { sub: 'alice', tier: 'gold' }],
    [{ copy: ['a', 'b', 'c', 'd'] }, { a: null, b: false, c: 0, d: '' }, { b: false, c: 0, d: '' }],
    [{ copy: ['constructor', '__proto__'] }, {}, {}],
    // A name with dots is copied by its name alone.
    [{ copy: ['a.b'] }, { a: { b: 1 } }, {}],
    [{ copy: ['a.b'] }, { 'a.b': 1 }, { 'a.b': 1 }],
  ])('by %j of %j: %j', (grant, claims, expected) => {
    expect(Object.fromEntries(grantOf(grant, claims).claims)).toEqual(expected);
  });

  it('limits a claim of an inherited name only when that is set', () => {
    const grant = grantOf({ copy: ['constructor'], maxBytes: {} }, parse('{"constructor":"x"}'));
    expect(grant.claims).toEqual(new Map([['constructor', 'x']]));
  });

  it.each([
    [['a', 'b'], [], ['a']],
    [['a', 'b'], ['b'], ['b']],
    [
      ['a', 'b'],
      ['b', 'a', 'b'],
      ['b', 'a'],
    ],
    ['a', ['a', 'a'], ['a']],
  ])('of the audiences %j, asked for %j, %j', (audience, asked, expected) => {
    expect(grantOf({ audience }, {}, { audiences: asked }).audiences).toEqual(expected);
  });

  it('what the upstream token is for, or the part of it that is asked for', () => {
    const pass = { audience: undefined, passUpstreamAudience: true };
    expect(grantOf(pass, { aud: ['u', 'v'] }).audiences).toEqual(['u', 'v']);
    expect(grantOf(pass, { aud: 'u' }).audiences).toEqual(['u']);
    expect(grantOf(pass, { aud: ['u', 'v'] }, { audiences: ['v'] }).audiences).toEqual(['v']);
  });

  it('the algorithm and lifetime of the rule', () => {
    expect(grantOf({ algorithm: 'ES256', lifetime: 7 })).toMatchObject({
      algorithm: 'ES256',
      lifetime: 7,
    });
    expect(grantOf({})).not.toHaveProperty('algorithm');
  });
});
