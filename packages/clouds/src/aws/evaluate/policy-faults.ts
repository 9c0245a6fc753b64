import { createFileFaults, type FileFaults } from '../../trust/file-faults.ts';

/** Gathers what is wrong with a trust policy or a role. @param what - `the trust policy` */
export function createPolicyFaults(what: string): FileFaults {
  return createFileFaults(
    what,
    'Give what "aws iam get-role --role-name NAME" prints. Of a policy with such a fault IAM says no more than MalformedPolicyDocument.',
  );
}
