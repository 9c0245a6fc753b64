import type { CiSystem } from './ci-system.ts';

/** Buildkite: its agent gives a token for any audience. */
export const buildkite: CiSystem = {
  name: 'Buildkite',
  sources: [
    'Buildkite Docs, Environment variables',
    'Buildkite Docs, buildkite-agent oidc',
    'Buildkite Docs, OIDC with AWS',
  ],
  isHere: (env) => env['BUILDKITE'] === 'true',
  asksForAudience: true,
  find: (_, audience) => ({
    place: {
      kind: 'command',
      command: ['buildkite-agent', 'oidc', 'request-token', '--audience', audience],
    },
  }),
  advice: () =>
    'Have buildkite-agent on the PATH of the job, also in its container: the docker plugin does that with mount-buildkite-agent: true',
  sessionName: (env) => ['buildkite-job', env['BUILDKITE_JOB_ID']],
};
