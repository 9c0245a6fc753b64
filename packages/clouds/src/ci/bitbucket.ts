import type { CiSystem } from './ci-system.ts';
import { variableToken } from './job-token.ts';

/** Bitbucket Pipelines: a variable of the step has the token. Its audience is that of the workspace, or what the step lists. */
export const bitbucket: CiSystem = {
  name: 'Bitbucket Pipelines',
  sources: [
    'Bitbucket Cloud Support, Variables and secrets, Default variables',
    'Bitbucket Cloud Support, Integrate Pipelines with resource servers using OIDC',
    'Bitbucket blog, Bitbucket Pipelines OIDC now supports multiple audiences',
  ],
  isHere: (env) => (env['BITBUCKET_BUILD_NUMBER'] ?? '') !== '',
  asksForAudience: false,
  find: (env) => variableToken(env, 'BITBUCKET_STEP_OIDC_TOKEN'),
  advice: (audience) =>
    `Add to the step in bitbucket-pipelines.yml: oidc: true, or oidc: { audiences: ["${audience}"] }`,
  sessionName: (env) => ['Bitbucket', env['BITBUCKET_REPO_SLUG'], env['BITBUCKET_BUILD_NUMBER']],
};
