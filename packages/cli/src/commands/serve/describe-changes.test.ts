import type { ExchangeSection } from '@drawbridge/exchange/node';
import { expect, it } from 'vitest';
import { describeChanges } from './describe-changes.ts';

const CI = 'https://ci.test';
const rule = (name: string, audience = 'aws') => ({
  name,
  match: { issuer: CI },
  grant: { audience },
});
const base: ExchangeSection = {
  issuer: 'https://public.test',
  upstreams: [{ issuer: CI, audiences: ['bridge'] }],
  rules: [rule('one'), rule('two')],
};
const many = Array.from({ length: 13 }, (_, index) => rule(`r${index}`));

it.each<[string, Partial<ExchangeSection>, string]>([
  ['nothing', {}, 'none in the settings'],
  ['a rule more', { rules: [...base.rules, rule('three')] }, 'rules added: three'],
  ['a rule less', { rules: [rule('two')] }, 'rules removed: one'],
  [
    'a rule that grants something else',
    { rules: [rule('one', 'gcp'), rule('two')] },
    'rules changed: one',
  ],
  ['rules in another order', { rules: [rule('two'), rule('one')] }, 'rules in another order'],
  [
    'an upstream in the place of another',
    { upstreams: [{ issuer: 'https://new.test', audiences: ['bridge'] }] },
    `upstreams added: https://new.test; upstreams removed: ${CI}`,
  ],
  ['a client', { clients: [{ id: 'ci', secret: { env: 'A' } }] }, 'clients added: ci'],
  [
    'settings',
    { issuer: 'https://other.test', shutdown: { delay: 5 } },
    'changed: exchange.issuer, exchange.shutdown',
  ],
  [
    'very much',
    { rules: [...base.rules, ...many] },
    'rules added: r0, r1, r2, r3, r4, r5, r6, r7, r8, r9 and 3 more',
  ],
])('tells of %s', (_, changes, told) => {
  expect(describeChanges(base, { ...base, ...changes })).toBe(told);
});
