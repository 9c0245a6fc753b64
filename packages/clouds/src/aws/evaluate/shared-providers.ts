/**
 * Providers whose issuer is the same for all their customers, and the key by which IAM wants a trust policy to tell these apart: it
 * refuses to save a policy of which no statement for the provider asks for it (IAM user guide, "Identity-provider controls for
 * shared OIDC providers", https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html,
 * as it was in 2026-11; that of Vercel is its global issuer). Roles from before June 2025 may lack it.
 */
export const SHARED_PROVIDERS: ReadonlyMap<string, string> = new Map([
  ['agent.buildkite.com', 'agent.buildkite.com:sub'],
  ['api.pulumi.com/oidc', 'api.pulumi.com/oidc:aud'],
  ['app.terraform.io', 'app.terraform.io:sub'],
  ['cognito-identity.amazonaws.com', 'cognito-identity.amazonaws.com:aud'],
  ['gitlab.com', 'gitlab.com:sub'],
  [
    'oidc-configuration.audit-log.githubusercontent.com',
    'oidc-configuration.audit-log.githubusercontent.com:sub',
  ],
  ['oidc.codefresh.io', 'oidc.codefresh.io:sub'],
  ['oidc.vercel.com', 'oidc.vercel.com:aud'],
  ['proidc.upbound.io', 'proidc.upbound.io:sub'],
  ['sandboxes.cloud', 'sandboxes.cloud:aud'],
  ['scalr.io', 'scalr.io:sub'],
  ['sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d', 'sts:RoleSessionName'],
  ['studio.datachain.ai/api', 'studio.datachain.ai/api:sub'],
  ['token.actions.githubusercontent.com', 'token.actions.githubusercontent.com:sub'],
  ['tokens.cloud.shisho.dev', 'tokens.cloud.shisho.dev:sub'],
  ['vstoken.actions.githubusercontent.com', 'vstoken.actions.githubusercontent.com:sub'],
]);
