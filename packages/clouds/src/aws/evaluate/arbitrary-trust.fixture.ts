import fc from 'fast-check';
import type { NaivePolicy, NaiveStatement } from './naive-evaluator.fixture.ts';

export const HOST = 'oidc.example.com/team';
export const PROVIDER = `arn:aws:iam::123456789012:oidc-provider/${HOST}`;
export const TAGS = 'https://aws.amazon.com/tags';
export const SOURCE_IDENTITY = 'https://aws.amazon.com/source_identity';

const text = fc.constantFrom(
  'a',
  'A',
  'ab',
  'a/b',
  'a:b',
  'b',
  'a*',
  '*',
  'a?',
  'ba',
  'aab',
  '$',
  '',
);
const nonEmpty = text.filter((value) => value !== '');
const pattern = fc.oneof(
  nonEmpty,
  fc.constantFrom('a*b', '?', '??', '*b', 'a**', '*a*', '${*}', 'a${*}', '${?}', '${$}', 'a${?}*'),
  fc.constantFrom(
    `\${${HOST}:sub}`,
    `\${${HOST.toUpperCase()}:SUB}`,
    `\${${HOST}:email, 'a'}`,
    "${aws:RequestTag/Team, 'b'}",
  ),
);
const arn = fc.constantFrom(
  PROVIDER,
  'arn:aws:iam::*:oidc-provider/*',
  'arn:*:iam::123456789012:*',
  'arn:aws:iam:*:*:oidc-provider/oidc.example.com',
  'arn:aws:iam::12345678901?:oidc-provider/oidc.example.com/team',
);
const address = fc.constantFrom(
  '10.0.0.0/8',
  '10.1.2.3',
  '10.1.2.3/31',
  '192.0.2.0/24',
  '0.0.0.0/0',
);
const date = fc.constantFrom(
  '2026-01-01T00:00:00Z',
  '2026-06-01T00:00:00+02:00',
  '2026-12-31T23:59:59Z',
  '2026-06-01',
);
const number = fc.constantFrom('0', '1780264800', '1780264799', '1780264800.0', '-5');

type Values = fc.Arbitrary<string>;
type Family = readonly [operators: readonly string[], keys: readonly string[], values: Values];

const STRINGS = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
];
const SINGLE = [
  `${HOST}:sub`,
  `${HOST}:aud`,
  `${HOST}:email`,
  `${HOST}:repository`,
  'oidc.example.com:sub',
  'aws:RequestTag/Team',
  'sts:SourceIdentity',
  'sts:RoleSessionName',
  'aws:MultiFactorAuthPresent',
];
const MANY = [`${HOST}:amr`, 'aws:TagKeys', 'sts:TransitiveTagKeys'];

const FAMILIES: readonly Family[] = [
  [STRINGS, SINGLE, pattern],
  [['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'], ['aws:FederatedProvider'], arn],
  [['IpAddress', 'NotIpAddress'], ['aws:SourceIp'], address],
  [
    [
      'DateEquals',
      'DateNotEquals',
      'DateLessThan',
      'DateLessThanEquals',
      'DateGreaterThan',
      'DateGreaterThanEquals',
    ],
    ['aws:CurrentTime'],
    date,
  ],
  [
    [
      'NumericEquals',
      'NumericNotEquals',
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals',
    ],
    ['aws:EpochTime'],
    number,
  ],
  [['Bool'], ['aws:SecureTransport', 'aws:ViaAWSService'], fc.constantFrom('true', 'false')],
  [['Null'], [...SINGLE, ...MANY, 'aws:SourceIp'], fc.constantFrom('true', 'false')],
];

/** Names of operators and keys are the same in every case. */
const inSomeCase = (name: string) =>
  fc.constantFrom(name, name, name, name.toLowerCase(), name.toUpperCase());

const oneOrMore = (values: Values) =>
  fc.oneof(values, fc.array(values, { minLength: 1, maxLength: 3 }));

const single = fc
  .constantFrom(...FAMILIES)
  .chain(([operators, keys, values]) =>
    fc
      .tuple(
        fc.constantFrom(...operators),
        fc.constantFrom(...keys),
        oneOrMore(values),
        fc.boolean(),
      )
      .chain(([operator, key, value, isIfExists]) =>
        fc.tuple(
          inSomeCase(isIfExists && operator !== 'Null' ? `${operator}IfExists` : operator),
          inSomeCase(key),
          fc.constant(value),
        ),
      ),
  );
const many = fc
  .tuple(
    fc.constantFrom('ForAllValues', 'ForAnyValue'),
    fc.constantFrom(...STRINGS),
    fc.constantFrom(...MANY, ...SINGLE),
    oneOrMore(pattern),
    fc.boolean(),
  )
  // What ForAnyValue with a negated operator makes of a missing key is not documented.
  .filter(([set, operator]) => set === 'ForAllValues' || !operator.includes('Not'))
  .chain(([set, operator, key, value, isIfExists]) =>
    fc.tuple(
      inSomeCase(`${set}:${operator}${isIfExists ? 'IfExists' : ''}`),
      inSomeCase(key),
      fc.constant(value),
    ),
  );

const condition: fc.Arbitrary<NonNullable<NaiveStatement['Condition']>> = fc
  .uniqueArray(fc.oneof({ weight: 3, arbitrary: single }, many), {
    maxLength: 2,
    // One block of an operator, with one key, so that nothing is written over.
    selector: ([operator]) => operator.toLowerCase(),
  })
  .map((parts) =>
    Object.fromEntries(parts.map(([operator, key, value]) => [operator, { [key]: value }])),
  );

const actions = fc.constantFrom<Pick<NaiveStatement, 'Action' | 'NotAction'>>(
  { Action: 'sts:AssumeRoleWithWebIdentity' },
  { Action: 'sts:AssumeRoleWithWebIdentity' },
  { Action: 'STS:assumerolewithwebidentity' },
  { Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sts:SetSourceIdentity'] },
  { Action: 'sts:*' },
  { Action: '*' },
  { Action: 'sts:Assume*Identity' },
  { Action: 'sts:TagSession' },
  { Action: 'sts:AssumeRole' },
  { NotAction: 'sts:TagSession' },
  { NotAction: ['sts:AssumeRole', 'sts:assumerolewith?ebIdentity'] },
);

const principal = fc.constantFrom<NaiveStatement['Principal']>(
  ...Array.from({ length: 8 }, () => ({ Federated: PROVIDER })),
  { Federated: [`${PROVIDER}/`, PROVIDER], AWS: 'arn:aws:iam::123456789012:root' },
  { Federated: PROVIDER.replace(HOST, HOST.toUpperCase()) },
  { Federated: 'accounts.google.com' },
  { AWS: '123456789012' },
  { Service: 'ec2.amazonaws.com' },
);

const statement: fc.Arbitrary<NaiveStatement> = fc
  .tuple(fc.integer({ min: 0, max: 9 }), principal, actions, condition, fc.boolean())
  .map(([dice, who, what, when, isEverybody]) => ({
    Effect: dice < 8 ? 'Allow' : 'Deny',
    Principal: dice >= 8 && isEverybody ? '*' : who,
    ...what,
    Condition: when,
  }));

export const arbitraryPolicy: fc.Arbitrary<NaivePolicy> = fc.record({
  Version: fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17'),
  Statement: fc.array(statement, { minLength: 1, maxLength: 4 }),
});

/** Some have what STS takes in no session tag. */
const tagValue = fc.oneof(
  { weight: 9, arbitrary: nonEmpty.filter((value) => !/[*?$]/.test(value)) },
  { weight: 1, arbitrary: nonEmpty },
);

export const arbitraryClaims = fc.record(
  {
    sub: nonEmpty,
    aud: nonEmpty,
    azp: nonEmpty,
    email: nonEmpty,
    repository: nonEmpty,
    amr: fc.array(nonEmpty, { maxLength: 3 }),
    [TAGS]: fc.record({
      principal_tags: fc.dictionary(
        fc.constantFrom('Team', 'a', 'b'),
        tagValue.map((value) => [value]),
        { minKeys: 1 },
      ),
    }),
    [SOURCE_IDENTITY]: fc.constantFrom('aa', 'aa', 'aa', 'ab', 'ab', 'ab', 'a'),
  },
  { requiredKeys: ['sub', 'aud'] },
);

export const arbitraryCall = fc.record({
  sourceIp: fc.constantFrom('10.1.2.3', '10.1.2.2', '192.0.2.1'),
  now: fc.constantFrom(1_780_264_800, 1_780_264_799, 1_798_761_599),
  sessionName: nonEmpty,
});
