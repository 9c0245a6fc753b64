import { describe, expect, it } from 'vitest';
import { readTrustPolicy } from './read-trust-policy.ts';
import { HOST, policyOf, PROVIDER, tagged } from './trust.fixture.ts';
import { trustPolicyWarnings } from './warnings.ts';

const SUB = `${HOST}:sub`;
const AUD = { [`${HOST}:aud`]: 'sts.amazonaws.com' };
const GITHUB = 'token.actions.githubusercontent.com';
const warned = (Condition: object, own: object = {}, version?: string) =>
  trustPolicyWarnings(readTrustPolicy(policyOf(Condition, { Sid: 'ci', ...own }, version)));
const github = { Principal: { Federated: PROVIDER.replace(HOST, GITHUB) } };

describe('trustPolicyWarnings', () => {
  it.each<[what: string, condition: object, own?: object, version?: string]>([
    ['exact', { StringEquals: { ...AUD, [SUB]: 'a' } }],
    ['a pattern with a beginning', { StringEquals: AUD, StringLike: { [SUB]: 'repo:acme/*' } }],
    ['oaud', { StringEquals: { [`${HOST}:oaud`]: 'x', [SUB]: 'a' } }],
    [
      'IfExists, and the key is wanted',
      { StringEquals: AUD, StringEqualsIfExists: { [SUB]: 'a' }, Null: { [SUB]: 'false' } },
    ],
    [
      'a set, and the key is wanted',
      {
        StringEquals: { ...AUD, [SUB]: 'a' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' },
        Null: { 'aws:TagKeys': false },
      },
    ],
    ['a Deny', {}, { Effect: 'Deny' }],
    ['a statement for AWS', {}, { Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' }],
    ['TagSession by itself', {}, { Action: 'sts:TagSession' }],
    ['Facebook', {}, { Principal: { Federated: 'graph.facebook.com' } }],
  ])('says nothing of %s', (_, condition, own, version) => {
    expect(warned(condition, own, version)).toEqual([]);
  });

  it('says it once of an issuer whose provider is named in two accounts', () => {
    const Federated = [PROVIDER, PROVIDER.replace('123456789012', '210987654321')];
    expect(warned({ StringEquals: AUD }, { Principal: { Federated } })).toHaveLength(1);
  });

  it('says of a statement that lets nobody in what fails, and not that it is for everybody', () => {
    const texts = warned({ StringEquals: { [`${HOST}:repository`]: 'acme/web' } }).map(
      ({ text }) => text,
    );
    expect(texts).toEqual([expect.stringContaining('lets nobody in')]);
  });

  const at = (rest = '') => `Statement 1 ("ci")${rest}`;
  it.each<
    [what: string, condition: object, at: string, text: RegExp, own?: object, version?: string]
  >([
    [
      'no subject',
      { StringEquals: AUD },
      at(),
      /asks for a subject \(oidc.example.com:sub\): everybody who has a token/,
    ],
    [
      'a subject that is excluded',
      { StringEquals: AUD, StringNotEquals: { [SUB]: 'a' } },
      at(),
      /asks for a subject/,
    ],
    [
      'a subject that may be missing',
      { StringEquals: AUD, StringEqualsIfExists: { [SUB]: 'a' } },
      at(),
      /asks for a subject/,
    ],
    [
      'the same',
      { StringEquals: AUD, StringEqualsIfExists: { [SUB]: 'a' } },
      at(`, StringEqualsIfExists, ${SUB}`),
      /holds for a token without oidc.example.com:sub. Take IfExists away/,
    ],
    [
      'IfExists, and Null of a set, of which AWS says nothing',
      {
        StringEquals: AUD,
        StringEqualsIfExists: { [SUB]: 'a' },
        'ForAllValues:Null': { [SUB]: 'false' },
      },
      at(`, StringEqualsIfExists, ${SUB}`),
      /holds for a token without oidc.example.com:sub/,
    ],
    ['no audience', { StringEquals: { [SUB]: 'a' } }, at(), /asks for an audience/],
    [
      'a pattern for everybody',
      { StringEquals: AUD, StringLike: { [SUB]: ['a', '*'] } },
      at(`, StringLike, ${SUB}`),
      /"\*" is for every value/,
    ],
    [
      'the same',
      { StringEquals: AUD, StringLike: { [SUB]: ['a', '?*'] } },
      at(),
      /asks for a subject/,
    ],
    [
      'a pattern that begins with a wildcard',
      { StringEquals: AUD, StringLike: { [SUB]: '*:ref:main' } },
      at(`, StringLike, ${SUB}`),
      /begins with a wildcard/,
    ],
    [
      'ForAllValues',
      {
        StringEquals: { ...AUD, [SUB]: 'a' },
        'ForAllValues:StringEquals': { [`${HOST}:amr`]: 'mfa' },
      },
      at(`, ForAllValues:StringEquals, ${HOST}:amr`),
      /asks for nothing of that. Use ForAnyValue/,
    ],
    [
      'ForAllValues on the subject',
      { StringEquals: AUD, 'ForAllValues:StringLike': { [SUB]: 'a*' } },
      at(),
      /asks for a subject/,
    ],
    [
      'an asterisk under StringEquals',
      { StringEquals: { ...AUD, [SUB]: 'repo:acme/*' } },
      at(`, StringEquals, ${SUB}`),
      /StringLike has patterns/,
    ],
    [
      'a variable before 2012',
      { StringEquals: { ...AUD, [SUB]: '${aws:username}' } },
      at(`, StringEquals, ${SUB}`),
      /variables need "Version": "2012-10-17"/,
      {},
      '2008-10-17',
    ],
    [
      'a key that no token has',
      { StringEquals: { ...AUD, [SUB]: 'a', [`${HOST}:repository`]: 'x' } },
      at(`, StringEquals, ${HOST}:repository`),
      /the condition lets nobody in/,
    ],
    [
      'the same, excluded',
      { StringEquals: { ...AUD, [SUB]: 'a' }, StringNotEquals: { [`${HOST}:repository`]: 'x' } },
      at(`, StringNotEquals, ${HOST}:repository`),
      /the condition always holds/,
    ],
    [
      'a key with a scheme',
      { StringEquals: { ...AUD, [`https://${SUB}`]: 'a' } },
      at(`, StringEquals, https://${SUB}`),
      /lets nobody in/,
    ],
    [
      'everybody',
      { StringEquals: AUD },
      at(', Principal'),
      /names no provider/,
      { Principal: '*' },
    ],
    [
      'every principal of AWS',
      { StringEquals: AUD },
      at(', Principal'),
      /names no provider/,
      { Principal: { AWS: '*' } },
    ],
    [
      'a shared provider',
      { StringEquals: { [`${GITHUB}:aud`]: 'x', [`${GITHUB}:repository_id`]: '1' } },
      at(),
      /IAM does not save a policy that does not ask for token.actions.githubusercontent.com:sub/,
      github,
    ],
    [
      'what is left to narrow',
      { StringEquals: { [`${GITHUB}:aud`]: 'x', [`${GITHUB}:repository_id`]: '1' } },
      at(),
      /everybody whose token fits in repository_id/,
      github,
    ],
    [
      'an identity pool',
      { 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' } },
      at(),
      /ask for cognito-identity.amazonaws.com:aud/,
      { Principal: { Federated: 'cognito-identity.amazonaws.com' } },
    ],
  ])('warns of %s', (_, condition, place, text, own, version) => {
    expect(warned(condition, own, version)).toContainEqual({
      at: place,
      text: expect.stringMatching(text),
    });
  });

  it('does not take a tag for a claim', () => {
    expect(Object.keys(tagged({ a: 'b' }))).toEqual(['https://aws.amazon.com/tags']);
    expect(warned({ StringEquals: { ...AUD, [SUB]: 'a', 'aws:RequestTag/team': 'x' } })).toEqual(
      [],
    );
  });
});
