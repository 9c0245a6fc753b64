/** Where a row of {@link PROVIDER_KEYS} was read. */
const KEYS_PAGE = {
  title:
    'IAM user guide, "IAM and AWS STS condition context keys", Available keys for AWS OIDC federation',
  url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif',
  read: '2026-11',
} as const;
const ACTIONS_PAGE = {
  title:
    'Service authorization reference, "Actions, resources, and condition keys for AWS Security Token Service", AssumeRoleWithWebIdentity',
  url: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html',
  read: '2026-11',
} as const;

/** A key that AWS makes of a claim: `{host}:repository`. */
export interface ProviderKey {
  /** What follows the host and the colon, as AWS writes it. */
  readonly key: string;
  /** The claim, or the claims that it may be: AWS's pages do not agree. The first that the token has counts. */
  readonly claims: readonly string[];
  /** Whether the claim has several values: AWS then wants `ForAnyValue` or `ForAllValues`. */
  readonly isMany?: true;
}

/** The keys that AWS makes of the tokens of some issuers. */
export interface ProviderKeys {
  /** What people call it. */
  readonly provider: string;
  /** The issuer without its scheme. `*` is any text but a slash. */
  readonly host: string;
  readonly keys: readonly ProviderKey[];
  /** Whether the keys of every provider are there, too. */
  readonly hasDefaults: boolean;
  readonly source: { readonly title: string; readonly url: string; readonly read: string };
}

function same(...keys: readonly string[]): readonly ProviderKey[] {
  return keys.map((key) => ({ key, claims: [key] }));
}

/** Of every provider. `aud` is `azp` where the token has that: see `token-keys.ts`. */
export const DEFAULT_KEYS: readonly ProviderKey[] = [
  { key: 'amr', claims: ['amr'], isMany: true },
  ...same('aud', 'email'),
  { key: 'oaud', claims: ['aud'] },
  ...same('sub'),
];

const GITHUB = same(
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
);

const BUILDKITE = same(
  'build_branch',
  'cluster_id',
  'cluster_name',
  'organization_id',
  'organization_slug',
  'pipeline_id',
  'pipeline_slug',
);

function row(
  provider: string,
  host: string,
  keys: readonly ProviderKey[],
  source: ProviderKeys['source'] = ACTIONS_PAGE,
  hasDefaults = true,
): ProviderKeys {
  return { provider, host, keys, hasDefaults, source };
}

/**
 * The issuers of whose tokens AWS makes more keys than of others', as data. Of every other token it makes
 * {@link DEFAULT_KEYS} alone: no other claim can be tested in a trust policy.
 */
export const PROVIDER_KEYS: readonly ProviderKeys[] = [
  row('GitHub', 'token.actions.githubusercontent.com', GITHUB, KEYS_PAGE),
  row('GitHub', 'token.actions.githubusercontent.com/*', GITHUB),
  row('GitHub', 'token.actions.*.ghe.com', GITHUB),
  row('GitHub', 'github.com/enterprises/*', GITHUB),
  row(
    'GitLab',
    'gitlab.com',
    same(
      'namespace_id',
      'pipeline_source',
      'project_id',
      'ref_protected',
      'runner_environment',
      'user_access_level',
      'user_email',
      'user_id',
      'user_login',
    ),
  ),
  row('Buildkite', 'agent.buildkite.com', BUILDKITE),
  row('Buildkite', 'agent.*.buildkite.dev', BUILDKITE),
  row('Buildkite', 'agent.*.buildkite.site', BUILDKITE),
  row('CircleCI', 'oidc.circleci.com/org/*', same('oidc.circleci.com/project-id')),
  row('Oracle Cloud', 'idcs-*.identity.oraclecloud.com', same('rpst_id')),
  row(
    'Google',
    'accounts.google.com',
    [
      {
        key: 'google/organization_number',
        // The page writes google:organization_number; Google's own reference has the number in a claim "google".
        claims: ['google:organization_number', 'google/organization_number'],
      },
    ],
    KEYS_PAGE,
  ),
  row(
    'Amazon Cognito',
    'cognito-identity.amazonaws.com',
    [
      { key: 'amr', claims: ['amr'], isMany: true },
      ...same('aud', 'sub'),
      { key: 'oaud', claims: ['aud'] },
    ],
    KEYS_PAGE,
    false,
  ),
];

/**
 * Providers that IAM knows by name (IAM user guide, "IAM JSON policy elements: Principal", OIDC federated principals, read
 * 2026-11), and the issuer of their tokens. Login with Amazon and Facebook have access tokens alone, which are none of an issuer.
 */
export const BUILT_IN_PROVIDERS: ReadonlyMap<string, { readonly hasTokens: boolean }> = new Map([
  ['accounts.google.com', { hasTokens: true }],
  ['cognito-identity.amazonaws.com', { hasTokens: true }],
  ['www.amazon.com', { hasTokens: false }],
  ['graph.facebook.com', { hasTokens: false }],
]);

/** What AWS makes of the tokens of an issuer that is known to it. `undefined` for all others. */
export function findProviderKeys(host: string): ProviderKeys | undefined {
  return PROVIDER_KEYS.find((one) => isHost(one.host, host));
}

/** Compared as IAM compares keys: not by case. */
function isHost(pattern: string, host: string): boolean {
  const [before = '', after] = pattern.split('*');
  const given = host.toLowerCase();
  if (after === undefined) return given === before;
  if (given.length <= before.length + after.length) return false;
  if (!given.startsWith(before) || !given.endsWith(after)) return false;
  const between = given.slice(before.length, given.length - after.length);
  return !between.includes('/');
}

/** The keys of the tokens of an issuer, by their name in lower case. */
export function claimKeysOf(host: string): ReadonlyMap<string, ProviderKey> {
  const found = findProviderKeys(host);
  const own = found?.keys ?? [];
  const keys = found?.hasDefaults === false ? own : [...DEFAULT_KEYS, ...own];
  return new Map(keys.map((key) => [key.key.toLowerCase(), key]));
}
