import { DrawbridgeError, isSafeScheme, parseUrl } from '@drawbridge/core';
import type { CiSystem } from './ci-system.ts';

/** GitHub Actions: an endpoint gives a token for any audience, for as long as the job runs. */
export const github: CiSystem = {
  name: 'GitHub Actions',
  sources: [
    'GitHub Docs, Variables reference',
    'GitHub Docs, OpenID Connect reference, Methods for requesting the OIDC token',
    'GitHub Docs, Configuring OpenID Connect in Amazon Web Services',
  ],
  isHere: (env) => env['GITHUB_ACTIONS'] === 'true',
  asksForAudience: true,
  find(env, audience) {
    const bearer = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '';
    const url = parseUrl(env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '');
    if (bearer === '' || url === undefined || !isSafeScheme(url)) return undefined;
    // It goes into a header field, which could hold no other.
    if (!/^[\x21-\x7e]+$/.test(bearer)) {
      throw new DrawbridgeError('job_token_missing', {
        detail:
          'ACTIONS_ID_TOKEN_REQUEST_TOKEN has white space or another character that no token has',
        hint: 'The runner sets it for each job: hand it on as it is.',
      });
    }
    url.searchParams.set('audience', audience);
    return {
      place: { kind: 'request', url: url.href, authorization: `bearer ${bearer}`, member: 'value' },
    };
  },
  advice: () => 'Add to the job in the workflow: permissions: { id-token: write }',
  sessionName: (env) => ['GitHubActions', env['GITHUB_REPOSITORY_ID'], env['GITHUB_RUN_ID']],
};
