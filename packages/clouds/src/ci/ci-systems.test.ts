import { createTestIssuer, type TestIssuer } from '@drawbridge/testing';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { anyWebUrl } from '../../../../tools/any-web-url.ts';
import {
  CI_SYSTEMS,
  claimsOf,
  findCiSystem,
  type JobEnvironment,
  jobSessionName,
} from './index.ts';

const AUDIENCE = 'https://bridge.test';
const GITLAB = {
  GITLAB_CI: 'true',
  CI_SERVER_URL: 'https://gitlab.test',
  CI_PROJECT_ID: '12',
  CI_PIPELINE_ID: '345',
};

let issuer: TestIssuer;
let token: string;
beforeAll(async () => {
  issuer = await createTestIssuer({ issuer: 'https://gitlab.test', algorithms: ['ES256'] });
  token = await issuer.issue({ aud: AUDIENCE });
});

const systemOf = (env: JobEnvironment) => findCiSystem(env)?.name;
const find = (env: JobEnvironment) => findCiSystem(env)?.find(env, AUDIENCE);

describe('which system it is', () => {
  it.each([
    ['GitLab', { GITLAB_CI: 'true' }],
    ['GitHub Actions', { GITHUB_ACTIONS: 'true' }],
    ['CircleCI', { CIRCLECI: 'true' }],
    ['Buildkite', { BUILDKITE: 'true' }],
    ['Bitbucket Pipelines', { BITBUCKET_BUILD_NUMBER: '7' }],
    ['Kubernetes', { KUBERNETES_SERVICE_HOST: '10.0.0.1' }],
  ])('is %s', (name, env) => {
    expect(systemOf(env)).toBe(name);
    // Whatever runs it: a runner in a pod is no job of Kubernetes.
    expect(systemOf({ KUBERNETES_SERVICE_HOST: '10.0.0.1', ...env })).toBe(name);
  });

  it('is none without its mark', () => {
    expect(systemOf({})).toBeUndefined();
    expect(systemOf({ GITLAB_CI: '', GITHUB_ACTIONS: 'false', BITBUCKET_BUILD_NUMBER: '' })).toBe(
      undefined,
    );
    expect(systemOf({ CI: 'true', CIRCLECI: '1' })).toBeUndefined();
  });

  it('is told with its sources, and what to do where the token is missing', () => {
    for (const { sources, advice } of CI_SYSTEMS) {
      expect(sources.length).toBeGreaterThan(1);
      expect(advice(AUDIENCE)).toMatch(/^[A-Z].{20}/);
    }
  });
});

describe('the token of GitLab', () => {
  it.each([
    ['no token', {}],
    ['a password', { PRIVATE_TOKEN: 'glpat-abc' }],
    ['an empty variable', { ID_TOKEN: '' }],
    ['two parts', { ID_TOKEN: 'eyJhbGciOiJub25lIn0.e30' }],
  ])('is not %s', (_, env) => {
    expect(find({ ...GITLAB, ...env })).toBeUndefined();
  });

  it('is not that of another issuer, or what is meant for GitLab itself', async () => {
    const other = await createTestIssuer({ issuer: 'https://id.test', algorithms: ['ES256'] });
    const foreign = await other.issue({ aud: AUDIENCE });
    const forNobody = await issuer.issue({ aud: undefined });
    const theirs = { CI_JOB_TOKEN: token, CI_JOB_JWT_V2: token, CI_REGISTRY_PASSWORD: token };
    const env = { ...GITLAB, ...theirs, VAULT: foreign, ID_TOKEN: foreign, X: forNobody };
    expect(find(env)).toBeUndefined();
    expect(find({ ...env, CI_SERVER_URL: '' })).toBeUndefined();
    // What may have been meant is told by name; what is for GitLab itself, or of this job, is not.
    const passedOver = findCiSystem(GITLAB)?.passedOver?.({ ...env, MINE: token, TEXT: 'eyes' });
    expect(passedOver).toEqual(['VAULT', 'ID_TOKEN']);
  });

  it('is the only one there is, whatever its name, and it is said which', () => {
    expect(find({ ...GITLAB, WHATEVER: token, COPY: token })).toEqual({
      place: { kind: 'variable', name: 'WHATEVER' },
      note: 'the token of this job is in WHATEVER',
    });
  });

  it('is known by the job where the issuer has an address of its own', async () => {
    const moved = await createTestIssuer({ issuer: 'https://ids.test', algorithms: ['ES256'] });
    const claims = { aud: AUDIENCE, project_id: '12', pipeline_id: '345' };
    const own = await moved.issue(claims);
    const another = await moved.issue({ ...claims, pipeline_id: '346' });
    expect(find({ ...GITLAB, A: another, B: own })?.place).toEqual({ kind: 'variable', name: 'B' });
  });

  it('of several is the one for this audience, then one of a usual name, then none', async () => {
    const [vault, other] = [await issuer.issue({ aud: 'vault' }), await issuer.issue({ aud: 'x' })];
    const place = (env: JobEnvironment) => find({ ...GITLAB, ...env })?.place;
    expect(place({ A: vault, B: token })).toEqual({ kind: 'variable', name: 'B' });
    expect(place({ A: vault, ID_TOKEN: other })).toEqual({ kind: 'variable', name: 'ID_TOKEN' });
    expect(() => place({ A: vault, B: other })).toThrow('several tokens of GitLab: in A, B');
  });
});

describe('the token of the others', () => {
  it('is asked of the endpoint of GitHub', () => {
    const env = {
      GITHUB_ACTIONS: 'true',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.test/token?api-version=2.0&audience=x',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret',
    };
    expect(find(env)?.place).toEqual({
      kind: 'request',
      url: 'https://actions.test/token?api-version=2.0&audience=https%3A%2F%2Fbridge.test',
      authorization: 'bearer secret',
      member: 'value',
    });
    expect(find({ ...env, ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' })).toBeUndefined();
    for (const bearer of ['secret\r\nX-Other: 1', 'secret\n', 'sécret', 'secret secret']) {
      const attempt = () => find({ ...env, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer });
      expect(attempt).toThrow(expect.objectContaining({ code: 'job_token_missing' }));
      expect(attempt).not.toThrow(/s.cret/);
    }
    for (const address of ['no address', 'http://actions.test/token']) {
      expect(find({ ...env, ACTIONS_ID_TOKEN_REQUEST_URL: address })).toBeUndefined();
    }
  });

  it.each([
    [{ CIRCLECI: 'true' }, ['circleci', 'run', 'oidc', 'get', '--claims', `{"aud":"${AUDIENCE}"}`]],
    [{ BUILDKITE: 'true' }, ['buildkite-agent', 'oidc', 'request-token', '--audience', AUDIENCE]],
  ])('is asked of a program, without a shell: %o', (env, command) => {
    expect(find(env)?.place).toEqual({ kind: 'command', command });
  });

  it('is in the one variable of Bitbucket, if that is a JWT', () => {
    const env = { BITBUCKET_BUILD_NUMBER: '7', OTHER: token };
    expect(find({ ...env, BITBUCKET_STEP_OIDC_TOKEN: 'true' })).toBeUndefined();
    expect(find(env)).toBeUndefined();
    expect(find({ ...env, BITBUCKET_STEP_OIDC_TOKEN: token })?.place).toEqual({
      kind: 'variable',
      name: 'BITBUCKET_STEP_OIDC_TOKEN',
    });
  });

  it('is in a projected file, never that for the API server', () => {
    const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1' };
    const path = '/var/run/secrets/drawbridge/token';
    expect(find(env)?.place).toEqual({ kind: 'file', path });
    expect(find({ ...env, AWS_WEB_IDENTITY_TOKEN_FILE: '/eks' })?.place).toEqual({
      kind: 'file',
      path: '/eks',
    });
  });
});

describe('properties', () => {
  const names = fc.constantFrom('ID_TOKEN', 'PRIVATE_TOKEN', 'BITBUCKET_STEP_OIDC_TOKEN', 'A', 'B');
  const almost = fc
    .tuple(fc.nat(), fc.string())
    .map(([at, text]) => token.slice(0, at % token.length) + text.replaceAll('.', ''));
  const values = fc.oneof(fc.string(), almost, fc.constant('eyJ.eyJ.x'), anyWebUrl());
  const marks = fc.constantFrom<JobEnvironment>(GITLAB, { BITBUCKET_BUILD_NUMBER: '1' });

  it('no variable is taken that holds no JWT', () => {
    fc.assert(
      fc.property(marks, fc.dictionary(names, values), (mark, env) => {
        const place = find({ ...env, ...mark })?.place;
        if (place?.kind === 'variable') expect(claimsOf(env[place.name])).toBeDefined();
      }),
    );
  });

  it('every session name is one that AWS takes', () => {
    const anyEnv = fc.dictionary(
      fc.constantFrom(
        'CI_PROJECT_ID',
        'GITHUB_RUN_ID',
        'BITBUCKET_REPO_SLUG',
        'HOSTNAME',
        'CIRCLE_WORKFLOW_ID',
        'BUILDKITE_JOB_ID',
      ),
      fc.string({ unit: 'grapheme', maxLength: 90 }),
    );
    fc.assert(
      fc.property(anyEnv, fc.constantFrom(...CI_SYSTEMS, undefined), (env, system) => {
        expect(jobSessionName(system, env)).toMatch(/^[\w+=,.@-]{2,64}$/);
      }),
    );
  });

  it('the end of a long one tells jobs apart', () => {
    const env = { BITBUCKET_BUILD_NUMBER: '4711', BITBUCKET_REPO_SLUG: 'r'.repeat(80) };
    expect(jobSessionName(findCiSystem(env), env)).toMatch(/^Bitbucket-r+-4711$/);
  });

  it.each([
    ['GitLabRunner-12-345', GITLAB],
    [
      'GitHubActions-9-77',
      { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY_ID: '9', GITHUB_RUN_ID: '77' },
    ],
    ['CircleCI-w-8', { CIRCLECI: 'true', CIRCLE_WORKFLOW_ID: 'w', CIRCLE_BUILD_NUM: '8' }],
    ['buildkite-job-018f', { BUILDKITE: 'true', BUILDKITE_JOB_ID: '018f' }],
    ['Bitbucket-web-7', { BITBUCKET_BUILD_NUMBER: '7', BITBUCKET_REPO_SLUG: 'web' }],
    ['Kubernetes-nightly-x2', { KUBERNETES_SERVICE_HOST: '1', HOSTNAME: 'nightly-x2' }],
    ['drawbridge-ci', {}],
  ])('%s is the session of its job', (name, env: JobEnvironment) => {
    expect(jobSessionName(findCiSystem(env), env)).toBe(name);
  });
});
