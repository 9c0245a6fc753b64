import type { DrawbridgeError } from '@drawbridge/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTrustPolicy } from './read-trust-policy.ts';
import { policyOf, PROVIDER, WEB } from './trust.fixture.ts';

const faultsOf = (value: unknown): string => {
  try {
    readTrustPolicy(value);
  } catch (thrown) {
    const { code, message } = thrown as DrawbridgeError;
    expect(code).toBe('cloud_setting_invalid');
    return message;
  }
  return '';
};
const sound = { Effect: 'Allow', Principal: { Federated: PROVIDER }, Action: WEB };
const of = (own: object) => ({ Version: '2012-10-17', Statement: [{ ...sound, ...own }] });

/**
 * What IAM answers with MalformedPolicyDocument: IAM user guide, "Grammar of the IAM JSON policy language" and the pages of the elements,
 * read 2026-11; and texts of that answer as programs against IAM quote them.
 */
describe('readTrustPolicy', () => {
  it.each<[what: string, policy: unknown, message: RegExp]>([
    ['nothing', undefined, /is missing, and a policy is an object/],
    ['a text', '{}', /is "\{\}", and a policy is an object/],
    ['a list', [], /is a list/],
    ['no statement', { Version: '2012-10-17' }, /Statement is missing/],
    ['an empty list of statements', { Version: '2012-10-17', Statement: [] }, /Statement is empty/],
    [
      'an unknown version',
      { Version: '2012-10-18', Statement: [sound] },
      /Version is "2012-10-18"/,
    ],
    [
      'an unknown element',
      { ...of({}), Comment: 'x' },
      /Comment is unknown: Version, Id, Statement/,
    ],
    [
      'an element in another case',
      { version: '2012-10-17', statement: [sound] },
      /statement is unknown: the case of letters counts, Statement/,
    ],
    [
      'an unknown element of a statement',
      of({ Principals: {} }),
      /Statement\[0\]\.Principals is unknown/,
    ],
    [
      'a statement that is none',
      { Statement: ['x'] },
      /Statement\[0\] is "x", and a statement is an object/,
    ],
    ['a Sid with a dash', of({ Sid: 'a-b' }), /Sid is "a-b", and takes letters and digits/],
    ['a Sid that is none', of({ Sid: 7 }), /Sid is 7, and not a text/],
    [
      'a Sid twice',
      {
        Statement: [
          { ...sound, Sid: 'a' },
          { ...sound, Sid: 'a' },
        ],
      },
      /Statement\[1\]\.Sid is "a", as another/,
    ],
    ['no effect', of({ Effect: undefined }), /Effect is missing/],
    [
      'an effect in another case',
      of({ Effect: 'allow' }),
      /Effect is "allow", and takes "Allow" and "Deny", in that case/,
    ],
    ['no principal', of({ Principal: undefined }), /Principal is missing/],
    ['an empty principal', of({ Principal: {} }), /Principal is empty/],
    [
      'a principal that is text',
      of({ Principal: PROVIDER }),
      /Principal is "arn:.*takes an object/,
    ],
    [
      'an unknown kind of principal',
      of({ Principal: { federated: PROVIDER } }),
      /federated is unknown: the case of letters counts, Federated/,
    ],
    ['an empty list of principals', of({ Principal: { Federated: [] } }), /Federated is empty/],
    [
      'a pattern of providers',
      of({ Principal: { Federated: 'arn:aws:iam::*:oidc-provider/x' } }),
      /takes no wildcards/,
    ],
    [
      'a provider with a wildcard',
      of({ Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/*' } }),
      /takes no wildcards/,
    ],
    [
      'NotPrincipal',
      of({ Principal: undefined, NotPrincipal: '*' }),
      /NotPrincipal is not for trust policies/,
    ],
    ['Resource', of({ Resource: '*' }), /Resource is not for trust policies: the role itself/],
    ['NotResource', of({ NotResource: [] }), /NotResource is not for trust policies/],
    ['no action', of({ Action: undefined }), /Action is missing/],
    ['an empty list of actions', of({ Action: [] }), /Action is empty/],
    [
      'an action without its service',
      of({ Action: 'AssumeRoleWithWebIdentity' }),
      /an action has a service before it: "sts:AssumeRoleWithWebIdentity"/,
    ],
    ['an action of two colons', of({ Action: 'sts:a:b' }), /an action has one colon/],
    ['an action that is no text', of({ Action: [WEB, 7] }), /Action has 7, and takes texts/],
    ['both Action and NotAction', of({ NotAction: 'sts:x' }), /has both Action and NotAction/],
    [
      'a condition that is a list',
      of({ Condition: [{ StringEquals: {} }] }),
      /Condition is a list, and takes an object/,
    ],
    [
      'an operator that is none',
      of({ Condition: { StringMatches: { a: 'b' } } }),
      /StringMatches is no operator of IAM/,
    ],
    [
      'an operator that is nearly one',
      of({ Condition: { StringEqual: { a: 'b' } } }),
      /StringEqual is no operator of IAM: StringEquals is one/,
    ],
    [
      'two colons',
      of({ Condition: { 'ForAnyValue::StringEqualsIfExists': { a: 'b' } } }),
      /is no operator/,
    ],
    [
      'an unknown set',
      of({ Condition: { 'ForSomeValues:StringEquals': { a: 'b' } } }),
      /ForAllValues: and ForAnyValue: alone/,
    ],
    [
      'Null with IfExists',
      of({ Condition: { NullIfExists: { a: 'true' } } }),
      /NullIfExists is no operator/,
    ],
    [
      'an operator that has a list',
      of({ Condition: { DateGreaterThan: [] } }),
      /DateGreaterThan is a list, and takes an object/,
    ],
    [
      'a value that is an object',
      of({ Condition: { StringEquals: { a: {} } } }),
      /StringEquals\.a has an object, and takes texts/,
    ],
    ['a value that is null', of({ Condition: { StringEquals: { a: ['x', null] } } }), /has null/],
    [
      'a date that is none',
      of({ Condition: { DateGreaterThan: { a: 'sdfdsf' } } }),
      /is "sdfdsf", and takes a date/,
    ],
    [
      'a word for a day',
      of({ Condition: { DateGreaterThan: { a: 'tomorrow' } } }),
      /is "tomorrow", and takes a date/,
    ],
    [
      'a 30th of February without a zone',
      of({ Condition: { DateGreaterThan: { a: '2026-02-30T00:00:00' } } }),
      /takes a date/,
    ],
    [
      'an hour that no day has',
      of({ Condition: { DateGreaterThan: { a: '2026-02-03 25:00' } } }),
      /takes a date/,
    ],
    [
      'a 30th of February',
      of({ Condition: { DateGreaterThan: { a: '2026-02-30' } } }),
      /takes a date/,
    ],
    [
      'seconds beyond 64 bits',
      of({ Condition: { DateLessThan: { a: '9223372036854775808' } } }),
      /takes a date/,
    ],
    [
      'a policy that is too long in all',
      of({
        Condition: { StringLike: { 'a:b': Array.from({ length: 100 }, () => '*a'.repeat(50)) } },
      }),
      /has 1\d{4} characters, and a trust policy has 8192 at most/,
    ],
    [
      'a key twice, in two cases',
      of({ Condition: { StringEquals: { 'a:b': '1', 'A:B': '2' } } }),
      /A:B is there twice/,
    ],
  ])('refuses %s', (_, policy, message) => {
    expect(faultsOf(JSON.parse(JSON.stringify(policy) ?? 'null') ?? policy)).toMatch(message);
  });

  it.each<[what: string, policy: object]>([
    ['one statement without a list', { Statement: sound }],
    ['no version', { Statement: [sound] }],
    ['an Id', { Id: 'x', Statement: [sound] }],
    ['white space, which is not counted', { Id: ' '.repeat(9000), Statement: [sound] }],
    ['an empty condition', of({ Condition: {} })],
    ['an operator without keys', of({ Condition: { DateGreaterThan: {} } })],
    ['an empty list of values', of({ Condition: { DateGreaterThan: { a: [] } } })],
    [
      'values that are numbers and booleans',
      of({ Condition: { Bool: { 'aws:SecureTransport': true }, NumericEquals: { a: 1 } } }),
    ],
    ['the ID of a user that is no more', of({ Principal: { AWS: 'AIDAEXAMPLE' } })],
    [
      'an empty Sid twice',
      {
        Statement: [
          { ...sound, Sid: '' },
          { ...sound, Sid: '' },
        ],
      },
    ],
    ['everybody', of({ Principal: '*' })],
    [
      'years and seconds',
      of({
        Condition: {
          DateLessThan: {
            a: ['2026', '1793491200', '2026-11-28T05:00+01:00', '2026-11-28T05:00:00.123Z'],
          },
        },
      }),
    ],
  ])('takes %s, as IAM does', (_, policy) => {
    expect(faultsOf(policy)).toBe('');
  });

  it('tells all faults at once, each with its place', () => {
    const message = faultsOf({
      Version: '2012',
      Statement: [
        { Effect: 'allow', Resource: '*', Condition: { X: {} } },
        { ...sound, Action: 'x' },
      ],
    });
    expect(message.split('\n')).toEqual([
      'the trust policy has 7 faults:',
      expect.stringContaining('  Version is "2012"'),
      expect.stringContaining('  Statement[0].Resource is not for trust policies'),
      expect.stringContaining('  Statement[0].Effect is "allow"'),
      expect.stringContaining('  Statement[0].Principal is missing'),
      expect.stringContaining('  Statement[0].Action is missing'),
      expect.stringContaining('  Statement[0].Condition.X is no operator'),
      expect.stringContaining('  Statement[1].Action is "x"'),
    ]);
  });

  it('reads the structure', () => {
    const policy = readTrustPolicy(
      policyOf(
        { 'foranyvalue:stringlikeifexists': { 'x:sub': ["a*${x:y, 'z'}${*}?"] } },
        { Sid: 'ci' },
      ),
    );
    expect(policy).toEqual({
      version: '2012-10-17',
      statements: [
        {
          number: 1,
          sid: 'ci',
          effect: 'Allow',
          principal: {
            isEveryone: false,
            federated: [
              {
                kind: 'oidc',
                name: PROVIDER,
                partition: 'aws',
                account: '123456789012',
                host: 'oidc.example.com',
              },
            ],
            aws: [],
            others: [],
          },
          actions: [WEB],
          isNotAction: false,
          conditions: [
            {
              operator: {
                name: 'ForAnyValue:StringLikeIfExists',
                kind: 'stringLike',
                isNegated: false,
                set: 'ForAnyValue',
                isIfExists: true,
              },
              key: 'x:sub',
              values: [
                {
                  text: "a*${x:y, 'z'}${*}?",
                  parts: [
                    { text: 'a' },
                    { wild: '*' },
                    { variable: 'x:y', fallback: 'z' },
                    { text: '*' },
                    { wild: '?' },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('never throws anything but its fault, whatever it is given (property)', () => {
    const name = fc.constantFrom(
      'Version',
      'Statement',
      'Effect',
      'Principal',
      'Action',
      'Condition',
      'StringEquals',
      'Federated',
      '__proto__',
      'constructor',
      'x',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<unknown>(
          'Allow',
          '2012-10-17',
          PROVIDER,
          WEB,
          '*',
          '${',
          '',
          7,
          true,
          null,
        ),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(name, tie('any'), { maxKeys: 6 }),
      ),
    })).any;
    fc.assert(
      fc.property(value, (given) => {
        faultsOf(given);
      }),
    );
  });

  it('is not lost in what lies deep', () => {
    let deep: unknown = 'x';
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    const statement = {
      ...sound,
      Sid: deep,
      Effect: deep,
      Action: deep,
      Principal: deep,
      Condition: { StringEquals: { a: deep } },
    };
    const message = faultsOf({ Version: deep, Id: deep, Statement: [statement, deep] });
    expect(message.match(/a list/g)).toHaveLength(7);
  });
});
