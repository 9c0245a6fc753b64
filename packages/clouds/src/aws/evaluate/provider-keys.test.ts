import { describe, expect, it } from 'vitest';
import {
  BUILT_IN_PROVIDERS,
  DEFAULT_KEYS,
  findProviderKeys,
  keysOf,
  PROVIDER_KEYS,
} from './provider-keys.ts';
import { SHARED_PROVIDERS } from './shared-providers.ts';
import { HOST, judge, policyOf, PROVIDER, tokenOf } from './trust.fixture.ts';

/** As the service authorization reference lists the keys of AssumeRoleWithWebIdentity, read 2026-11: a host, and what is in its place. */
const LISTED: readonly (readonly [key: string, host: string])[] = [
  ['accounts.google.com:aud', 'accounts.google.com'],
  ['accounts.google.com:google/organization_number', 'accounts.google.com'],
  ['accounts.google.com:oaud', 'accounts.google.com'],
  ['accounts.google.com:sub', 'accounts.google.com'],
  ['agent.acme.buildkite.dev:build_branch', 'agent.acme.buildkite.dev'],
  ['agent.acme.buildkite.site:pipeline_slug', 'agent.acme.buildkite.site'],
  ...[
    'build_branch',
    'cluster_id',
    'cluster_name',
    'organization_id',
    'organization_slug',
    'pipeline_id',
    'pipeline_slug',
  ].map((key) => [`agent.buildkite.com:${key}`, 'agent.buildkite.com'] as const),
  ['cognito-identity.amazonaws.com:amr', 'cognito-identity.amazonaws.com'],
  ['cognito-identity.amazonaws.com:aud', 'cognito-identity.amazonaws.com'],
  ['cognito-identity.amazonaws.com:sub', 'cognito-identity.amazonaws.com'],
  ['github.com/enterprises/acme:enterprise_id', 'github.com/enterprises/acme'],
  ...[
    'namespace_id',
    'pipeline_source',
    'project_id',
    'ref_protected',
    'runner_environment',
    'user_access_level',
    'user_email',
    'user_id',
    'user_login',
  ].map((key) => [`gitlab.com:${key}`, 'gitlab.com'] as const),
  ['idcs-0123abcd.identity.oraclecloud.com:rpst_id', 'idcs-0123abcd.identity.oraclecloud.com'],
  ['oidc.circleci.com/org/7a1b:oidc.circleci.com/project-id', 'oidc.circleci.com/org/7a1b'],
  ['token.actions.acme.ghe.com:repository_owner_id', 'token.actions.acme.ghe.com'],
  ['token.actions.githubusercontent.com/acme:workflow', 'token.actions.githubusercontent.com/acme'],
  ...[
    'actor',
    'actor_id',
    'enterprise_id',
    'environment',
    'job_workflow_ref',
    'ref',
    'repository',
    'repository_id',
    'repository_owner_id',
    'workflow',
  ].map(
    (key) =>
      [
        `token.actions.githubusercontent.com:${key}`,
        'token.actions.githubusercontent.com',
      ] as const,
  ),
];

describe('the keys of providers', () => {
  it.each(LISTED)('have %s', (key, host) => {
    expect([...keysOf(host).keys()]).toContain(key.slice(host.length + 1));
  });

  it.each([
    ['event_name', 'token.actions.githubusercontent.com'],
    ['repository_owner', 'token.actions.githubusercontent.com'],
    ['workflow_ref', 'token.actions.githubusercontent.com'],
    ['ref', 'gitlab.com'],
    ['project_id', 'gitlab.example.com'],
    ['repository', 'token.actions.githubusercontent.com.evil.example'],
    ['repository', 'xtoken.actions.githubusercontent.com'],
    ['repository', 'token.actions.githubusercontent.com/acme/more'],
    ['repository', 'github.com/enterprises/'],
    ['email', 'cognito-identity.amazonaws.com'],
    ['azp', HOST],
    ['iss', HOST],
  ])('have no %s of %s', (key, host) => {
    expect([...keysOf(host).keys()]).not.toContain(key);
  });

  it('have what every provider has', () => {
    expect([...keysOf(HOST).keys()]).toEqual(['amr', 'aud', 'email', 'oaud', 'sub']);
    expect(DEFAULT_KEYS.filter(({ isMany }) => isMany === true).map(({ key }) => key)).toEqual([
      'amr',
    ]);
    expect(findProviderKeys(HOST)).toBeUndefined();
  });

  it('say where each row was read', () => {
    for (const { source, keys } of PROVIDER_KEYS) {
      expect(source.url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
      expect(source.read).toMatch(/^\d{4}-\d\d$/);
      expect(keys.length).toBeGreaterThan(0);
    }
  });

  it.each([...SHARED_PROVIDERS])('have the key of a shared provider: %s', (host, key) => {
    const claim = key.startsWith(`${host}:`) ? key.slice(host.length + 1) : undefined;
    if (claim === undefined) expect(key).toBe('sts:RoleSessionName');
    else expect([...keysOf(host).keys()]).toContain(claim);
  });

  it('have both that IAM knows by name and that have tokens', () => {
    const names = [...BUILT_IN_PROVIDERS].filter(([, { hasTokens }]) => hasTokens);
    for (const [name] of names) expect(findProviderKeys(name)).toBeDefined();
  });

  it.each<[what: string, host: string, key: string, claims: object, answer: string]>([
    [
      'a claim of GitHub',
      'token.actions.githubusercontent.com',
      'repository',
      { repository: 'a/b' },
      'allowed',
    ],
    [
      'another value',
      'token.actions.githubusercontent.com',
      'repository',
      { repository: 'a/c' },
      'refused',
    ],
    [
      'a claim named with a slash',
      'oidc.circleci.com/org/1',
      'oidc.circleci.com/project-id',
      { 'oidc.circleci.com/project-id': 'a/b' },
      'allowed',
    ],
    [
      'a list where a text is documented',
      'gitlab.com',
      'user_login',
      { user_login: ['a/b'] },
      'undecided',
    ],
    ['a list of two', 'gitlab.com', 'user_login', { user_login: ['a/b', 'c'] }, 'undecided'],
    ['an object', 'gitlab.com', 'user_login', { user_login: {} }, 'undecided'],
    ['a number', 'gitlab.com', 'user_id', { user_id: 7 }, 'refused'],
    [
      'the number of an organization, in one form',
      'accounts.google.com',
      'google/organization_number',
      { 'google:organization_number': 'a/b' },
      'undecided',
    ],
    [
      'the number of an organization, in another',
      'accounts.google.com',
      'google/organization_number',
      { google: { organization_number: 7 } },
      'undecided',
    ],
    [
      'no number of an organization',
      'accounts.google.com',
      'google/organization_number',
      {},
      'refused',
    ],
  ])('test %s: %s:%s', (_, host, key, claims, answer) => {
    const federated = { Principal: { Federated: PROVIDER.replace(HOST, host) } };
    const policy = policyOf({ StringEquals: { [`${host}:${key}`]: 'a/b' } }, federated);
    expect(judge(policy, tokenOf(claims, `https://${host}`)).verdict).toBe(answer);
  });
});
