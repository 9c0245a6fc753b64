import { describe, expect, it } from 'vitest';
import {
  HOST,
  judge,
  policyOf,
  PROVIDER,
  reasonsOf,
  ROLE,
  tagged,
  tokenOf,
  WEB,
} from './trust.fixture.ts';

const SUB = `${HOST}:sub`;
const AUD = `${HOST}:aud`;
const named = (Condition: object, own: object = {}) => policyOf(Condition, { Sid: 'ci', ...own });
const first = (policy: object, ...rest: [object?, string?, object?]) => {
  const [claims, issuer, context] = rest;
  return reasonsOf(judge(policy, tokenOf(claims, issuer), context))[0];
};
const sub = (operator: string, wanted: unknown) => named({ [operator]: { [SUB]: wanted } });

describe('the reasons of a refusal', () => {
  it('name the statement, the operator and the key, and say what is there, what is wanted and what to do', () => {
    expect(
      first(sub('stringlike', ['repo:acme/*', 'repo:acme2/*']), { sub: 'repo:other/app:ref:main' }),
    ).toEqual({
      at: `Statement 1 ("ci"), StringLike, ${SUB}`,
      seen: 'the sub is "repo:other/app:ref:main"',
      wanted: 'like "repo:acme/*" or "repo:acme2/*"',
      fix: 'Use a token whose sub fits, or put "repo:other/app:ref:main" into the condition if it is to be let in.',
      requirements: ['trust-conditions'],
    });
  });

  it.each<[what: string, policy: object, claims: object, fix: RegExp]>([
    [
      'a pattern under StringEquals',
      sub('StringEquals', 'repo:acme/*'),
      { sub: 'repo:acme/x' },
      /use StringLike for the pattern "repo:acme\/\*"/,
    ],
    [
      'another case',
      sub('StringEquals', 'Me'),
      {},
      /differ in the case of letters alone: write "me"/,
    ],
    [
      'a slash at the end',
      named({ StringEquals: { [AUD]: 'https://a.example' } }),
      { aud: 'https://a.example/' },
      /slash at the end alone/,
    ],
    ['white space', sub('StringEquals', 'me '), {}, /white space alone/],
    [
      'a scheme',
      named({ StringEquals: { [AUD]: 'a.example' } }),
      { aud: 'https://a.example' },
      /differ in https:\/\/ alone/,
    ],
    [
      'a subject of another form',
      sub('StringLike', 'repo:acme/*'),
      { sub: 'project_path:acme/x' },
      /begins with "project_path:"/,
    ],
    [
      'another audience',
      named({ StringEquals: { [AUD]: 'a' } }),
      { aud: 'b' },
      /a token whose aud is one of these/,
    ],
    [
      'azp in the place of aud',
      named({ StringEquals: { [AUD]: 'a' } }),
      { aud: 'a', azp: 'b' },
      /takes azp for aud, or test the aud by the key oidc.example.com:oaud/,
    ],
    [
      'no audience',
      named({ StringEquals: { [AUD]: 'a' } }),
      { aud: undefined },
      /put an aud into the token/,
    ],
    [
      'no such claim',
      named({ StringEquals: { [`${HOST}:email`]: 'a' } }),
      {},
      /put email into the token/,
    ],
    [
      'a claim that AWS never tests',
      named({ StringEquals: { [`${HOST}:repository`]: 'a' } }),
      { repository: 'a' },
      /principal_tags":\{"repository":\["VALUE"\]\}\}\}, the condition aws:RequestTag\/repository in the place of this one, and sts:TagSession/,
    ],
    [
      'a scheme in the key',
      named({ StringEquals: { [`https://${SUB}`]: 'me' } }),
      {},
      /without its scheme: oidc.example.com:sub/,
    ],
    [
      'a slash in the key',
      named({ StringEquals: { [`${HOST}/:sub`]: 'me' } }),
      {},
      /slash at the end belongs to the issuer: the key is oidc.example.com:sub/,
    ],
    [
      'the key of another host',
      named({ StringEquals: { 'gitlab.com:sub': 'me' } }),
      {},
      /the case: oidc.example.com:sub/,
    ],
    [
      'a key without a host',
      named({ StringEquals: { sub: 'me' } }),
      {},
      /begins with the issuer without its scheme: oidc.example.com:sub/,
    ],
    [
      'a key of another service',
      named({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      {},
      /Take the condition out/,
    ],
    ['a key that must be missing', named({ Null: { [SUB]: 'true' } }), {}, /a token without it/],
    ['a value that is excluded', sub('StringNotLike', 'm*'), {}, /another value/],
    [
      'tags without TagSession',
      named({}),
      tagged({ a: 'b' }),
      /put sts:TagSession into the Action/,
    ],
    [
      'a source identity without its action',
      named({}),
      { 'https://aws.amazon.com/source_identity': 'me' },
      /sts:SetSourceIdentity/,
    ],
    [
      'sts:AssumeRole',
      named({}, { Action: 'sts:AssumeRole' }),
      {},
      /sts:AssumeRole is for users and roles/,
    ],
    ['several audiences', named({}), { aud: ['a', 'b'] }, /a token of one audience/],
  ])('know %s', (_, policy, claims, fix) => {
    expect(first(policy, claims)?.fix).toMatch(fix);
  });

  it.each<[what: string, federated: string, issuer: string, fix: RegExp]>([
    [
      'a slash at the end',
      PROVIDER,
      `https://${HOST}/`,
      /letter by letter: the iss is "https:\/\/oidc.example.com\/"/,
    ],
    [
      'a scheme in the ARN',
      PROVIDER.replace(HOST, `https://${HOST}`),
      `https://${HOST}`,
      /no https:\/\/ in it/,
    ],
    [
      'another case',
      PROVIDER.replace(HOST, 'OIDC.example.com'),
      `https://${HOST}`,
      /case of letters/,
    ],
    ['another path', `${PROVIDER}/team`, `https://${HOST}/other`, /differ in their path/],
    [
      'the address for the ARN',
      `https://${HOST}`,
      `https://${HOST}`,
      /ARN of the provider, not its address/,
    ],
    ['another provider', PROVIDER, 'https://gitlab.com', /a token of that provider/],
    ['http', PROVIDER, `http://${HOST}`, /issuers with https:\/\/ alone/],
  ])('know a Principal with %s', (_, Federated, issuer, fix) => {
    const reason = first(named({}, { Principal: { Federated } }), {}, issuer);
    expect(reason?.at).toBe('Statement 1 ("ci"), Principal');
    expect(reason?.fix).toMatch(fix);
  });

  it('know a provider of another partition', () => {
    const [reason] = reasonsOf(
      judge(named({}), tokenOf(), { roleArn: ROLE.replace('arn:aws:', 'arn:aws-cn:') }),
    );
    expect(reason?.wanted).toContain('arn:aws-cn:iam::123456789012:oidc-provider/');
    expect(reason?.fix).toMatch(/one of the partition "aws", and the role is in "aws-cn"/);
  });

  it('know a provider of another account', () => {
    const reason = first(named({}), {}, undefined, { roleArn: ROLE.replaceAll('1', '3') });
    expect(reason?.fix).toMatch(/providers of its own account alone/);
    expect(reason?.wanted).toContain('arn:aws:iam::323456789032:oidc-provider/oidc.example.com');
  });

  it('begin with the statement that is nearest', () => {
    const statement = (Condition: object, own: object = {}) => ({
      Effect: 'Allow',
      Principal: { Federated: PROVIDER },
      Action: WEB,
      Condition,
      ...own,
    });
    const policy = {
      Version: '2012-10-17',
      Statement: [
        statement({}, { Principal: { Federated: `${PROVIDER}/x` } }),
        statement({ StringEquals: { [SUB]: 'a', [AUD]: 'b' } }),
        statement({ StringEquals: { [SUB]: 'a', [AUD]: 'sts.amazonaws.com' } }),
      ],
    };
    expect(reasonsOf(judge(policy)).map(({ at }) => at)).toEqual([
      `Statement 3, StringEquals, ${SUB}`,
      `Statement 2, StringEquals, ${SUB}`,
      `Statement 2, StringEquals, ${AUD}`,
      'Statement 1, Principal',
    ]);
  });

  it('tell the Deny, and why it fits', () => {
    const deny = {
      Sid: 'no',
      Effect: 'Deny',
      Principal: '*',
      Action: WEB,
      Condition: { StringLike: { [SUB]: 'm*' } },
    };
    const policy = policyOf({});
    const reason = first({
      ...policy,
      Statement: [...(policy as { Statement: object[] }).Statement, deny],
    });
    expect(reason).toMatchObject({
      at: `Statement 2 ("no"), StringLike, ${SUB}`,
      seen: 'it denies sts:AssumeRoleWithWebIdentity, and all its conditions hold: the sub is "me"',
    });
  });

  it('hide nothing that a terminal would obey, and cut what is long', () => {
    const reason = first(sub('StringEquals', 'a'), { sub: `\u202e\u001b[2J${'x'.repeat(9999)}` });
    expect(reason?.seen).toContain(String.raw`\u202e\u001b[2J`);
    expect(reason?.seen.length).toBeLessThan(200);
  });

  it('are no more than anybody reads', () => {
    const keys = Array.from({ length: 60 }, (_, index) => [`${HOST}:k${index}`, 'a'] as const);
    const many = policyOf({ StringEquals: Object.fromEntries(keys) });
    expect(reasonsOf(judge(many))).toHaveLength(50);
  });
});

describe('the reasons for which nothing is decided', () => {
  it.each<[what: string, policy: object, claims: object, at: string, fix: RegExp]>([
    [
      'an address',
      named({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }),
      {},
      'Statement 1 ("ci"), IpAddress, aws:SourceIp',
      /sourceIPAddress/,
    ],
    [
      'a time',
      named({ DateLessThan: { 'aws:CurrentTime': '2027-01-01' } }),
      {},
      'Statement 1 ("ci"), DateLessThan, aws:CurrentTime',
      /time of the call/,
    ],
    [
      'who everybody is',
      named({}, { Principal: '*' }),
      {},
      'Statement 1 ("ci"), Principal',
      /Name the provider/,
    ],
    [
      'a key of several values',
      named({ StringEquals: { [`${HOST}:amr`]: 'a' } }),
      { amr: ['a', 'b'] },
      `Statement 1 ("ci"), StringEquals, ${HOST}:amr`,
      /ForAnyValue or ForAllValues/,
    ],
    [
      'a variable',
      named({ StringLike: { [SUB]: ['me', '${aws:username}'] } }),
      {},
      `Statement 1 ("ci"), StringLike, ${SUB}`,
      /give the variable a default/,
    ],
    [
      'an operator without keys',
      named({ StringEquals: {} }),
      {},
      'Statement 1 ("ci"), StringEquals',
      /an operator without keys/,
    ],
    [
      'an empty list of values',
      sub('StringEquals', []),
      {},
      `Statement 1 ("ci"), StringEquals, ${SUB}`,
      /not document/,
    ],
    [
      'a variable that is not known here',
      sub('StringEquals', 'repo:${aws:SourceIp}'),
      {},
      `Statement 1 ("ci"), StringEquals, ${SUB}`,
      /^The variable "aws:SourceIp" is not known here\. The address from which STS is called decides/,
    ],
    [
      'a number without quotation marks whose digits are lost',
      sub('StringEquals', 2 ** 70),
      {},
      `Statement 1 ("ci"), StringEquals, ${SUB}`,
      /a long number without quotation marks: write the value as plain text/,
    ],
    [
      'a time without a zone, against a claim',
      named({ DateGreaterThan: { [SUB]: '2026-01-01T00:00:00' } }),
      {},
      `Statement 1 ("ci"), DateGreaterThan, ${SUB}`,
      /write it with all its parts and a zone/,
    ],
    [
      'an empty claim of tags',
      named({}),
      { 'https://aws.amazon.com/tags': {} },
      'The token',
      /sts:TagSession/,
    ],
    [
      'a tag of another form',
      named({}),
      { 'https://aws.amazon.com/tags': { principal_tags: { a: 'b' } } },
      'The token',
      /as AWS documents it/,
    ],
    [
      'the role',
      named({}),
      { 'https://aws.amazon.com/roles': ROLE },
      'The token, https://aws.amazon.com/roles',
      /which role/,
    ],
  ])('name %s', (_, policy, claims, at, fix) => {
    const verdict = judge(policy, tokenOf(claims));
    expect(verdict.verdict).toBe('undecided');
    const [reason] = reasonsOf(verdict);
    expect(reason?.at).toBe(at);
    expect(reason?.fix).toMatch(fix);
  });

  it('leave out what does not decide', () => {
    const fromOffice = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
    const one = (Condition: object, Effect = 'Allow') => ({
      Effect,
      Principal: { Federated: PROVIDER },
      Action: WEB,
      Condition,
    });
    const policy = {
      Version: '2012-10-17',
      Statement: [
        one(fromOffice),
        one({}),
        one({ ...fromOffice, StringEquals: { [SUB]: 'you' } }, 'Deny'),
        one({ StringLike: { 'sts:RoleSessionName': 'x' } }, 'Deny'),
      ],
    };
    expect(reasonsOf(judge(policy)).map(({ at }) => at)).toEqual([
      'Statement 4, StringLike, sts:RoleSessionName',
    ]);
  });
});
