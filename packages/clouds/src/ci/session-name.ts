import { sessionName } from '../aws/session-name.ts';
import type { CiSystem, JobEnvironment } from './ci-system.ts';

/**
 * The name that AWS knows a job by, in CloudTrail and in the ARN of its session: by which job it was, and never a secret.
 *
 * @param system - `undefined` for a job of none that is known
 */
export function jobSessionName(system: CiSystem | undefined, env: JobEnvironment): string {
  const parts = system?.sessionName(env) ?? ['drawbridge-ci'];
  return sessionName(parts.filter((part) => part !== undefined && part !== '').join('-'));
}
