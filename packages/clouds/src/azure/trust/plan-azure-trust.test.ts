import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hclLabel } from '../../trust/hcl.ts';
import { nameCredentials } from './name-credentials.ts';
import { type AzureTrustOptions, planAzureTrust } from './plan-azure-trust.ts';

const ID = '3b9f1c2e-0000-4000-8000-1234567890ab';
const IDENTITY = { kind: 'identity', name: 'ci-identity', resourceGroup: 'ci' } as const;
const base: AzureTrustOptions = {
  issuer: 'https://oidc.example.com',
  subjects: ['gitlab:acme/app'],
  target: { kind: 'app', clientId: ID },
};

describe('planAzureTrust', () => {
  it.each<[string, Partial<AzureTrustOptions>, RegExp]>([
    ['http', { issuer: 'http://oidc.example.com' }, /the issuer is not an https URL/],
    ['an issuer on this machine', { issuer: 'https://localhost' }, /is on this machine/],
    ['a long issuer', { issuer: `https://a.example/${'a'.repeat(600)}` }, /has 618 characters/],
    ['no subject', { subjects: [] }, /a subject is needed/],
    ['an empty subject', { subjects: [''] }, /"" is no subject/],
    ['a subject of two lines', { subjects: ['a\nb'] }, /is no subject/],
    ['a long subject', { subjects: ['a'.repeat(601)] }, /the subject .* has 601 characters/],
    [
      'a pattern',
      { subjectPatterns: ['gitlab:*'] },
      /"gitlab:\*" is a pattern, and Entra compares/,
    ],
    ['a subject that is a pattern', { subjects: ['a', 'gitlab:*'] }, /"gitlab:\*" is a pattern/],
    [
      '21 subjects',
      { subjects: Array.from({ length: 21 }, (_, index) => `s${index}`) },
      /there are 21 subjects, and .* takes 20 credentials/,
    ],
    ['an empty audience', { audience: '' }, /"" is no audience/],
    ['a long audience', { audience: 'a'.repeat(601) }, /the audience .* has 601/],
    ['a short name', { name: 'ab' }, /"ab" is no name of a credential/],
    ['a long name', { name: 'a'.repeat(121) }, /is no name of a credential/],
    ['a name with a dot', { name: 'a.b' }, /"a.b" is no name/],
    ['an application by its name', { target: { kind: 'app', clientId: 'ci' } }, /no client id/],
    ['an identity with a slash', { target: { ...IDENTITY, name: 'a/b' } }, /no name of a managed/],
    [
      'a group for the shell',
      { target: { ...IDENTITY, resourceGroup: 'a b' } },
      /no name of a resource/,
    ],
    [
      'a group with a dot at its end',
      { target: { ...IDENTITY, resourceGroup: 'a.' } },
      /no name of a res/,
    ],
    [
      'a subscription by its name',
      { target: { ...IDENTITY, subscription: 'x' } },
      /no id of a subscr/,
    ],
  ])('refuses %s', (_, options, message) => {
    expect(() => planAzureTrust({ ...base, ...options })).toThrow(
      expect.objectContaining({
        code: 'cloud_setting_invalid',
        message: expect.stringMatching(message),
      }),
    );
  });

  it('shows the way out of a pattern', () => {
    expect(() => planAzureTrust({ ...base, subjectPatterns: ['a*'] })).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/claim template.*docs\/rules\.md/) }),
    );
  });

  it('makes one credential for each subject, once', () => {
    const { credentials } = planAzureTrust({ ...base, subjects: ['a', 'b', 'a'], cloud: 'usgov' });
    const audiences = ['api://AzureADTokenExchangeUSGov'];
    expect(credentials).toEqual([
      { name: 'drawbridge-a', issuer: base.issuer, subject: 'a', audiences },
      { name: 'drawbridge-b', issuer: base.issuer, subject: 'b', audiences },
    ]);
  });

  it.each<[string, Partial<AzureTrustOptions>, RegExp]>([
    ['a slash at the end', { issuer: 'https://oidc.example.com/' }, /The issuer ends with a slash/],
    [
      'Entra itself',
      { issuer: 'https://login.microsoftonline.com/t/v2.0' },
      /managed identities alone.*AADSTS700222/,
    ],
    ['another audience', { audience: 'x' }, /The audience is "x", and Microsoft documents api:/],
  ])('warns of %s', (_, options, warning) => {
    expect(planAzureTrust({ ...base, ...options }).warnings).toEqual([
      expect.stringMatching(warning),
    ]);
  });

  it('warns of nothing else', () => {
    expect(planAzureTrust(base).warnings).toEqual([]);
  });
});

describe('the names of credentials', () => {
  it.each([
    [['a:b'], ['ci']],
    [
      ['repo:acme/app:ref:refs/heads/main', 'repo:acme/app:pull_request'],
      ['ci-repo-acme-app-ref-refs-heads-main', 'ci-repo-acme-app-pull_request'],
    ],
    [
      ['a/b', 'a:b', 'A-b'],
      ['ci-a-b', 'ci-a-b-2', 'ci-A-b-3'],
    ],
    [
      ['a-b', 'a_b'],
      ['ci-a-b', 'ci-a_b-2'],
    ],
    [
      ['é', '*'],
      ['ci', 'ci-2'],
    ],
  ])('for %j are %j', (subjects, names) => {
    expect(nameCredentials('ci', subjects)).toEqual(names);
  });

  it('are names, and differ in more than case (property)', () => {
    const subjects = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 200 }), { maxLength: 20 });
    const prefix = fc.constantFrom('abc', 'a'.repeat(120));
    fc.assert(
      fc.property(prefix, subjects, (start, all) => {
        const names = nameCredentials(start, all);
        expect(names).toHaveLength(all.length);
        const labels = names.map((name) => hclLabel(name, 'x').toLowerCase());
        expect(new Set(labels).size).toBe(all.length);
        for (const name of names) expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/);
      }),
    );
  });
});
