import { createFileFaults, type FileFaults } from '../../trust/file-faults.ts';

/** Gathers what is wrong with a trust policy or a role. @param what - `the trust policy` */
export function createPolicyFaults(what: string): FileFaults {
  return createFileFaults(
    what,
    'IAM answers MalformedPolicyDocument for one of them, and does not say which. "aws iam get-role" prints the policy of a role.',
  );
}
