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
});
