import { describe, expect, it } from 'vitest';
import { judge } from './vault-trust.fixture.ts';

/** Of this project: how much is compared. What is compared is in the tests of the role. */
const many = (first: string, last = '') =>
  Array.from({ length: 10_000 }, (_, at) => `${first}${at}${last}`);
const of = (type: 'string' | 'glob', wanted: readonly unknown[], groups: readonly unknown[]) =>
  judge({ bound_claims_type: type, bound_claims: { groups: wanted } }, { groups });

describe('ten thousand values of a role and of a token', () => {
  it.each([
    ['exact values', 'string', many('w'), many('v'), 'refused'],
    ['exact values that are stars', 'string', many('w', '*'), many('v'), 'refused'],
    ['an exact value that is there', 'string', [...many('w'), 'v9999'], many('v'), 'allowed'],
    ['globs without stars', 'glob', many('w'), many('v'), 'refused'],
    ['globs of which one takes all', 'glob', [...many('w'), 'v*'], many('v'), 'allowed'],
    ['a few globs', 'glob', ['w*', '*w', 'w*w'], many('v'), 'refused'],
    ['globs, too many to compare', 'glob', many('w', '*x*'), many('v'), 'undecided'],
  ] as const)('are judged at once: %s', (_title, type, wanted, groups, verdict) => {
    const { user: before } = process.cpuUsage();
    expect(of(type, wanted, groups).verdict).toBe(verdict);
    expect(process.cpuUsage().user - before).toBeLessThan(2_000_000);
  });

  it('says how many are too many', () => {
    expect(of('glob', many('w', '*x*'), many('v'))).toMatchObject({
      reasons: [
        {
          seen: expect.stringMatching(/10000 .* 10000 .*too many/),
          fix: expect.stringContaining('Ask Vault'),
        },
      ],
    });
  });

  it('judges audiences at once', () => {
    const { user: before } = process.cpuUsage();
    expect(judge({ bound_audiences: many('w') }, { aud: many('v') }).verdict).toBe('refused');
    expect(process.cpuUsage().user - before).toBeLessThan(1_000_000);
  });
});
