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
    ['a rule without an audience', { grant: {} }, 'rule.grant.audience is missing'],
    ['an empty audience', { grant: { audience: '' } }, 'rule.grant.audience is empty'],
    ['a list of audiences', { grant: { audience: ['a'] } }, 'rule.grant.audience is not a string'],
    ['a lifetime in words', { grant: { audience: 'a', lifetime: '1h' } }, 'rule.grant.lifetime'],
    ['a lifetime with a fraction', { grant: { audience: 'a', lifetime: 0.5 } }, 'whole number'],
    ['a number as a claim', withClaims({ id: 1 }), 'rule.match.claims.id is not a string'],
    ['a list as a claim', withClaims({ id: ['a'] }), 'rule.match.claims.id is not a string'],
    ['null as a claim', withClaims({ id: null }), 'rule.match.claims.id is not a string'],
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

  it('takes a full rule and a short one', () => {
    expect(parse(good)).toEqual(good);
    const short = { name: 'n', match: { issuer: 'https://ci.test' }, grant: { audience: 'a' } };
    expect(parse(short)).toEqual(short);
  });
});

function withClaims(claims: unknown) {
  return { match: { issuer: 'https://ci.test', claims } };
}
