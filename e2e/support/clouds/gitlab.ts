import { createTestIssuer } from '@drawbridge/testing';
import type { Network } from './network.ts';

/** A job, by what makes a difference to rules. */
export interface GitLabJob {
  readonly project: string;
  readonly ref: string;
  readonly isProtected: boolean;
}

/** A GitLab that only its own network reaches. */
export interface GitLab {
  /**
   * The id_token of a job, with the claims that GitLab's documentation of `id_tokens` lists.
   *
   * @param aud - what `id_tokens` says. Default: what the exchange accepts.
   */
  issueToken(job: GitLabJob, aud?: string): Promise<string>;
}

/** Puts a GitLab on a network, under its issuer's name. */
export async function serveGitLab(
  network: Network,
  issuer: string,
  audience: string,
): Promise<GitLab> {
  const keys = await createTestIssuer({ issuer, audience, freshKeys: true });
  network.serve(new URL(issuer).hostname, async ({ url }) => {
    const limits = { accept: '*/*', maxBytes: 1_000_000 };
    const { status, body } = await keys.fetch(`${issuer}${url.pathname}`, limits);
    return { status, body: new TextDecoder().decode(body) };
  });
  return {
    issueToken: (job, aud = audience) => keys.issue({ aud, ...gitLabClaims(job) }),
  };
}

/** The claims of a job's id_token beside those of every token. */
export const gitLabClaims = ({ project, ref, isProtected }: GitLabJob) => ({
  sub: `project_path:${project}:ref_type:branch:ref:${ref}`,
  namespace_id: '72',
  namespace_path: project.split('/')[0],
  project_id: '20',
  project_path: project,
  user_id: '7',
  user_login: 'ada',
  pipeline_id: '574',
  pipeline_source: 'push',
  job_id: '4096',
  ref,
  ref_type: 'branch',
  ref_path: `refs/heads/${ref}`,
  ref_protected: String(isProtected),
});
