import { never, otherwise, setting } from '../../becomes.ts';
import { type OptionGroup, row } from './option.ts';

const GOOGLE =
  'Google puts no groups in ID tokens: give it a provider before it that does, such as Dex, or list people in match.users.';
const GITHUB =
  'GitHub has no ID tokens for people: sign in by way of a provider that has, such as Dex, and have it put teams into groups.';
const BITBUCKET = 'Bitbucket has no ID tokens: sign in by way of a provider that has.';

/** Options of single providers, from their own pages. */
export const SPECIAL_OPTIONS: OptionGroup = {
  title: 'Single providers',
  options: [
    row(
      'allowed-role',
      'list',
      '',
      setting(
        'gateway.rules[].match.claims',
        'A role of the realm is in realm_access.roles, and CLIENT:ROLE in resource_access.CLIENT.roles.',
      ),
    ),
    row(
      'oidc-roles-claim',
      'string',
      'roles',
      otherwise('A rule names any claim in match.claims.'),
    ),
    row('keycloak-group', 'list', '', setting('gateway.rules[].match.groups'), 'keycloak_groups'),
    row(
      'azure-tenant',
      'string',
      'common',
      setting('gateway.providers[].issuer', 'A tenant of its own; common is no issuer.'),
    ),
    row(
      'azure-graph-group-field',
      'string',
      'id',
      never('Graph is not asked: have Entra put groups into the ID token.'),
    ),
    row(
      'resource',
      'string',
      '',
      never('The former endpoint of Azure AD took it; scope took its place.'),
    ),
    row(
      'entra-id-allowed-tenant',
      'list',
      '',
      otherwise('Each tenant is a provider of its own, with its own issuer.'),
    ),
    row(
      'entra-id-federated-token-auth',
      'bool',
      'false',
      never('The gateway proves itself by its client secret, or by PKCE alone.'),
    ),
    row('github-org', 'string', '', never(GITHUB)),
    row('github-team', 'string', '', never(GITHUB)),
    row('github-repo', 'string', '', never(GITHUB)),
    row('github-token', 'string', '', never(GITHUB)),
    row('github-user', 'list', '', never(GITHUB)),
    row(
      'gitlab-group',
      'list',
      '',
      setting(
        'gateway.rules[].match.groups',
        'GitLab tells direct groups in the claim groups_direct; name it in groupsClaim if those are meant.',
      ),
    ),
    row(
      'gitlab-project',
      'list',
      '',
      never('GitLab puts no projects into ID tokens: give its group in place of a project.'),
    ),
    row('google-admin-email', 'string', '', never(GOOGLE)),
    row('google-group', 'list', '', never(GOOGLE)),
    row('google-service-account-json', 'string', '', never(GOOGLE)),
    row('google-use-application-default-credentials', 'bool', 'false', never(GOOGLE)),
    row('google-use-organization-id', 'bool', 'false', never(GOOGLE)),
    row('google-target-principal', 'string', '', never(GOOGLE)),
    row('google-admin-api-user-scope', 'string', '', never(GOOGLE)),
    row('bitbucket-repository', 'string', '', never(BITBUCKET)),
    row('bitbucket-team', 'string', '', never(BITBUCKET)),
  ],
};
