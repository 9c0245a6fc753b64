import { describe, expect, it } from 'vitest';
import { findReach } from '@drawbridge/clouds/aws';
import { gitlabSetUp } from './gitlab-set-up.ts';

describe('gitlabSetUp', () => {
  it('has ways of every kind of rule to every kind of role, and each is decided', async () => {
    const { paths, pairs } = await findReach(gitlabSetUp({ rules: 200, roles: 50 }));
    expect(pairs).toBe(11_000);
    expect(paths.every(({ answer }) => answer.reach === 'yes')).toBe(true);
    const kinds = new Set(paths.map(({ rule }) => rule.replace(/-\d+$/, '')));
    expect([...kinds].sort()).toEqual(['branch', 'everybody', 'group', 'release', 'tagged']);
    const roles = new Set(paths.map(({ role }) => role));
    expect(roles.size).toBeGreaterThan(45);
  });
});
