import { bitbucket } from './bitbucket.ts';
import { buildkite } from './buildkite.ts';
import type { CiSystem, JobEnvironment } from './ci-system.ts';
import { circleci } from './circleci.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { kubernetes } from './kubernetes.ts';

/** The systems that are known, the first that is recognised counts: runners of the others may run in Kubernetes. */
export const CI_SYSTEMS: readonly CiSystem[] = [
  gitlab,
  github,
  circleci,
  buildkite,
  bitbucket,
  kubernetes,
];

/** The system whose job this is; `undefined` for none that is known. */
export function findCiSystem(env: JobEnvironment): CiSystem | undefined {
  return CI_SYSTEMS.find((system) => system.isHere(env));
}
