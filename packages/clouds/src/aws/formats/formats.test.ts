import { expect, test } from 'vitest';
import type { AssumedRole } from '../assumed-role.ts';
import { answerJson } from './answer-json.ts';
import { credentialProcessAnswer } from './credential-process.ts';
import { roleRows } from './role-rows.ts';
import {
  CREDENTIAL_VARIABLES,
  credentialVariables,
  webIdentityVariables,
  withVariables,
} from './variables.ts';

const credentials = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'a/secret+KEY',
  sessionToken: 'a/session+token==',
  expiresAt: 1_800_000_000.9,
};

const role: AssumedRole = {
  credentials,
  arn: 'arn:aws:sts::123456789012:assumed-role/deploy/ci-42',
  assumedRoleId: 'AROACLKWSDQRAOEXAMPLE:ci-42',
  subject: 'project:42',
  provider: 'arn:aws:iam::123456789012:oidc-provider/oidc.example.com',
  audience: 'sts.amazonaws.com',
  sourceIdentity: 'jo',
  packedPolicySize: 6,
};
const least: AssumedRole = {
  credentials,
  arn: 'arn:aws:sts::123456789012:assumed-role/deploy/ci-42',
  assumedRoleId: 'AROACLKWSDQRAOEXAMPLE:ci-42',
};

test('JSON has every member of the answer, by its name at AWS, and no other', () => {
  expect(JSON.parse(answerJson(role))).toEqual({
    Credentials: {
      AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      SecretAccessKey: 'a/secret+KEY',
      SessionToken: 'a/session+token==',
      Expiration: '2027-01-15T08:00:00Z',
    },
    SubjectFromWebIdentityToken: 'project:42',
    AssumedRoleUser: {
      AssumedRoleId: 'AROACLKWSDQRAOEXAMPLE:ci-42',
      Arn: 'arn:aws:sts::123456789012:assumed-role/deploy/ci-42',
    },
    PackedPolicySize: 6,
    Provider: 'arn:aws:iam::123456789012:oidc-provider/oidc.example.com',
    Audience: 'sts.amazonaws.com',
    SourceIdentity: 'jo',
  });
  expect(Object.keys(JSON.parse(answerJson(least)) as object)).toEqual([
    'Credentials',
    'AssumedRoleUser',
  ]);
});

test('an SDK is answered by one line of JSON of version 1', () => {
  const text = credentialProcessAnswer(credentials);
  expect(text).not.toContain('\n');
  expect(JSON.parse(text)).toEqual({
    Version: 1,
    AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    SecretAccessKey: 'a/secret+KEY',
    SessionToken: 'a/session+token==',
    Expiration: '2027-01-15T08:00:00Z',
  });
});

test('an end beyond the calendar is a fault of the answer', () => {
  for (const expiresAt of [Number.NaN, Infinity, 1e20]) {
    expect(() => credentialProcessAnswer({ ...credentials, expiresAt })).toThrow(
      'an end that is beyond the calendar',
    );
  }
});

test('rows for people tell who one is, and no secret', () => {
  const rows = roleRows(role, 'soon');
  expect(rows).toEqual([
    ['account', '123456789012'],
    ['role', 'deploy'],
    ['session', 'ci-42'],
    ['subject', 'project:42'],
    ['audience', 'sts.amazonaws.com'],
    ['provider', 'arn:aws:iam::123456789012:oidc-provider/oidc.example.com'],
    ['source identity', 'jo'],
    ['policy size', '6 %'],
    ['key', 'ASIAIOSFODNN7EXAMPLE'],
    ['ends', 'soon'],
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/secret|token==/);
  expect(roleRows(least, 'soon').map(([label]) => label)).toEqual([
    'account',
    'role',
    'session',
    'key',
    'ends',
  ]);
});

test('rows show an identity of another form whole', () => {
  expect(roleRows({ ...least, arn: 'arn:other' }, 'soon')[0]).toEqual(['identity', 'arn:other']);
});

test('variables have the credentials, their end, and a region where one was given', () => {
  expect(credentialVariables(credentials)).toEqual([
    ['AWS_ACCESS_KEY_ID', 'ASIAIOSFODNN7EXAMPLE'],
    ['AWS_SECRET_ACCESS_KEY', 'a/secret+KEY'],
    ['AWS_SESSION_TOKEN', 'a/session+token=='],
    ['AWS_CREDENTIAL_EXPIRATION', '2027-01-15T08:00:00Z'],
  ]);
  expect(credentialVariables(credentials, 'eu-central-1').slice(4)).toEqual([
    ['AWS_REGION', 'eu-central-1'],
    ['AWS_DEFAULT_REGION', 'eu-central-1'],
  ]);
});

test.each(['', 'a b', 'a\nb', 'a\0b', 'ä'])(
  'credentials that could end a word or a line are refused, and not shown: %j',
  (value) => {
    for (const member of ['accessKeyId', 'secretAccessKey', 'sessionToken'] as const) {
      const wrong = { ...credentials, [member]: value === '' ? '' : `PLANTED${value}` };
      expect(() => credentialVariables(wrong)).toThrow(
        expect.objectContaining({
          code: 'cloud_invalid',
          message: expect.not.stringContaining('PLANTED') as string,
        }),
      );
    }
  },
);

test('an environment keeps all but what would count in the place of the new variables', () => {
  const old = Object.fromEntries(CREDENTIAL_VARIABLES.map((name) => [name, 'old']));
  const identity = {
    tokenFile: '/run/token',
    roleArn: 'arn:aws:iam::123456789012:role/r',
    sessionName: 's',
  };
  const kept = {
    HOME: '/home/jo',
    AWS_REGION: 'eu-west-1',
    AWS_CA_BUNDLE: '/ca.pem',
    N: undefined,
  };
  expect(withVariables({ ...kept, ...old }, webIdentityVariables(identity))).toEqual({
    ...kept,
    AWS_WEB_IDENTITY_TOKEN_FILE: '/run/token',
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/r',
    AWS_ROLE_SESSION_NAME: 's',
  });
  const region = withVariables(kept, webIdentityVariables(identity, 'us-east-1'));
  expect([region['AWS_REGION'], region['AWS_DEFAULT_REGION']]).toEqual(['us-east-1', 'us-east-1']);
});
