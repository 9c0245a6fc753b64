import type { CiSystem, JobEnvironment } from './ci-system.ts';

/** AWS STS API reference, AssumeRoleWithWebIdentity, RoleSessionName: 2 to 64 of these. */
const OTHER_CHARACTERS = /[^\w+=,.@-]+/g;
const LONGEST = 64;

/**
 * The name that AWS knows a job by, in CloudTrail and in the ARN of its session: by which job it was, and never a secret.
 *
 * @param system - `undefined` for a job of none that is known
 */
export function jobSessionName(system: CiSystem | undefined, env: JobEnvironment): string {
  const parts = system?.sessionName(env) ?? ['drawbridge-ci'];
  const name = parts
    .map((part) => (part ?? '').replace(OTHER_CHARACTERS, '-'))
    .filter((part) => part !== '')
    .join('-');
  if (name.length <= LONGEST) return name;
  // The end tells jobs apart.
  return name.slice(0, LONGEST / 2) + name.slice(-LONGEST / 2);
}
