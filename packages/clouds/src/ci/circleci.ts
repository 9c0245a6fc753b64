import type { CiSystem } from './ci-system.ts';

/**
 * CircleCI: its program gives a token for any audience. The token that a variable has (CIRCLE_OIDC_TOKEN_V2) is for the
 * organization alone, and is taken when it is named.
 */
export const circleci: CiSystem = {
  name: 'CircleCI',
  sources: [
    'CircleCI Docs, Project values and variables, Built-in environment variables',
    'CircleCI Docs, OpenID Connect tokens',
    'CircleCI Docs, OIDC tokens with custom claims',
  ],
  isHere: (env) => env['CIRCLECI'] === 'true',
  asksForAudience: true,
  find: (_, audience) => ({
    place: {
      kind: 'command',
      command: ['circleci', 'run', 'oidc', 'get', '--claims', JSON.stringify({ aud: audience })],
    },
  }),
  advice: () =>
    'Run the job on an image that has the circleci program. For the token whose audience is the organization: --token-variable CIRCLE_OIDC_TOKEN_V2',
  sessionName: (env) => ['CircleCI', env['CIRCLE_WORKFLOW_ID'], env['CIRCLE_BUILD_NUM']],
};
