/** A CI job, by what a GitLab instance knows of it. */
export interface CiJob {
  readonly id: string;
  readonly namespace: { readonly id: string; readonly path: string };
  readonly project: { readonly id: string; readonly path: string };
  readonly user: { readonly id: string; readonly login: string; readonly email: string };
  readonly pipeline: { readonly id: string; readonly source: string };
  readonly ref: {
    readonly name: string;
    readonly type: 'branch' | 'tag';
    readonly protected: boolean;
  };
  readonly environment: string;
}

/** The job whose identity a visitor of the try-out system carries across the boundary. */
export const SAMPLE_JOB: CiJob = {
  id: '4096',
  namespace: { id: '72', path: 'acme' },
  project: { id: '20', path: 'acme/web' },
  user: { id: '7', login: 'ada', email: 'ada@example.com' },
  pipeline: { id: '574', source: 'push' },
  ref: { name: 'main', type: 'branch', protected: true },
  environment: 'production',
};

/** A job of the same project that no sample rule lets across: its branch is one that anybody may push to. */
export const UNPROTECTED_JOB: CiJob = {
  ...SAMPLE_JOB,
  id: '4097',
  pipeline: { id: '575', source: 'push' },
  ref: { name: 'try-something', type: 'branch', protected: false },
};

/** By their ids. */
export const JOBS: ReadonlyMap<string, CiJob> = new Map(
  [SAMPLE_JOB, UNPROTECTED_JOB].map((job) => [job.id, job]),
);

/**
 * What GitLab's id_token says of a job, beside the claims that belong to the token itself. As
 * there, every value is a string, numbers and booleans too.
 */
export function jobClaims(job: CiJob) {
  return {
    sub: `project_path:${job.project.path}:ref_type:${job.ref.type}:ref:${job.ref.name}`,
    namespace_id: job.namespace.id,
    namespace_path: job.namespace.path,
    project_id: job.project.id,
    project_path: job.project.path,
    user_id: job.user.id,
    user_login: job.user.login,
    user_email: job.user.email,
    pipeline_id: job.pipeline.id,
    pipeline_source: job.pipeline.source,
    job_id: job.id,
    ref: job.ref.name,
    ref_type: job.ref.type,
    ref_protected: String(job.ref.protected),
    environment: job.environment,
  } as const satisfies Readonly<Record<string, string>>;
}
