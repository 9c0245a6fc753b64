import { describe, expect, it } from 'vitest';
import { planTrust } from './plan-trust.ts';

const base = { issuer: 'https://oidc.example.com', audiences: ['kube'], subjects: ['a'] };

describe('planTrust', () => {
  it.each([
    ['an issuer over http', { issuer: 'http://127.0.0.1:8080' }, /is not https/],
    ['an issuer with a query', { issuer: 'https://a.example/?b' }, /has a query/],
    ['an issuer in another spelling', { issuer: 'https://A.example' }, /plain spelling/],
    ['no audience', { audiences: [] }, /an audience is needed/],
    ['an empty audience', { audiences: [''] }, /"" is no audience/],
    ['an audience twice', { audiences: ['a', 'a'] }, /the audience "a" is there twice/],
    ['an empty subject', { subjects: [''] }, /"" is no subject/],
    ['a subject that a terminal hides', { subjects: ['a\u202eb'] }, /is no subject/],
    ['a subject of two lines', { subjects: ['a\nb'] }, /is no subject/],
    ['a pattern of everybody', { subjectPatterns: ['**?'] }, /is for every subject/],
    ['an empty claim', { usernameClaim: '' }, /"" is no claim/],
    ['a prefix of the cluster', { usernamePrefix: 'system:' }, /keeps for itself/],
    ['groups of the cluster', { groupsClaim: 'g', groupsPrefix: 'system:x' }, /groups that Kub/],
    ['a prefix that is none', { usernamePrefix: '-' }, /"-" is none at all/],
    ['a prefix without groups', { groupsPrefix: 'a:' }, /no claim that has them/],
    ['a discovery address over http', { discoveryUrl: 'http://a.example' }, /not an https URL/],
    ['a discovery address with a query', { discoveryUrl: 'https://a.example?b' }, /has more than/],
    ['the issuer for its document', { discoveryUrl: `${base.issuer}/` }, /is the issuer itself/],
    ['an authority that is none', { ca: { pem: 'a', path: 'ca.pem' } }, /"ca.pem" has no cert/],
    ['a role that is a path', { clusterRole: 'a/b' }, /"a\/b" is no name of a ClusterRole/],
    ['a cluster that is none', { cluster: 'a b' }, /"a b" is no name of a cluster of EKS/],
  ])('refuses %s', (_, options, message) => {
    expect(() => planTrust({ ...base, ...options })).toThrow(
      expect.objectContaining({
        code: 'cloud_setting_invalid',
        message: expect.stringMatching(message),
      }),
    );
  });

  it('puts a name of ours before those of the issuer', () => {
    expect(planTrust(base).username).toEqual({ claim: 'sub', prefix: 'drawbridge:' });
    expect(planTrust({ ...base, groupsClaim: 'groups' }).groups?.prefix).toBe('drawbridge:');
    const named = planTrust({ ...base, groupsClaim: 'groups', usernamePrefix: 'acme:' });
    expect(named.groups?.prefix).toBe('acme:');
    expect(named.warnings).toEqual([]);
  });

  it('warns of what lets in more than one may think', () => {
    const { warnings } = planTrust({
      ...base,
      subjects: [],
      usernamePrefix: '',
      groupsClaim: 'groups',
    });
    expect(warnings.join(' ')).toMatch(/Everybody.*Without a prefix, a user.*Without a prefix for/);
    const starred = planTrust({ ...base, subjects: ['a*'], subjectPatterns: ['b*'] }).warnings;
    expect(starred.join(' ')).toMatch(/The pattern "b\*" lets in.*The subject "a\*" is compared/);
  });
});
