import { expect, test } from 'vitest';
import { childEnvironment } from './child-environment.ts';

const IDENTITY = { roleArn: 'arn', sessionName: 'job', tokenFile: '/token' };

test('has the web identity, and nothing that AWS takes before it', () => {
  const before = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'x', AWS_SESSION_TOKEN: 'x' };
  const profiles = { AWS_PROFILE: 'p', AWS_DEFAULT_PROFILE: 'p', AWS_ROLE_ARN: 'other' };
  const env = { ...before, ...profiles, PATH: '/bin', ID_TOKEN: 'the token of the job' };
  expect(childEnvironment(env, IDENTITY)).toEqual({
    PATH: '/bin',
    ID_TOKEN: 'the token of the job',
    AWS_ROLE_ARN: 'arn',
    AWS_ROLE_SESSION_NAME: 'job',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
  });
  expect(env.AWS_PROFILE).toBe('p');
});

test('has no keys by the names of older SDKs, and no credentials of a container', () => {
  const older = { AWS_ACCESS_KEY: 'AKIA', AWS_SECRET_KEY: 'x', AWS_SECURITY_TOKEN: 'x' };
  const container = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'x',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'x',
  };
  expect(Object.keys(childEnvironment({ ...older, ...container }, IDENTITY))).toEqual([
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_ROLE_ARN',
    'AWS_ROLE_SESSION_NAME',
  ]);
});

test('has a region where one is given', () => {
  expect(
    childEnvironment({ AWS_REGION: 'x' }, { ...IDENTITY, region: 'eu-central-1' }),
  ).toMatchObject({
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'eu-central-1',
  });
});
