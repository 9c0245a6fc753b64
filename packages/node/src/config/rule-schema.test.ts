import { describe, expect, it } from 'vitest';
import { parseSection } from './parse-section.ts';
import { ruleSchema } from './rule-schema.ts';

const good = {
  name: 'deploy',
  match: { issuer: 'https://ci.test', claims: { ref: 'main' } },
  grant: { audience: 'aws', copy: ['sub'], lifetime: 60 },
};

function parse(value: unknown) {
  return parseSection(ruleSchema, value, 'rule');
}

describe('ruleSchema', () => {
  it.each([
    [
      'a misspelled condition',
      { match: { ...good.match, claim: {} } },
      'rule.match has an unknown member',
    ],
    [
      'a misspelled grant',
      { grant: { ...good.grant, copies: [] } },
      'rule.grant has an unknown member',
    ],
    ['a rule without an issuer', { match: { claims: {} } }, 'rule.match.issuer is missing'],
    ['an issuer over http', { match: { issuer: 'http://ci.test' } }, 'rule.match.issuer is not'],
    ['an empty audience', { grant: { audience: '' } }, 'rule.grant.audience is'],
    ['a number as audience', { grant: { audience: 1 } }, 'rule.grant.audience is not'],
    [
      'an algorithm with a secret',
      { grant: { audience: 'a', algorithm: 'HS256' } },
      'one of RS256',
    ],
    ['a lifetime in words', { grant: { audience: 'a', lifetime: '1h' } }, 'rule.grant.lifetime'],
    ['a lifetime with a fraction', { grant: { audience: 'a', lifetime: 0.5 } }, 'whole number'],
    ['null as a claim', withClaims({ id: null }), 'rule.match.claims.id is not a value, a list'],
    ['a list in a list', withClaims({ id: [['a']] }), 'rule.match.claims.id is not a value'],
    ['an unknown condition', withClaims({ id: { like: 'a' } }), 'rule.match.claims.id is not'],
    [
      'two conditions',
      withClaims({ id: { glob: 'a', regex: 'a' } }),
      'rule.match.claims.id is not',
    ],
    ['a claim that is no number', { grant: { audience: 'a', claims: { x: NaN } } }, 'claims.x'],
    ['conditions as a list', withClaims(['ref']), 'rule.match.claims'],
    [
      'a condition on __proto__, which would be lost',
      withClaims(JSON.parse('{"__proto__":"x"}')),
      'rule.match.claims has a member __proto__',
    ],
  ])('refuses %s', (_, changes, fault) => {
    expect(() => parse({ ...good, ...changes })).toThrow(fault);
  });

  it('keeps a condition on "constructor"', () => {
    const { match } = parse({ ...good, ...withClaims({ constructor: 'x' }) });
    expect(Object.entries(match.claims ?? {})).toEqual([['constructor', 'x']]);
  });

  it.each([
    ['a text', 'main'],
    ['a number', 7],
    ['a truth', true],
    ['a list of values', ['a', 1, false]],
    ['a glob', { glob: 'release/*' }],
    ['a regular expression', { regex: 'a|b' }],
    ['an element of a list', { has: 'admins' }],
    ['an element by a pattern', { has: { glob: 'team-*' } }],
  ])('takes %s as a condition', (_, condition) => {
    expect(parse({ ...good, ...withClaims({ id: condition }) }).match.claims).toEqual({
      id: condition,
    });
  });

  it('takes all that a rule may hand out', () => {
    const grant = {
      audience: ['a', 'b'],
      copy: [],
      claims: {
        sub: '{a}:{b}',
        tags: { principal_tags: { x: ['{a}'] }, n: 1, yes: true, no: null },
      },
      maxBytes: { sub: 127 },
      lifetime: 1,
      algorithm: 'ES256',
    };
    expect(parse({ ...good, grant }).grant).toEqual(grant);
  });

  it('takes a full rule and a short one', () => {
    expect(parse(good)).toEqual(good);
    const short = { name: 'n', match: { issuer: 'https://ci.test' }, grant: { audience: 'a' } };
    expect(parse(short)).toEqual(short);
  });
});

function withClaims(claims: unknown) {
  return { match: { issuer: 'https://ci.test', claims } };
}
