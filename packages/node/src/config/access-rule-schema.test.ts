import { describe, expect, it } from 'vitest';
import { accessRuleSchema } from './access-rule-schema.ts';
import { parseSection } from './parse-section.ts';

const good = { name: 'staff', match: { groups: 'staff' } };

function parse(value: unknown) {
  return parseSection(accessRuleSchema, value, 'rule');
}

describe('accessRuleSchema', () => {
  it.each([
    ['a misspelled member of a match', { match: { host: 'a.test' } }, 'rule.match has an unknown'],
    ['a misspelled effect', { allows: 'anyone' }, 'rule has an unknown member'],
    ['a rule without a match', { match: undefined }, 'rule.match is missing'],
    ['whom it does not know', { allow: 'everyone' }, 'rule.allow is not one of anyone, signed-in'],
    ['an effect as a word', { deny: 'true' }, 'rule.deny is not true'],
    ['a rule that does not deny', { deny: false }, 'rule.deny is not true'],
    ['an empty name', { name: '' }, 'rule.name is empty'],
    ['an empty host', { match: { hosts: '' } }, 'rule.match.hosts is'],
    ['a method as a number', { match: { methods: 1 } }, 'rule.match.methods is not a text'],
    [
      'an element of groups',
      { match: { groups: { has: 'a' } } },
      'rule.match.groups is not a name',
    ],
    ['groups as numbers', { match: { groups: [1] } }, 'rule.match.groups is not a name'],
    ['an unknown condition', { match: { claims: { a: { like: 'b' } } } }, 'claims.a is not'],
    ['a condition on __proto__', { match: { claims: JSON.parse('{"__proto__":1}') } }, '__proto__'],
  ])('refuses %s', (_, changes, fault) => {
    expect(() => parse({ ...good, ...changes })).toThrow(fault);
  });

  it('takes all that a rule may say', () => {
    const rule = {
      name: 'all',
      match: {
        hosts: ['a.test', '*.b.test'],
        paths: '/x/**',
        methods: ['GET', 'HEAD'],
        networks: ['192.0.2.0/24'],
        providers: 'okta',
        users: ['a@b.test', '42'],
        domains: '*.b.test',
        groups: { glob: 'team-*' },
        claims: { hd: 'b.test', roles: { has: { regex: 'a|b' } } },
      },
    };
    expect(parse(rule)).toEqual(rule);
    expect(parse({ name: 'n', match: {}, allow: 'anyone' })).toMatchObject({ allow: 'anyone' });
    expect(parse({ name: 'n', match: {}, deny: true })).toMatchObject({ deny: true });
  });
});
