import { RESERVED_CLAIMS } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { MAX_LIFETIME } from '../limits.ts';
import type { ClaimTree, RuleGrant } from '../rule.ts';
import { cpuTimeOf } from '../cpu-time.fixture.ts';
import { grantFaults } from './grant-faults.ts';

const faultsOf = (grant: RuleGrant) => grantFaults(grant).map((fault) => fault.join(' '));

describe('grantFaults finds', () => {
  it.each([
    [{ audience: undefined }, 'audience is missing'],
    [{ audience: undefined, passUpstreamAudience: false }, 'audience is missing'],
    [{ audience: '' }, 'audience is empty'],
    [{ audience: [] }, 'audience is an empty list'],
    [{ audience: ['a', ''] }, 'audience is empty'],
    [{ audience: ['a', 'b', 'a'] }, 'audience names "a" twice'],
    [{ passUpstreamAudience: true }, 'passUpstreamAudience is set beside an audience'],
    [{ copy: [''] }, 'copy has a claim without a name'],
    [{ copy: ['a', 'a'] }, 'copy has "a" twice'],
    [{ copy: ['azp'] }, 'copy has "azp"'],
    [{ claims: { azp: 'x' } }, 'claims has "azp"'],
    [{ claims: { '': 'x' } }, 'claims has a claim without a name'],
    [{ copy: ['a'], claims: { a: 'x' } }, 'claims.a is copied too'],
    [{ claims: { a: '{' } }, 'claims.a has a lone {'],
    [{ claims: { a: { b: ['{}'] } } }, 'claims.a has braces without the name'],
    [{ claims: { a: 2 ** 53 } }, 'claims.a holds a number'],
    [{ claims: { a: ['{x}', { b: 2 ** 53 }] } }, 'claims.a holds a number'],
    [{ claims: { a: 'x\ud800' } }, 'claims.a holds a text that is no Unicode'],
    [{ claims: { a: '{x}\ud800' } }, 'claims.a holds a text that is no Unicode'],
    [{ claims: { a: 'äää' }, maxBytes: { a: 5 } }, 'claims.a has 6 bytes, the limit is 5'],
    [{ maxBytes: { a: 5 } }, 'maxBytes.a limits a claim that the rule does not hand out'],
    [
      { claims: { sub: 'x' }, copy: [], maxBytes: { constructor: 5 } },
      'maxBytes.constructor limits a claim',
    ],
    [{ maxBytes: { sub: 0 } }, 'maxBytes.sub is not a whole number'],
    [{ maxBytes: { sub: 1.5 } }, 'maxBytes.sub is not a whole number'],
    [{ maxBytes: { sub: Number.NaN } }, 'maxBytes.sub is not a whole number'],
    [{ lifetime: 0 }, 'lifetime is not a whole number'],
    [{ lifetime: MAX_LIFETIME + 1 }, 'lifetime is not a whole number'],
    [{ lifetime: 1.5 }, 'lifetime is not a whole number'],
  ] as readonly [RuleGrant, string][])('in %j the one fault', (grant, fault) => {
    expect(faultsOf({ audience: 'x', ...grant })).toEqual([expect.stringContaining(fault)]);
  });

  it.each(RESERVED_CLAIMS)('%s among what is copied and what is made', (name) => {
    expect(faultsOf({ audience: 'x', copy: [name] })).toEqual([
      `copy has "${name}", which is set by minting alone`,
    ]);
    expect(faultsOf({ audience: 'x', claims: { [name]: 'x' } })).toEqual([
      `claims has "${name}", which is set by minting alone`,
    ]);
  });

  it('all faults at once', () => {
    const grant: RuleGrant = {
      copy: ['exp', 'a'],
      claims: { a: '}', iss: 'x' },
      maxBytes: { b: 0 },
      lifetime: -1,
    };
    expect(grantFaults(grant).map(([path]) => path)).toEqual([
      'audience',
      'copy',
      'claims',
      'claims.a',
      'claims.a',
      'maxBytes.b',
      'lifetime',
    ]);
  });
});

describe('grantFaults finds nothing wrong with', () => {
  it.each([
    [{}],
    [{ audience: ['a', 'b'] }],
    [{ audience: undefined, passUpstreamAudience: true }],
    [{ passUpstreamAudience: false }],
    [{ copy: [] }],
    [{ claims: { sub: 'p:{x}' }, maxBytes: { sub: 127 } }],
    [{ copy: ['constructor'], claims: { toString: 'x' } }],
    [{ claims: { a: { iss: 'nested', aud: ['{x}'] } } }],
    [{ claims: { a: 'äää' }, maxBytes: { a: 6 } }],
    [{ claims: { a: '{x} is over it, and templates may be shorter' }, maxBytes: { a: 5 } }],
    [{ lifetime: 1 }],
    [{ lifetime: MAX_LIFETIME }],
  ] as readonly [RuleGrant][])('%j', (grant) => {
    expect(faultsOf({ audience: 'x', ...grant })).toEqual([]);
  });

  it('a claim made by a name that every object has', () => {
    const claims = JSON.parse('{"__proto__":"{a}"}') as Record<string, ClaimTree>;
    expect(faultsOf({ audience: 'x', claims })).toEqual([]);
  });
});

it('takes time in proportion to the audiences and claims', () => {
  const names = Array.from({ length: 40_000 }, (_, index) => `name${index}`);
  const grant = {
    audience: names,
    copy: names,
    claims: Object.fromEntries(names.map((name) => [`${name}x`, 'x'])),
    maxBytes: Object.fromEntries(names.map((name) => [name, 100])),
  };
  const time = cpuTimeOf(() => expect(grantFaults(grant)).toEqual([]));
  // A search through all for each takes ten times as long, and more.
  expect(time).toBeLessThan(2_500_000);
});
