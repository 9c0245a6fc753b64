import { randomUUID } from 'node:crypto';
import { epochSeconds, systemClock } from '@drawbridge/core';
import type { Context, Provider } from 'oidc-provider';
import { type CiJob, jobClaims, JOBS, SAMPLE_JOB } from './sample-job.ts';

/**
 * The grant by which the CI job asks for its id_token. GitLab hands a job its token through the
 * environment; here a request stands for that, and no standard grant fits: there is no user, and
 * client credentials earn an access token.
 */
export const CI_JOB_GRANT = 'urn:drawbridge:dev:ci-job';

/** How long before its making a token becomes valid, in seconds, as GitLab has it: for clocks that differ. */
const NOT_BEFORE_LEEWAY = 5;

/** The parameter that names a job by its id. Without, or for one that nobody knows, it is the sample job. */
export const JOB_PARAMETER = 'job';

/** Teaches the provider {@link CI_JOB_GRANT}. The client is authenticated before a grant runs. */
export function registerCiJobGrant(provider: Provider): void {
  provider.registerGrantType(
    CI_JOB_GRANT,
    async (ctx) => {
      const job = JOBS.get(ctx.oidc.params[JOB_PARAMETER] ?? '') ?? SAMPLE_JOB;
      ctx.body = { id_token: await issueIdToken(provider, ctx, job) };
    },
    [JOB_PARAMETER],
  );
}

function issueIdToken(provider: Provider, ctx: Context, job: CiJob): Promise<string> {
  const idToken = new provider.IdToken(jobClaims(job), { ctx });
  idToken.scope = 'openid';
  // The provider itself adds iss, aud, iat and exp.
  idToken.set('nbf', epochSeconds(systemClock) - NOT_BEFORE_LEEWAY);
  idToken.set('jti', randomUUID());
  return idToken.issue({ use: 'idtoken' });
}
