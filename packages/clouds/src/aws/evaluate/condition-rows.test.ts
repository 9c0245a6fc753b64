import { describe, expect, it } from 'vitest';
import {
  GUIDE,
  HOST,
  judge,
  policyOf,
  PROVIDER,
  type Source,
  tagged,
  tokenOf,
  WEB,
} from './trust.fixture.ts';
import type { TrustContext } from './request.ts';

type Answer = 'allowed' | 'refused' | 'undecided';

interface Row {
  readonly source: Source;
  readonly what: string;
  readonly condition: object;
  readonly claims?: object;
  readonly context?: TrustContext;
  readonly version?: string;
  readonly answer: Answer;
}

const SUB = `${HOST}:sub`;
const AMR = `${HOST}:amr`;
const EMAIL = `${HOST}:email`;
const TEAM = 'aws:RequestTag/team';
const both = {
  StringEqualsIgnoreCase: { 'aws:RequestTag/environment': ['preprod', 'storage'] },
  'ForAnyValue:StringEquals': { 'aws:TagKeys': 'environment' },
};
const arns = {
  'ForAllValues:ArnLike': {
    [AMR]: [
      'arn:aws::cloudfront:123456789012:distribution/*',
      'arn:aws::cloudfront:123456789012:distribution/support*',
    ],
  },
};
const sourceArn = { ArnEquals: { [SUB]: 'arn:aws:sns:us-west-2:123456789012:TOPIC-ID' } };

/** The tables of the guide, with keys that this request has in the place of those of other services. */
const ROWS: readonly Row[] = [
  // "Condition operators": StringEquals, on aws:PrincipalTag/job-category there.
  ...rows(GUIDE.operators, 'StringEquals', { StringEquals: { [TEAM]: 'iamuser-admin' } }, [
    ['the value', tagged({ team: 'iamuser-admin' }), 'allowed'],
    ['another value', tagged({ team: 'dev-ops' }), 'refused'],
    ['no key', {}, 'refused'],
  ]),
  // The same page: ForAnyValue with a string operator.
  ...rows(GUIDE.operators, 'two operators', both, [
    ['both', tagged({ environment: 'preprod' }), 'allowed'],
    [
      'in another case, among others',
      tagged({ environment: 'PreProd', costcenter: 'x' }),
      'allowed',
    ],
    ['the key in another case', tagged({ Environment: 'preprod' }), 'refused'],
    ['another key', tagged({ costcenter: 'preprod' }), 'refused'],
    ['neither', {}, 'refused'],
  ]),
  ...rows(
    GUIDE.operators,
    'StringLike with a variable',
    { StringLike: { [EMAIL]: ['home/', 'home/${aws:RequestTag/user}/'] } },
    [
      [
        'the value of one',
        { ...tagged({ user: 'martha_rivera' }), email: 'home/martha_rivera/' },
        'allowed',
      ],
      [
        'that of another',
        { ...tagged({ user: 'nikki_wolf' }), email: 'home/martha_rivera/' },
        'refused',
      ],
      ['no key of the variable', { email: 'home/martha_rivera/' }, 'refused'],
      // "Variables and tags": what cannot be resolved may make the whole statement invalid.
      ['no key of the variable, and another value that fits', { email: 'home/' }, 'undecided'],
    ],
  ),
  ...rows(GUIDE.operators, 'Bool', { Bool: { 'aws:SecureTransport': 'false' } }, [
    ['true', {}, 'refused'],
  ]),
  ...rows(GUIDE.operators, 'Bool', { Bool: { 'aws:SecureTransport': 'true' } }, [
    ['true', {}, 'allowed'],
  ]),
  ...rows(GUIDE.operators, 'Bool', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, [
    ['no key', {}, 'refused'],
  ]),
  ...rows(
    GUIDE.operators,
    'BinaryEquals',
    { BinaryEquals: { [EMAIL]: 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' } },
    [
      ['the value', { email: 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' }, 'allowed'],
      ['another value', { email: 'ASIAIOSFODNN7EXAMPLE' }, 'refused'],
      ['no key', {}, 'refused'],
    ],
  ),
  ...addresses({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, [
    ['203.0.113.1', 'allowed'],
    ['198.51.100.1', 'refused'],
    ['2001:db8::1', 'refused'],
  ]),
  ...addresses({ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:DB8:1234:5678::/64'] } }, [
    ['203.0.113.255', 'allowed'],
    ['2001:db8:1234:5678:ffff::1', 'allowed'],
    ['2001:db8:1234:5679::1', 'refused'],
  ]),
  ...addresses({ IpAddress: { 'aws:SourceIp': '203.0.113.7' } }, [
    ['203.0.113.7', 'allowed'],
    ['203.0.113.8', 'refused'],
  ]),
  ...addresses({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, [
    ['203.0.113.1', 'refused'],
    ['198.51.100.1', 'allowed'],
  ]),
  ...rows(GUIDE.operators, 'ArnEquals', sourceArn, [
    ['the ARN', { sub: 'arn:aws:sns:us-west-2:123456789012:TOPIC-ID' }, 'allowed'],
    ['that of another account', { sub: 'arn:aws:sns:us-west-2:777788889999:TOPIC-ID' }, 'refused'],
    ['no key', { sub: undefined }, 'refused'],
  ]),
  ...rows(GUIDE.operators, 'ForAllValues:ArnLike', arns, [
    ['one', { amr: ['arn:aws::cloudfront:123456789012:distribution/costcenter'] }, 'allowed'],
    [
      'two',
      {
        amr: [
          'arn:aws::cloudfront:123456789012:distribution/costcenter',
          'arn:aws::cloudfront:123456789012:distribution/support2025',
        ],
      },
      'allowed',
    ],
    [
      'one of another account',
      { amr: ['arn:aws::cloudfront:777788889999:distribution/costcenter'] },
      'refused',
    ],
    ['no key', {}, 'allowed'],
  ]),
  ...rows(
    GUIDE.operators,
    'ArnLike, each component by itself',
    { ArnLike: { [SUB]: 'arn:aws:sns:*:*:x' } },
    [
      [
        'a wildcard is within one component',
        { sub: 'arn:aws:sns:us-west-2:123456789012:c:x' },
        'refused',
      ],
    ],
  ),
  ...rows(
    GUIDE.operators,
    'ArnEquals takes wildcards, too',
    { ArnEquals: { [SUB]: 'arn:aws:sns:*:1234567890?2:a:*' } },
    [
      [
        'and colons are of the last one',
        { sub: 'arn:aws:sns:us-west-2:123456789012:a:b:c' },
        'allowed',
      ],
      ['case counts', { sub: 'arn:aws:SNS:us-west-2:123456789012:a:b' }, 'refused'],
    ],
  ),
  ...rows(
    GUIDE.operators,
    'StringLikeIfExists',
    { StringLikeIfExists: { [EMAIL]: ['t1.*', 't2.*', 'm3.*'] } },
    [
      ['a value that fits', { email: 't1.micro' }, 'allowed'],
      ['one that does not', { email: 'm2.micro' }, 'refused'],
      ['no key', {}, 'allowed'],
    ],
  ),
  ...rows(GUIDE.operators, 'Null "true"', { Null: { [EMAIL]: 'true' } }, [
    ['no key', {}, 'allowed'],
    ['the key', { email: 'x' }, 'refused'],
  ]),
  ...rows(GUIDE.operators, 'Null "false"', { Null: { [EMAIL]: 'false' } }, [
    ['no key', {}, 'refused'],
    ['the key', { email: 'x' }, 'allowed'],
    ['a claim that is null is no text', { email: null }, 'undecided'],
  ]),
  ...rows(
    GUIDE.operators,
    'Null of a key that no request has',
    { Null: { 'aws:TokenIssueTime': true } },
    [['no temporary credentials', {}, 'allowed']],
  ),
  ...rows(
    GUIDE.operators,
    'Null of a key whose value is not known',
    { Null: { 'aws:CurrentTime': 'false' } },
    [['it is there', {}, 'allowed']],
  ),
  ...rows(
    GUIDE.operators,
    'negated operators hold without the key',
    { StringNotLike: { [EMAIL]: '*' }, StringNotEquals: { [AMR]: 'x' } },
    [
      ['no key', {}, 'allowed'],
      ['the key', { email: 'x' }, 'refused'],
    ],
  ),
  ...rows(GUIDE.operators, 'StringEquals, exact', { StringEquals: { [SUB]: 'a*' } }, [
    ['an asterisk is one', { sub: 'a*' }, 'allowed'],
    ['and no wildcard', { sub: 'ab' }, 'refused'],
    ['case counts', { sub: 'A*' }, 'refused'],
  ]),
  ...rows(GUIDE.operators, 'StringLike', { StringLike: { [SUB]: 'repo:acme*/infra?:*' } }, [
    [
      'delimiters are characters, too',
      { sub: 'repo:acme-evil/x/infra2:ref:refs/heads/main' },
      'allowed',
    ],
    ['a run may be empty, one character not', { sub: 'repo:acme/infra:x' }, 'refused'],
    ['case counts', { sub: 'repo:Acme/infra2:x' }, 'refused'],
    ['the whole text', { sub: 'xrepo:acme/infra2:' }, 'refused'],
  ]),
  ...rows(
    GUIDE.operators,
    'StringNotEqualsIgnoreCase',
    { StringNotEqualsIgnoreCase: { [SUB]: ['A', 'B'] } },
    [
      ['one of them in another case', { sub: 'a' }, 'refused'],
      ['none', { sub: 'c' }, 'allowed'],
    ],
  ),
  // Not documented, so open: letters beyond ASCII, and a boolean in another case.
  ...rows(
    GUIDE.operators,
    'StringEqualsIgnoreCase beyond ASCII',
    { StringEqualsIgnoreCase: { [SUB]: '\u00c9' } },
    [
      ['the other case of the letter', { sub: '\u00e9' }, 'undecided'],
      ['another letter', { sub: 'e' }, 'refused'],
    ],
  ),
  ...rows(GUIDE.operators, 'Bool in another case', { Bool: { 'aws:SecureTransport': 'True' } }, [
    ['true', {}, 'undecided'],
  ]),
  ...rows(GUIDE.operators, 'Bool of a text that is none', { Bool: { [SUB]: 'me' } }, [
    ['the same text', {}, 'undecided'],
    ['a boolean', { sub: 'true' }, 'undecided'],
  ]),
  ...rows(GUIDE.operators, 'Bool of a key with another text', { Bool: { [SUB]: 'false' } }, [
    ['no boolean', {}, 'undecided'],
    ['the other boolean', { sub: 'true' }, 'refused'],
    ['the same boolean', { sub: 'false' }, 'allowed'],
  ]),
  // The guide has no Null for a set, and what others measured and wrote of it differs.
  ...['ForAllValues:Null', 'ForAnyValue:Null'].flatMap((name) =>
    rows(GUIDE.sets, name, { [name]: { [AMR]: 'false' } }, [
      ['a list', { amr: ['a'] }, 'undecided'],
      ['no key', {}, 'undecided'],
    ]),
  ),
  // A number of which JSON keeps not all digits.
  ...rows(
    GUIDE.condition,
    'a long number without quotation marks',
    JSON.parse(`{"StringEquals":{"${SUB}":104961234567890123456}}`) as object,
    [
      ['these digits as text', { sub: '104961234567890123456' }, 'undecided'],
      ['those that JSON keeps', { sub: '104961234567890120000' }, 'undecided'],
    ],
  ),
  ...rows(
    GUIDE.condition,
    'the same digits as text',
    { StringEquals: { [SUB]: '104961234567890123456' } },
    [
      [
        'a long number in the token',
        JSON.parse('{"sub":104961234567890123456}') as object,
        'undecided',
      ],
    ],
  ),
  ...rows(
    GUIDE.condition,
    'a key with a letter that becomes one of ASCII in the other case',
    { StringEquals: { [`${HOST}:\u017fub`]: 'me' } },
    [['the value', {}, 'undecided']],
  ),
  ...rows(GUIDE.sets, 'a key of several values, with one', { StringEquals: { [AMR]: 'a' } }, [
    ['a text in the place of a list', { amr: 'a' }, 'undecided'],
    ['another text', { amr: 'b' }, 'refused'],
  ]),
  ...addresses({ IpAddress: { 'aws:SourceIp': '::ffff:203.0.113.0/120' } }, [
    ['203.0.113.1', 'allowed'],
    ['203.0.114.1', 'refused'],
  ]),
  // "Single-valued vs. multivalued context keys", Set operators, and the table of multivalued string operators.
  ...rows(
    GUIDE.sets,
    'ForAllValues:StringEquals',
    { 'ForAllValues:StringEquals': { [AMR]: ['a', 'b'] } },
    [
      ['some of them', { amr: ['a'] }, 'allowed'],
      ['one beside', { amr: ['a', 'c'] }, 'refused'],
      ['no key', {}, 'allowed'],
      ['an empty list is no value', { amr: [] }, 'allowed'],
      ['an empty text, alone in the list', { amr: [''] }, 'undecided'],
      ['an empty text beside one of them', { amr: ['a', ''] }, 'undecided'],
      ['an empty text beside another', { amr: ['c', ''] }, 'refused'],
    ],
  ),
  ...rows(GUIDE.sets, 'Null', { Null: { [AMR]: 'false' } }, [
    ['an empty text, alone in the list', { amr: [''] }, 'undecided'],
    ['one beside another', { amr: ['', 'a'] }, 'allowed'],
  ]),
  ...rows(GUIDE.sets, 'Null of aud', { Null: { [`${HOST}:aud`]: 'false' } }, [
    ['an empty text, alone in the list', { aud: [''] }, 'undecided'],
  ]),
  ...rows(
    GUIDE.sets,
    'ForAnyValue:StringEquals',
    { 'ForAnyValue:StringEquals': { [AMR]: ['a', 'b'] } },
    [
      ['one of them', { amr: ['a', 'c'] }, 'allowed'],
      ['none of them', { amr: ['c'] }, 'refused'],
      ['no key', {}, 'refused'],
      ['an empty list is no value', { amr: [] }, 'refused'],
      ['an empty text is no value', { amr: '' }, 'refused'],
    ],
  ),
  ...rows(
    GUIDE.operators,
    'ForAllValues:StringNotLike',
    { 'ForAllValues:StringNotLike': { [AMR]: ['a*'] } },
    [
      ['none of them may', { amr: ['b', 'c'] }, 'allowed'],
      ['one of them does', { amr: ['b', 'ab'] }, 'refused'],
      // The guide's text says so; the column of its table on this operator is the other way round for all three of its rows.
      ['no key', {}, 'allowed'],
    ],
  ),
  ...rows(
    GUIDE.operators,
    'ForAnyValue:StringNotEquals',
    { 'ForAnyValue:StringNotEquals': { [AMR]: 'a' } },
    [
      ['one of them is another', { amr: ['a', 'b'] }, 'allowed'],
      ['all of them are it', { amr: ['a', 'a'] }, 'refused'],
      // ForAnyValue is false without values, negated operators are true without the key: the guide says both.
      ['no key', {}, 'undecided'],
    ],
  ),
  ...rows(
    GUIDE.sets,
    'a key of several values without a set operator',
    { StringEquals: { [AMR]: 'a' } },
    [
      ['none of them is it', { amr: ['b', 'c'] }, 'refused'],
      ['one of them is it', { amr: ['a', 'b'] }, 'undecided'],
      ['no key', {}, 'refused'],
    ],
  ),
  ...rows(
    GUIDE.sets,
    'a set operator for a key of one value',
    { 'ForAnyValue:StringEquals': { [SUB]: ['a', 'me'] } },
    [['as a set of one', {}, 'allowed']],
  ),
  // "Conditions with multiple context keys or values".
  ...rows(GUIDE.several, 'several values', { StringEquals: { [SUB]: ['a', 'b'] } }, [
    ['any of them', { sub: 'b' }, 'allowed'],
    ['another', { sub: 'c' }, 'refused'],
  ]),
  ...rows(
    GUIDE.several,
    'several values of a negated operator',
    { StringNotEquals: { [SUB]: ['a', 'b'] } },
    [
      ['none of them', { sub: 'c' }, 'allowed'],
      ['one of them', { sub: 'b' }, 'refused'],
    ],
  ),
  ...rows(
    GUIDE.several,
    'several keys and operators',
    { StringEquals: { [SUB]: 'a', [EMAIL]: 'b' }, StringLike: { [AMR]: '*' } },
    [['all but one', { sub: 'a', email: 'b' }, 'refused']],
  ),
  ...rows(
    GUIDE.condition,
    'names of keys',
    { StringEquals: { 'OIDC.Example.COM:Sub': 'a', 'AWS:requesttag/Team': 'x' } },
    [['not by case', { sub: 'a', ...tagged({ tEAM: 'x' }) }, 'allowed']],
  ),
  // "Variables and tags".
  ...rows(
    GUIDE.variables,
    'a variable',
    { StringEquals: { [EMAIL]: `\${${HOST}:sub}@example.com` } },
    [
      ['its value', { sub: 'me', email: 'me@example.com' }, 'allowed'],
      ['another', { sub: 'me', email: 'you@example.com' }, 'refused'],
      ['without a value', { sub: undefined, email: '@example.com' }, 'refused'],
    ],
  ),
  ...rows(
    GUIDE.variables,
    'a default',
    { StringEquals: { [SUB]: "${aws:RequestTag/team, 'nobody'}" } },
    [
      ['without the key', { sub: 'nobody' }, 'allowed'],
      ['with it', { sub: 'nobody', ...tagged({ team: 'a' }) }, 'refused'],
    ],
  ),
  ...rows(GUIDE.variables, 'characters', { StringLike: { [SUB]: '${*}${?}${$}*' } }, [
    ['themselves', { sub: '*?$x' }, 'allowed'],
    ['no wildcards', { sub: 'ab$x' }, 'refused'],
  ]),
  ...rows(
    GUIDE.variables,
    'no variables in Numeric, Date and IP',
    { NumericLessThan: { 'aws:EpochTime': '${aws:EpochTime}' } },
    [['what IAM makes of it is not documented', {}, 'undecided']],
  ),
  ...rows(
    GUIDE.variables,
    'none before 2012',
    { StringEquals: { [SUB]: '${aws:username}' } },
    [['the text as it stands', { sub: '${aws:username}' }, 'allowed']],
    '2008-10-17',
  ),
  ...rows(GUIDE.version, 'a policy of 2012', { StringEquals: { [SUB]: '${aws:username}' } }, [
    ['a variable without value', { sub: '${aws:username}' }, 'refused'],
  ]),
  ...times(
    {
      DateGreaterThan: { 'aws:CurrentTime': '2026-11-01T00:00:00Z' },
      DateLessThan: { 'aws:CurrentTime': '2026-12-01' },
    },
    [
      ['2026-11-28T05:00:00Z', 'allowed'],
      ['2026-11-01T00:00:00Z', 'refused'],
      ['2026-12-01T00:00:00Z', 'refused'],
    ],
  ),
  ...times({ DateLessThanEquals: { 'aws:EpochTime': '2026-11-01T02:00:00+02:00' } }, [
    ['2026-11-01T00:00:00Z', 'allowed'],
    ['2026-11-01T00:00:01Z', 'refused'],
  ]),
  // The guide names the forms of the W3C note and seconds, and not what comes of others.
  ...[
    '2026-01-01T00:00:00',
    '2026-01-01 00:00:00Z',
    '2026-01-01t00:00:00z',
    '2026-01-01T00',
    '2026-01-01T00:00:00,5Z',
    '2026-01-01T00:00:00.1234567890Z',
    '2026-01-01T00:00:00+0100',
    '20260101T000000Z',
    '2026-06-30T23:59:60Z',
    '2026-W01-4',
    '2026-001',
  ].flatMap((time) => [
    ...times({ DateGreaterThan: { 'aws:CurrentTime': time } }, [
      ['2026-11-01T00:00:00Z', 'undecided'],
    ]),
    ...times({ DateNotEquals: { 'aws:CurrentTime': time } }, [
      ['2026-11-01T00:00:00Z', 'undecided'],
    ]),
  ]),
  // Another value decides it, and so does another condition.
  ...times({ DateLessThan: { 'aws:CurrentTime': ['2026-01-01T00:00:00', '2027-01-01'] } }, [
    ['2026-11-01T00:00:00Z', 'allowed'],
  ]),
  ...times(
    {
      DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00' },
      DateLessThan: { 'aws:CurrentTime': '2026-06-01' },
    },
    [['2026-11-01T00:00:00Z', 'refused']],
  ),
  ...times({ NumericGreaterThanEquals: { 'aws:EpochTime': '1793491200' } }, [
    ['2026-11-01T00:00:00Z', 'allowed'],
    ['2026-10-31T23:59:59Z', 'refused'],
  ]),
];

function rows(
  source: Source,
  what: string,
  condition: object,
  cases: readonly (readonly [string, object, Answer])[],
  version?: string,
): readonly Row[] {
  return cases.map(([told, claims, answer]) => ({
    source,
    what: `${what}: ${told}`,
    condition,
    claims,
    answer,
    ...(version !== undefined && { version }),
  }));
}

function addresses(
  condition: object,
  cases: readonly (readonly [string, Answer])[],
): readonly Row[] {
  return cases.map(([sourceIp, answer]) => ({
    source: GUIDE.operators,
    what: `${JSON.stringify(condition)}: ${sourceIp}`,
    condition,
    context: { sourceIp },
    answer,
  }));
}

function times(condition: object, cases: readonly (readonly [string, Answer])[]): readonly Row[] {
  return cases.map(([time, answer]) => ({
    source: GUIDE.operators,
    what: `${JSON.stringify(condition)}: ${time}`,
    condition,
    context: { now: Date.parse(time) / 1000 },
    answer,
  }));
}

const titled = (all: readonly Row[]) =>
  all.map((row) => [`${row.what}: ${row.answer} (${row.source.title})`, row] as const);

describe('the conditions of the IAM user guide', () => {
  it.each(titled(ROWS))('%s', (_, { condition, claims, context, version, answer }) => {
    const policy = policyOf(condition, { Action: [WEB, 'sts:TagSession'] }, version);
    expect(judge(policy, tokenOf(claims), context).verdict).toBe(answer);
  });

  it.each(titled(ROWS.filter(({ answer }) => answer !== 'undecided')))(
    'a Deny does the opposite: %s',
    (_, { condition, claims, context, version, answer }) => {
      const policy = {
        Version: version ?? '2012-10-17',
        Statement: [statementOf({}), statementOf(condition, 'Deny')],
      };
      const opposite = answer === 'allowed' ? 'refused' : 'allowed';
      expect(judge(policy, tokenOf(claims), context).verdict).toBe(opposite);
    },
  );
});

function statementOf(Condition: object, Effect = 'Allow'): object {
  return {
    Effect,
    Principal: { Federated: PROVIDER },
    Action: [WEB, 'sts:TagSession'],
    Condition,
  };
}
