export {
  type CiSystem,
  type JobEnvironment,
  type JobToken,
  type JobTokenPlace,
} from './ci-system.ts';
export { CI_SYSTEMS, findCiSystem } from './find-system.ts';
export { audiencesOf, claimsOf } from './job-token.ts';
export { jobSessionName } from './session-name.ts';
