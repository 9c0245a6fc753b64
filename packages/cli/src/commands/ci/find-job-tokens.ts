import { toDrawbridgeError } from '@drawbridge/core';
import type { JobEnvironment } from '@drawbridge/clouds/ci';
import { couldNotBeHad } from '../../token-file/could-not-be-had.ts';
import type { CloudTarget } from './clouds/cloud-target.ts';
import { listClouds, tokensFor } from './clouds/list-clouds.ts';
import { findJobToken, type FoundToken, type TokenOptions } from './find-job-token.ts';

/** A cloud, and what its tokens are made of. */
export interface CloudJob {
  readonly target: CloudTarget;
  readonly found: FoundToken;
  /** What the token of the job should be for. */
  readonly wanted: string;
}

/**
 * Where the token of this job is that the tokens for each cloud are made of.
 *
 * @param jobAudience - what the job's token should be for; `undefined` where each cloud gets it as it is, for its own audience
 * @throws {DrawbridgeError} `job_token_missing`, `usage_invalid`
 */
export function findJobTokens(
  targets: readonly CloudTarget[],
  options: TokenOptions,
  jobAudience: string | undefined,
  env: JobEnvironment,
): readonly CloudJob[] {
  return targets.map((target) => {
    const wanted = jobAudience ?? target.audience;
    try {
      return { target, wanted, found: findJobToken(options, wanted, env) };
    } catch (thrown) {
      const fault = toDrawbridgeError(thrown);
      const isOfCloud = jobAudience === undefined && fault.code === 'job_token_missing';
      throw isOfCloud ? couldNotBeHad(tokensFor([target.cloud]), fault) : fault;
    }
  });
}

/** What is said of how they were chosen: of the same choice once, and for which clouds it is where there are several. */
export function notesOf(jobs: readonly CloudJob[]): readonly string[] {
  const clouds = new Map<string, string[]>();
  for (const { target, found } of jobs) {
    if (found.note === undefined) continue;
    clouds.set(found.note, [...(clouds.get(found.note) ?? []), target.cloud]);
  }
  return [...clouds].map(([note, names]) =>
    clouds.size > 1 ? `for ${listClouds(names)} ${note}` : note,
  );
}
