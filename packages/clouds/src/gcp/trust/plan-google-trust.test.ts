import { describe, expect, it } from 'vitest';
import { type GoogleTrustOptions, planGoogleTrust } from './plan-google-trust.ts';

const base: GoogleTrustOptions = {
  issuer: 'https://oidc.example.com/team',
  audiences: ['gcp'],
  subjects: ['repo:acme/app'],
};
const RSA = { kty: 'RSA', kid: 'a', n: 'AQAB', e: 'AQAB', alg: 'RS256', use: 'sig' };

describe('planGoogleTrust', () => {
  it.each<[string, Partial<GoogleTrustOptions>, RegExp]>([
    ['http', { issuer: 'http://oidc.example.com' }, /the issuer /],
    ['http on this machine', { issuer: 'http://localhost:8080' }, /is not an https URL/],
    ['a pasted https://https://', { issuer: 'https://https://oidc.example.com' }, /the issuer /],
    ['an empty audience', { audiences: [''] }, /"" is no audience/],
    ['a long audience', { audiences: ['a'.repeat(257)] }, /more than 256 characters/],
    ['11 audiences', { audiences: Array.from('abcdefghijk') }, /Google takes 10/],
    ['no subject', { subjects: [] }, /a subject is needed/],
    ['an empty subject', { subjects: [''] }, /"" is no subject/],
    ['a subject of two lines', { subjects: ['a\nb'] }, /is no subject/],
    ['a subject that hides something', { subjects: ['a\u202eb'] }, /is no subject/],
    ['a subject that Google refuses', { subjects: ['a'.repeat(128)] }, /has 128 characters/],
    ['a pattern for everybody', { subjectPatterns: ['*'] }, /is for every subject/],
    ['a pattern of both', { subjectPatterns: ['?*'] }, /is for every subject/],
    [
      'subjects for which no condition has room',
      { subjects: Array.from({ length: 60 }, (_, index) => `${index}`.padEnd(100, 'x')) },
      /the condition has \d+ characters, and Google takes 4096/,
    ],
    [
      'an issuer of this machine',
      { issuer: 'https://localhost:8443' },
      /on this machine, where Google/,
    ],
    ['a short pool', { pool: 'ci' }, /"ci" is no ID of a pool/],
    ['a pool of Google', { pool: 'gcp-ci' }, /is no ID of a pool/],
    ['a provider in capitals', { provider: 'GitLab' }, /is no ID of a provider/],
    ['a project with a space', { project: 'acme ci' }, /is no project/],
    ['a service account that is a path', { serviceAccount: 'a@b/../c' }, /is no service account/],
    ['keys that are none', { jwks: [] }, /is no JWK Set/],
    ['no key', { jwks: { keys: [] } }, /is no JWK Set with a key/],
    ['a private key', { jwks: { keys: [{ ...RSA, d: 'AQAB' }] } }, /has a private key in it/],
    [
      'a key of Ed25519',
      { jwks: { keys: [{ kty: 'OKP', kid: 'a', crv: 'Ed25519', x: 'a' }] } },
      /no key/,
    ],
    ['a key without a name', { jwks: { keys: [{ ...RSA, kid: undefined }] } }, /no key of the/],
  ])('refuses %s', (_, others, why) => {
    expect(() => planGoogleTrust({ ...base, ...others })).toThrow(
      expect.objectContaining({
        code: 'cloud_setting_invalid',
        message: expect.stringMatching(why),
      }),
    );
  });

  it.each<[string, Partial<GoogleTrustOptions>, RegExp]>([
    ['a slash at the end', { issuer: 'https://oidc.example.com/' }, /ends with a slash/],
    ['a pattern', { subjectPatterns: ['repo:*'] }, /lets in every subject that fits/],
    ['the length of what fits', { subjectPatterns: ['repo:*'] }, /more than 127 bytes/],
    ['a star in a subject', { subjects: ['repo:*'] }, /letter by letter/],
    ['a subject of many bytes', { subjects: ['é'.repeat(100)] }, /has 200 bytes/],
    [
      'a pool of others and a pattern',
      { subjectPatterns: ['a*'], serviceAccount: 'a@b.iam.gserviceaccount.com', isPoolThere: true },
      /bound to all of the pool/,
    ],
    [
      'a pool of others',
      { serviceAccount: 'a@b.iam.gserviceaccount.com', isPoolThere: true },
      /with the same subject/,
    ],
    [
      'the audience, where none is given',
      { audiences: [], pool: 'pool', provider: 'provider' },
      /need the aud https:\/\/iam\.googleapis\.com\/projects\/NUMBER\/.*\/pool\/providers\/provider/,
    ],
    ['keys that are uploaded', { jwks: { keys: [RSA] } }, /until they are uploaded anew/],
    [
      'a key that is left out',
      { jwks: { keys: [RSA, { ...RSA, alg: 'RS512', kid: 'b' }] } },
      /"b" is left out/,
    ],
  ])('warns of %s', (_, others, about) => {
    const { warnings } = planGoogleTrust({ ...base, ...others });
    expect(warnings).toContainEqual(expect.stringMatching(about));
  });

  it('uploads what Google takes of a key, and nothing else', () => {
    const key = { ...RSA, x5c: ['a'], x5t: 'a', key_ops: ['verify'], other: 1 };
    const ec = { kty: 'EC', kid: 'b', crv: 'P-256', x: 'a', y: 'b' };
    expect(planGoogleTrust({ ...base, jwks: { keys: [key, ec], other: 1 } }).jwks).toEqual({
      keys: [RSA, ec],
    });
  });

  it('takes the keys of an issuer on this machine', () => {
    const plan = planGoogleTrust({ ...base, issuer: 'https://localhost', jwks: { keys: [RSA] } });
    expect(plan.issuer).toBe('https://localhost');
  });

  it('takes each subject and audience once', () => {
    const plan = planGoogleTrust({ ...base, subjects: ['a', 'a'], audiences: ['b', 'c', 'b'] });
    expect([plan.condition, plan.audiences]).toEqual(["assertion.sub == 'a'", ['b', 'c']]);
  });

  it('has the name of the provider where the project is a number', () => {
    const ids = { pool: 'pool', provider: 'provider' };
    expect(planGoogleTrust({ ...base, ...ids, project: '12' }).name).toBe(
      'projects/12/locations/global/workloadIdentityPools/pool/providers/provider',
    );
    expect(planGoogleTrust({ ...base, ...ids, project: 'acme-ci' }).name).toBeUndefined();
  });

  it('has no warning for what is plain', () => {
    expect(planGoogleTrust(base).warnings).toEqual([]);
  });
});
