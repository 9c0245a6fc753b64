import { describe, expect, it } from 'vitest';
import { compileTrustPolicy } from './compile-trust-policy.ts';
import { readTrustPolicy } from './read-trust-policy.ts';
import {
  GUIDE,
  HOST,
  judge,
  policyOf,
  PROVIDER,
  reasonsOf,
  ROLE,
  type Source,
  tagged,
  tokenOf,
  WEB,
} from './trust.fixture.ts';

const allow = { Effect: 'Allow', Principal: { Federated: PROVIDER }, Action: WEB };
const deny = { ...allow, Effect: 'Deny' };
const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const onlyMe = { Condition: { StringEquals: { [`${HOST}:sub`]: 'me' } } };
const onlyYou = { Condition: { StringEquals: { [`${HOST}:sub`]: 'you' } } };
const fromOffice = { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } };

const whole = 'sts:AssumeRoleWithWebIdentity';
const roles = (...arns: readonly string[]) => ({ 'https://aws.amazon.com/roles': arns });

/** What the service authorization reference says of `sts:RoleAuthorizedByIdp`, and what was tried of the claim. */
const ROLES_CLAIM: Source = {
  title: 'OIDC tokens can now restrict which AWS roles they assume',
  url: 'https://awsteele.com/blog/2026/07/13/oidc-tokens-can-restrict-which-aws-roles-they-assume.html',
  read: '2026-11',
};

type Case = readonly [
  source: Source,
  what: string,
  policy: object,
  answer: string,
  claims?: object,
  context?: object,
];

/** "You can pass up to 50 session tags", their patterns, and what a source identity has. */
const LIMITS: Source = {
  title: 'STS API reference, Tag; AssumeRole, SourceIdentity',
  url: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html',
  read: '2026-11',
};
const manyTags = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
const flatTag = (value: string) => ({ 'https://aws.amazon.com/tags/principal_tags/Team': value });
const identity = (text: string) => ({ 'https://aws.amazon.com/source_identity': text });

const CASES: readonly Case[] = [
  [GUIDE.logic, 'nothing that allows', policy({ ...allow, Action: 'sts:AssumeRole' }), 'refused'],
  [GUIDE.logic, 'one that allows', policy(allow), 'allowed'],
  [
    GUIDE.logic,
    'one of two that allows',
    policy({ ...allow, ...onlyYou }, { ...allow, ...onlyMe }),
    'allowed',
  ],
  [GUIDE.logic, 'a Deny after an Allow', policy(allow, deny), 'refused'],
  [GUIDE.logic, 'a Deny before an Allow', policy(deny, allow), 'refused'],
  [GUIDE.logic, 'a Deny that does not fit', policy(allow, { ...deny, ...onlyYou }), 'allowed'],
  [GUIDE.logic, 'a Deny that fits', policy(allow, { ...deny, ...onlyMe }), 'refused'],
  [
    GUIDE.logic,
    'an Allow by an address that is not known',
    policy({ ...allow, ...fromOffice }),
    'undecided',
  ],
  [
    GUIDE.logic,
    'the same beside an Allow without',
    policy({ ...allow, ...fromOffice }, allow),
    'allowed',
  ],
  [
    GUIDE.logic,
    'the same, and a Deny that fits',
    policy({ ...allow, ...fromOffice }, deny),
    'refused',
  ],
  [
    GUIDE.logic,
    'a Deny by an address that is not known',
    policy(allow, { ...deny, ...fromOffice }),
    'undecided',
  ],
  [
    GUIDE.logic,
    'the same where nothing allows',
    policy({ ...allow, ...onlyYou }, { ...deny, ...fromOffice }),
    'refused',
  ],
  [
    GUIDE.logic,
    'an address that is not known, and a subject that is refused',
    policy({ ...allow, Condition: { ...fromOffice.Condition, ...onlyYou.Condition } }),
    'refused',
  ],

  [
    GUIDE.principal,
    'the provider among others',
    policy({
      ...allow,
      Principal: { Federated: [`${PROVIDER}/x`, PROVIDER], Service: 'ec2.amazonaws.com' },
    }),
    'allowed',
  ],
  [
    GUIDE.principal,
    'another provider',
    policy({ ...allow, Principal: { Federated: `${PROVIDER}/x` } }),
    'refused',
  ],
  [
    GUIDE.principal,
    'an account',
    policy({ ...allow, Principal: { AWS: '123456789012' } }),
    'refused',
  ],
  [
    GUIDE.principal,
    'a service',
    policy({ ...allow, Principal: { Service: 'ec2.amazonaws.com' } }),
    'refused',
  ],
  [
    GUIDE.principal,
    'a SAML provider',
    policy({ ...allow, Principal: { Federated: 'arn:aws:iam::123456789012:saml-provider/x' } }),
    'refused',
  ],
  [GUIDE.principal, 'everybody', policy({ ...allow, Principal: '*' }), 'undecided'],
  [
    GUIDE.principal,
    'every principal of AWS',
    policy({ ...allow, Principal: { AWS: '*' } }),
    'undecided',
  ],
  [
    GUIDE.principal,
    'every provider',
    policy({ ...allow, Principal: { Federated: '*' } }),
    'undecided',
  ],
  [GUIDE.principal, 'a Deny for everybody', policy(allow, { ...deny, Principal: '*' }), 'refused'],
  [
    GUIDE.principal,
    'a Deny for every principal of AWS',
    policy(allow, { ...deny, Principal: { AWS: '*' } }),
    'undecided',
  ],
  [
    GUIDE.principal,
    'a Deny for an account',
    policy(allow, { ...deny, Principal: { AWS: '123456789012' } }),
    'allowed',
  ],
  [
    GUIDE.principal,
    'a Deny for another provider',
    policy(allow, { ...deny, Principal: { Federated: `${PROVIDER}/x` } }),
    'allowed',
  ],
  [
    GUIDE.principal,
    'the provider, and the account of the role',
    policy(allow),
    'allowed',
    {},
    { roleArn: ROLE },
  ],
  [
    GUIDE.principal,
    'the provider of another account than the role',
    policy(allow),
    'refused',
    {},
    { roleArn: ROLE.replace('123456789012', '210987654321') },
  ],
  [
    GUIDE.principal,
    'the provider of another partition than the role',
    policy(allow),
    'refused',
    {},
    { roleArn: ROLE.replace('arn:aws:', 'arn:aws-cn:') },
  ],
  [
    GUIDE.principal,
    'the provider of another account than is said',
    policy(allow),
    'refused',
    {},
    { providerAccount: '210987654321' },
  ],

  [
    GUIDE.action,
    'in another case',
    policy({ ...allow, Action: 'STS:assumerolewithwebidentity' }),
    'allowed',
  ],
  [
    GUIDE.action,
    'wildcards',
    policy({ ...allow, Action: ['s3:Get*', 'sts:Assume?ole*WebIdentity'] }),
    'allowed',
  ],
  [GUIDE.action, 'every action', policy({ ...allow, Action: '*' }), 'allowed'],
  [GUIDE.action, 'every action of the service', policy({ ...allow, Action: 'sts:*' }), 'allowed'],
  [
    GUIDE.action,
    'another action',
    policy({ ...allow, Action: 'sts:AssumeRoleWithSAML' }),
    'refused',
  ],
  [
    GUIDE.notAction,
    'all but others',
    policy({ ...allow, Action: undefined, NotAction: ['sts:AssumeRole', 'sts:TagSession'] }),
    'allowed',
  ],
  [
    GUIDE.notAction,
    'all but this',
    policy({ ...allow, Action: undefined, NotAction: 'sts:assumerole*' }),
    'refused',
  ],
  [
    GUIDE.notAction,
    'a Deny of all but this',
    policy(allow, { ...deny, Action: undefined, NotAction: whole }),
    'allowed',
  ],

  [GUIDE.tags, 'tags without TagSession', policy(allow), 'refused', tagged({ Team: 'blue' })],
  [
    GUIDE.tags,
    'tags with it',
    policy({ ...allow, Action: [WEB, 'sts:TagSession'] }),
    'allowed',
    tagged({ Team: 'blue' }),
  ],
  [
    GUIDE.tags,
    'tags with it in a statement of its own',
    policy(allow, { ...allow, Action: 'sts:TagSession' }),
    'allowed',
    tagged({ Team: 'blue' }),
  ],
  [
    GUIDE.tags,
    'tags, and TagSession for others',
    policy(allow, { ...allow, Action: 'sts:TagSession', ...onlyYou }),
    'refused',
    tagged({ Team: 'blue' }),
  ],
  [
    GUIDE.tags,
    'tags, and a Deny of TagSession',
    policy({ ...allow, Action: 'sts:*' }, { ...deny, Action: 'sts:TagSession' }),
    'refused',
    tagged({ Team: 'blue' }),
  ],
  [
    GUIDE.tags,
    'no tags, and a Deny of TagSession',
    policy({ ...allow, Action: 'sts:*' }, { ...deny, Action: 'sts:TagSession' }),
    'allowed',
  ],
  [
    GUIDE.tags,
    'tags as claims of their own',
    policy(allow),
    'refused',
    { 'https://aws.amazon.com/tags/principal_tags/Team': 'blue' },
  ],
  [
    GUIDE.tags,
    'a condition on such a tag',
    policy({
      ...allow,
      Action: 'sts:*',
      Condition: { StringEquals: { 'aws:RequestTag/Team': 'blue' } },
    }),
    'allowed',
    { 'https://aws.amazon.com/tags/principal_tags/Team': 'blue' },
  ],
  [
    GUIDE.tags,
    'transitive tags',
    policy({
      ...allow,
      Action: 'sts:*',
      Condition: {
        'ForAllValues:StringEquals': { 'sts:TransitiveTagKeys': ['Team'] },
        Null: { 'sts:TransitiveTagKeys': 'false' },
      },
    }),
    'allowed',
    tagged({ Team: 'blue', x: 'y' }, ['Team']),
  ],
  [
    GUIDE.tags,
    'a claim of tags without any',
    policy(allow),
    'undecided',
    { 'https://aws.amazon.com/tags': {} },
  ],
  [
    GUIDE.tags,
    'the same with TagSession',
    policy({ ...allow, Action: 'sts:*' }),
    'allowed',
    { 'https://aws.amazon.com/tags': {} },
  ],
  [
    GUIDE.tags,
    'the same with a Deny of it',
    policy({ ...allow, Action: 'sts:*' }, { ...deny, Action: 'sts:TagSession' }),
    'undecided',
    { 'https://aws.amazon.com/tags': {} },
  ],
  [
    GUIDE.tags,
    'a tag of two values',
    policy({ ...allow, Action: 'sts:*' }),
    'undecided',
    { 'https://aws.amazon.com/tags': { principal_tags: { Team: ['a', 'b'] } } },
  ],
  ...(
    [
      ['another value', { StringEquals: { 'aws:RequestTag/Stage': 'test' } }, 'refused'],
      [
        'a value or none',
        { StringEqualsIfExists: { 'aws:RequestTag/Stage': 'test' } },
        'undecided',
      ],
      ['its value', { StringEquals: { 'aws:RequestTag/Stage': 'prod' } }, 'undecided'],
      ['a tag that is not there', { StringLike: { 'aws:RequestTag/Other': '*' } }, 'refused'],
      ['the tag of two', { StringEquals: { 'aws:RequestTag/Team': 'c' } }, 'undecided'],
    ] as const
  ).map(
    ([title, condition, expected]): Case => [
      GUIDE.tags,
      `a tag beside one of two values, where the condition asks for ${title}`,
      policy({ ...allow, Action: 'sts:*', Condition: condition }),
      expected,
      { 'https://aws.amazon.com/tags': { principal_tags: { Team: ['a', 'b'], Stage: ['prod'] } } },
    ],
  ),
  [
    GUIDE.tags,
    'a tag named __proto__',
    policy({
      ...allow,
      Action: 'sts:*',
      Condition: { StringEquals: { 'aws:RequestTag/__proto__': 'x' } },
    }),
    'allowed',
    JSON.parse('{"https://aws.amazon.com/tags":{"principal_tags":{"__proto__":["x"]}}}') as object,
  ],
  ...(
    [
      ['a value of a tag of 256 characters', 'allowed', tagged({ Team: 'v'.repeat(256) })],
      ['one of 257', 'refused', tagged({ Team: 'v'.repeat(257) })],
      ['a key of 128 characters', 'allowed', tagged({ ['k'.repeat(128)]: 'v' })],
      ['one of 129', 'refused', tagged({ ['k'.repeat(129)]: 'v' })],
      ['an empty key', 'refused', tagged({ '': 'v' })],
      ['a key of AWS’s own', 'refused', tagged({ 'AWS:Team': 'v' })],
      ['50 tags', 'allowed', tagged(manyTags(50))],
      ['51 tags', 'refused', tagged(manyTags(51))],
      ['other characters in a value', 'refused', tagged({ Team: 'a|b' })],
      ['letters of other alphabets', 'allowed', tagged({ Équipe: 'дом' })],
      ['a transitive key that is no tag', 'undecided', tagged({ Team: 'a' }, ['Project'])],
      ['a transitive key in another case', 'allowed', tagged({ Team: 'a' }, ['team'])],
      ['too long a value of its own claim', 'refused', flatTag('v'.repeat(257))],
      ['a source identity of 64 characters', 'allowed', identity('a'.repeat(64))],
      ['one of 65', 'refused', identity('a'.repeat(65))],
      ['one of 1', 'refused', identity('a')],
      ['an empty one', 'undecided', identity('')],
      ['one with a colon', 'refused', identity('aws:me')],
    ] as const
  ).map(
    ([name, verdict, claims]): Case => [
      LIMITS,
      name,
      policy({ ...allow, Action: 'sts:*' }),
      verdict,
      claims,
    ],
  ),
  [
    GUIDE.sourceIdentity,
    'a source identity without SetSourceIdentity',
    policy(allow),
    'refused',
    { 'https://aws.amazon.com/source_identity': 'me' },
  ],
  [
    GUIDE.sourceIdentity,
    'with it, and a condition',
    policy({
      ...allow,
      Action: [WEB, 'sts:SetSourceIdentity'],
      Condition: { StringLike: { 'sts:SourceIdentity': 'm*' } },
    }),
    'allowed',
    { 'https://aws.amazon.com/source_identity': 'me' },
  ],

  [
    GUIDE.keys,
    'azp in the place of aud',
    policyOf({ StringEquals: { [`${HOST}:aud`]: 'client' } }),
    'allowed',
    { azp: 'client' },
  ],
  [
    GUIDE.keys,
    'aud where azp is',
    policyOf({ StringEquals: { [`${HOST}:aud`]: 'sts.amazonaws.com' } }),
    'refused',
    { azp: 'client' },
  ],
  [
    GUIDE.keys,
    'oaud where azp is',
    policyOf({ StringEquals: { [`${HOST}:oaud`]: 'sts.amazonaws.com' } }),
    'allowed',
    { azp: 'client' },
  ],
  [
    GUIDE.keys,
    'a list of one audience',
    policyOf({ StringEquals: { [`${HOST}:aud`]: 'a' } }),
    'allowed',
    { aud: ['a'] },
  ],
  [GUIDE.keys, 'several audiences without azp', policyOf({}), 'refused', { aud: ['a', 'b'] }],
  [
    GUIDE.keys,
    'several audiences with azp',
    policyOf({ StringEquals: { [`${HOST}:aud`]: 'c' } }),
    'allowed',
    { aud: ['a', 'b'], azp: 'c' },
  ],
  [
    GUIDE.keys,
    'an azp that is empty',
    policyOf({ StringEquals: { [`${HOST}:aud`]: 'a' } }),
    'undecided',
    { aud: 'a', azp: '' },
  ],
  [
    GUIDE.keys,
    'amr',
    policyOf({ 'ForAnyValue:StringEquals': { [`${HOST}:amr`]: 'mfa' } }),
    'allowed',
    { amr: ['pwd', 'mfa'] },
  ],
  [
    GUIDE.keys,
    'email',
    policyOf({ StringEquals: { [`${HOST}:email`]: 'a@b' } }),
    'allowed',
    { email: 'a@b' },
  ],
  [
    GUIDE.keys,
    'another claim',
    policyOf({ StringEquals: { [`${HOST}:repository`]: 'a/b' } }),
    'refused',
    { repository: 'a/b' },
  ],
  [
    GUIDE.keys,
    'another claim, negated',
    policyOf({ StringNotEquals: { [`${HOST}:repository`]: 'a/b' } }),
    'allowed',
    { repository: 'a/b' },
  ],
  [
    GUIDE.keys,
    'the key of another provider',
    policyOf({ StringEquals: { 'gitlab.com:sub': 'me' } }),
    'refused',
  ],
  [
    GUIDE.keys,
    'a subject that is a number',
    policyOf({ StringEquals: { [`${HOST}:sub`]: '7' } }),
    'undecided',
    { sub: 7 },
  ],
  [
    GUIDE.keys,
    'a key named after what objects inherit',
    policyOf({ Null: { [`${HOST}:constructor`]: 'true', [`${HOST}:__proto__`]: 'true' } }),
    'allowed',
  ],
  [
    GUIDE.keys,
    'a variable in a key',
    policyOf({ StringEquals: { [`${HOST}:\${aws:username}`]: 'x' } }),
    'undecided',
  ],

  [
    GUIDE.globalKeys,
    'the provider as a key',
    policyOf({ ArnEquals: { 'aws:FederatedProvider': PROVIDER } }),
    'allowed',
  ],
  [
    GUIDE.globalKeys,
    'no MFA',
    policyOf({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }),
    'allowed',
  ],
  [
    GUIDE.globalKeys,
    'no principal',
    policyOf({ StringEquals: { 'aws:PrincipalArn': '*' } }),
    'refused',
  ],
  [
    GUIDE.globalKeys,
    'no service of AWS: the key is of signed calls',
    policyOf({ Bool: { 'aws:PrincipalIsAWSService': 'false' } }),
    'refused',
  ],
  [
    GUIDE.globalKeys,
    'no service of AWS, where the key is',
    policyOf({ BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } }),
    'allowed',
  ],
  [
    GUIDE.globalKeys,
    'no service on behalf of somebody',
    policyOf({ Bool: { 'aws:ViaAWSService': 'false' } }),
    'allowed',
  ],
  [
    GUIDE.globalKeys,
    'the organization',
    policyOf({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }),
    'undecided',
  ],
  [
    GUIDE.globalKeys,
    'a VPC endpoint',
    policyOf({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }),
    'undecided',
  ],
  [
    GUIDE.globalKeys,
    'a VPC endpoint, and an address',
    policyOf({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }),
    'refused',
    {},
    { sourceIp: '10.1.2.3' },
  ],
  [
    GUIDE.globalKeys,
    'the region',
    policyOf({ StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
    'allowed',
    {},
    { region: 'eu-west-1' },
  ],
  [
    GUIDE.globalKeys,
    'a tag of the role',
    policyOf({ StringEquals: { 'iam:ResourceTag/env': 'prod' } }),
    'allowed',
    {},
    { roleTags: { Env: 'prod' } },
  ],
  [
    GUIDE.globalKeys,
    'a tag of the role that is not known',
    policyOf({ StringEquals: { 'aws:ResourceTag/env': 'prod' } }),
    'undecided',
  ],
  [
    GUIDE.globalKeys,
    'a global key that is not known',
    policyOf({ StringEquals: { 'aws:Tomorrow': 'x' } }),
    'undecided',
  ],
  [
    GUIDE.globalKeys,
    'a key of another service',
    policyOf({ StringEquals: { 'ec2:InstanceType': 'x' } }),
    'refused',
  ],
  [
    GUIDE.globalKeys,
    'the account of the role',
    policyOf({ StringEquals: { 'aws:ResourceAccount': '123456789012' } }),
    'allowed',
    {},
    { roleArn: ROLE },
  ],
  [
    GUIDE.keys,
    'the name of the session',
    policyOf({ StringLike: { 'sts:RoleSessionName': 'ci-*' } }),
    'allowed',
    {},
    { sessionName: 'ci-1' },
  ],
  [
    GUIDE.keys,
    'the name of the session, not known',
    policyOf({ StringLike: { 'sts:RoleSessionName': 'ci-*' } }),
    'undecided',
  ],

  [
    ROLES_CLAIM,
    'a token for this role',
    policyOf({ Bool: { 'sts:RoleAuthorizedByIdp': 'true' } }),
    'allowed',
    roles(ROLE),
    { roleArn: ROLE },
  ],
  [
    ROLES_CLAIM,
    'a token for another role',
    policy(allow),
    'refused',
    roles(`${ROLE}2`),
    { roleArn: ROLE },
  ],
  [
    ROLES_CLAIM,
    'a token for several roles, as text',
    policy(allow),
    'allowed',
    { 'https://aws.amazon.com/roles': `${ROLE}2 ; ${ROLE}` },
    { roleArn: ROLE },
  ],
  [ROLES_CLAIM, 'a token for some role', policy(allow), 'undecided', roles(ROLE)],
  [
    ROLES_CLAIM,
    'a token for no role in particular',
    policyOf({ Bool: { 'sts:RoleAuthorizedByIdp': 'true' } }),
    'refused',
    {},
    { roleArn: ROLE },
  ],
  [
    ROLES_CLAIM,
    'whether the key is false then is not documented',
    policyOf({ Bool: { 'sts:RoleAuthorizedByIdp': 'false' } }),
    'undecided',
    {},
    { roleArn: ROLE },
  ],
];

describe('compileTrustPolicy', () => {
  it.each(CASES.map((row) => [`${row[1]}: ${row[3]} (${row[0].title})`, row] as const))(
    '%s',
    (_, [, , document, answer, claims, context]) => {
      const compiled = compileTrustPolicy(readTrustPolicy(JSON.parse(JSON.stringify(document))));
      const verdict = compiled.evaluate(tokenOf(claims), context);
      expect(verdict.verdict).toBe(answer);
      expect(compiled.decide(tokenOf(claims), context)).toBe(answer);
      if (answer !== 'allowed') expect(reasonsOf(verdict)[0]?.fix).toMatch(/\S/);
    },
  );

  it.each([
    ['letter by letter', `https://${HOST}`, HOST, 'allowed'],
    ['with a path', `https://${HOST}/team`, `${HOST}/team`, 'allowed'],
    ['another path', `https://${HOST}/team`, `${HOST}/Team`, 'refused'],
    ['a slash at the end of both', `https://${HOST}/`, `${HOST}/`, 'allowed'],
    ['of the issuer alone', `https://${HOST}/`, HOST, 'refused'],
    ['of the provider alone', `https://${HOST}`, `${HOST}/`, 'refused'],
    ['another case', `https://${HOST}`, HOST.toUpperCase(), 'refused'],
    ['a scheme in the ARN', `https://${HOST}`, `https://${HOST}`, 'refused'],
    ['http', `http://${HOST}`, HOST, 'refused'],
    ['no scheme', HOST, HOST, 'refused'],
    ['a stand-in on this machine', 'http://127.0.0.1:9100', '127.0.0.1:9100', 'allowed'],
    ['Google by an ARN', 'https://accounts.google.com', 'accounts.google.com', 'allowed'],
  ])('compares the issuer with the provider: %s', (_, issuer, host, answer) => {
    const own = { Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${host}` } };
    expect(judge(policyOf({}, own), tokenOf({}, issuer)).verdict).toBe(answer);
  });

  it.each([
    ['accounts.google.com', 'https://accounts.google.com', 'allowed'],
    // Google Identity, "Validate an ID token": the iss of its tokens has the scheme, or not.
    ['accounts.google.com', 'accounts.google.com', 'allowed'],
    ['accounts.google.com', `https://${HOST}`, 'refused'],
    ['cognito-identity.amazonaws.com', 'https://cognito-identity.amazonaws.com', 'allowed'],
    // These have access tokens alone.
    ['www.amazon.com', 'https://www.amazon.com', 'refused'],
    ['graph.facebook.com', 'https://graph.facebook.com', 'refused'],
  ])('knows the provider %s for tokens of %s: %s', (name, issuer, answer) => {
    expect(
      judge(policyOf({}, { Principal: { Federated: name } }), tokenOf({}, issuer)).verdict,
    ).toBe(answer);
  });

  describe('of providers in two accounts, where it is not known in which of these the role is', () => {
    const OTHER = PROVIDER.replace('123456789012', '210987654321');
    const inOther = { ...allow, Principal: { Federated: OTHER } };
    const both = { ...allow, Principal: { Federated: [PROVIDER, OTHER] } };
    const notMe = { ...inOther, Effect: 'Deny' };
    it.each([
      [
        'a statement for the one, and none for the other',
        policy(allow, { ...inOther, ...onlyYou }),
      ],
      ['a Deny for the other', policy(both, notMe)],
      [
        'what a token needs, one half for each',
        policy(allow, { ...inOther, Action: 'sts:TagSession' }),
        tagged({ a: 'b' }),
        'refused',
      ],
    ])('tells of these: %s', (_, given, claims = {}, expected = 'undecided') => {
      const verdict = judge(given, tokenOf(claims));
      expect(verdict.verdict).toBe(expected);
      expect(reasonsOf(verdict)).toEqual([
        {
          requirements: ['trust-principal'],
          at: 'The policy, Principal',
          seen: 'it has the provider in the accounts "123456789012" and "210987654321", and in which of these the role is, is not known',
          wanted:
            'the ARN of the role: of these providers it trusts the one in its own account alone',
          fix: 'Give what "aws iam get-role" prints in the place of the policy alone: the ARN is in it.',
        },
      ]);
    });

    it('is decided where it makes no difference, and by the ARN of the role', () => {
      expect(judge(policy(both)).verdict).toBe('allowed');
      expect(judge(policy({ ...both, ...onlyYou })).verdict).toBe('refused');
      expect(judge(policy(both, notMe), tokenOf(), { roleArn: ROLE }).verdict).toBe('allowed');
    });
  });

  it('says what lets in, and who the token is then', () => {
    const verdict = judge(
      policy(
        { ...allow, Sid: 'you', ...onlyYou },
        { ...allow, Sid: 'ci', ...onlyMe },
        { ...allow, Action: 'sts:TagSession' },
      ),
      tokenOf(tagged({ a: 'b' })),
      { roleArn: ROLE, sessionName: 'job-1' },
    );
    expect(verdict).toEqual({
      verdict: 'allowed',
      by: 'Statement 2 ("ci"), Statement 3',
      becomes: 'arn:aws:sts::123456789012:assumed-role/ci/job-1',
    });
  });

  it('decides a million times in a few seconds, whatever the lengths', () => {
    const star = compileTrustPolicy(
      readTrustPolicy(policyOf({ StringLike: { [`${HOST}:sub`]: `${'*a'.repeat(500)}b` } })),
    );
    const start = performance.now();
    expect(star.decide(tokenOf({ sub: 'a'.repeat(20_000) }))).toBe('refused');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
