import { createTestIssuer, type TestIssuer } from '@drawbridge/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { chooseTargets } from './clouds/choose-targets.ts';
import { findJobTokens, notesOf } from './find-job-tokens.ts';

const PROVIDER = 'projects/123456/locations/global/workloadIdentityPools/ci/providers/bridge';
const ID = '5d0c1c2e-0000-4000-8000-1234567890ab';
const GITLAB = { GITLAB_CI: 'true', CI_SERVER_URL: 'https://gitlab.test' };
const GITHUB = {
  GITHUB_ACTIONS: 'true',
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.test/token',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret',
};

const targets = chooseTargets(
  {
    aws: 'arn:aws:iam::123456789012:role/deploy',
    gcp: PROVIDER,
    azure: ID,
    azureTenantId: ID,
    timeout: 60,
  },
  {},
);

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer({ issuer: 'https://gitlab.test', algorithms: ['ES256'] });
});

const find = (env: Record<string, string>, jobAudience?: string) =>
  findJobTokens(targets, {}, jobAudience, env);
const placesOf = (jobs: ReturnType<typeof find>) => jobs.map(({ found }) => found.place);

describe('without an exchange', () => {
  test('a system that can be asked is asked for each cloud', () => {
    const asked = placesOf(find(GITHUB)).map((place) =>
      place.kind === 'request' ? new URL(place.url).searchParams.get('audience') : place,
    );
    expect(asked).toEqual([
      'sts.amazonaws.com',
      `https://iam.googleapis.com/${PROVIDER}`,
      'api://AzureADTokenExchange',
    ]);
  });

  test('of the tokens that a job has, each cloud gets the one for it', async () => {
    const env = {
      ...GITLAB,
      A: await issuer.issue({ aud: 'api://AzureADTokenExchange' }),
      B: await issuer.issue({ aud: 'sts.amazonaws.com' }),
      C: await issuer.issue({ aud: `https://iam.googleapis.com/${PROVIDER}` }),
    };
    const jobs = find(env);
    expect(placesOf(jobs)).toEqual(['B', 'C', 'A'].map((name) => ({ kind: 'variable', name })));
    expect(notesOf(jobs)).toEqual([
      'for AWS the token of this job is in B',
      'for Google Cloud the token of this job is in C',
      'for Azure the token of this job is in A',
    ]);
  });

  test('the only one is for all of them, which is said once', async () => {
    const jobs = find({ ...GITLAB, X: await issuer.issue({ aud: 'sts.amazonaws.com' }) });
    expect(placesOf(jobs)).toEqual(targets.map(() => ({ kind: 'variable', name: 'X' })));
    expect(notesOf(jobs)).toEqual(['the token of this job is in X']);
  });

  test.each([
    ['AWS', 'AWS_ID_TOKEN: { aud: sts.amazonaws.com }'],
    ['Google Cloud', `GCP_ID_TOKEN: { aud: https://iam.googleapis.com/${PROVIDER} }`],
    ['Azure', 'AZURE_ID_TOKEN: { aud: api://AzureADTokenExchange }'],
  ])('a token that is missing for %s is told so, with what to add', (name, words) => {
    const only = targets.filter(({ cloud }) => cloud === name);
    expect(() => findJobTokens(only, {}, undefined, GITLAB)).toThrow(
      expect.objectContaining({
        code: 'job_token_missing',
        message: `the token for ${name} could not be had: this job of GitLab has no token`,
        hint: expect.stringContaining(words) as string,
      }),
    );
  });
});

test('with an exchange one token is found for it, for all clouds', async () => {
  const token = await issuer.issue({ aud: 'https://bridge.test' });
  const vault = await issuer.issue({ aud: 'sts.amazonaws.com' });
  const jobs = find({ ...GITLAB, MINE: token, VAULT: vault }, 'https://bridge.test');
  expect(placesOf(jobs)).toEqual(targets.map(() => ({ kind: 'variable', name: 'MINE' })));
  expect(jobs.map(({ wanted }) => wanted)).toEqual(targets.map(() => 'https://bridge.test'));
  expect(() => find(GITLAB, 'https://bridge.test')).toThrow(/^this job of GitLab has no token$/);
});
