import { describe, expect, it } from 'vitest';
import { findRuleFaults } from './find-rule-faults.ts';
import type { Rule } from '../rule.ts';

const rule: Rule = {
  name: 'web',
  match: { issuer: 'https://issuer.test' },
  grant: { audience: 'sts.amazonaws.com' },
};

describe('findRuleFaults', () => {
  it('finds nothing wrong with a sound rule', async () => {
    expect(await findRuleFaults([rule], 'rules')).toEqual([]);
  });

  it('finds the lack of any rule', async () => {
    expect(await findRuleFaults([], 'exchange.rules')).toEqual([
      { path: 'exchange.rules', message: expect.stringContaining('has no rule') },
    ]);
  });

  it('finds a claim that would choose the audience', async () => {
    const faulty: Rule = { ...rule, grant: { audience: 'a', copy: ['azp'] } };
    expect(await findRuleFaults([faulty], 'rules')).toEqual([
      { path: 'rules[0].grant.copy', message: expect.stringContaining('has "azp"') },
    ]);
  });

  it('names each fault by its path', async () => {
    const faulty: Rule = { ...rule, grant: { audience: '', copy: ['sub', 'exp'], lifetime: 0 } };
    expect((await findRuleFaults([rule, faulty], 'rules')).map(({ path }) => path)).toEqual([
      'rules[1].grant.audience',
      'rules[1].grant.copy',
      'rules[1].grant.lifetime',
      'rules[1].name',
    ]);
  });

  it('finds the faults of all rules at once, the unreachable ones among them', async () => {
    const faulty: Rule = {
      name: 'web',
      match: {
        issuer: '',
        client: [],
        claims: { '': 'x', a: [], b: { regex: '(' }, c: { glob: 'x\\' }, d: { has: [] } },
      },
      grant: { claims: { t: '{' } },
    };
    const paths = (await findRuleFaults([rule, rule, faulty], 'rules')).map(({ path }) => path);
    expect(paths).toEqual([
      'rules[1].name',
      'rules[2].match.issuer',
      'rules[2].match.claims.',
      'rules[2].match.claims.a',
      'rules[2].match.claims.b',
      'rules[2].match.claims.c',
      'rules[2].match.claims.d',
      'rules[2].match.client',
      'rules[2].grant.audience',
      'rules[2].grant.claims.t',
      'rules[2].name',
      'rules[1]',
    ]);
  });

  it.each([[''], [['x', '']]])('finds the empty client in %j', async (client) => {
    const faulty: Rule = { ...rule, match: { ...rule.match, client } };
    expect(await findRuleFaults([faulty], 'rules')).toEqual([
      { path: 'rules[0].match.client', message: 'is empty' },
    ]);
  });

  it('finds a rule that can never decide, and says because of which', async () => {
    const unreachable: Rule = { ...rule, name: 'late', match: { ...rule.match, client: 'x' } };
    expect(await findRuleFaults([rule, unreachable], 'at')).toEqual([
      {
        path: 'at[1]',
        message: expect.stringMatching(/^can never decide: "web", which comes before/),
      },
    ]);
    expect(await findRuleFaults([unreachable, rule], 'at')).toEqual([]);
  });

  it('passes over a rule that is known to be wrong, and counts on', async () => {
    const faulty: Rule = { ...rule, name: '' };
    expect(await findRuleFaults([undefined, faulty, undefined], 'at')).toEqual([
      { path: 'at[1].name', message: 'is empty' },
    ]);
  });
});
