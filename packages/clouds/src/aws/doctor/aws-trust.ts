import { isJsonObject } from '@drawbridge/core';
import { type CompiledTrustPolicy, compileTrustPolicy } from '../evaluate/compile-trust-policy.ts';
import { readRoles, type Role } from '../evaluate/read-roles.ts';
import { readTrustPolicy } from '../evaluate/read-trust-policy.ts';
import { settingFault } from '../../setting-fault.ts';

/** Whom a role trusts. */
export interface AwsTrust {
  readonly policy: CompiledTrustPolicy;
  /** Where more than the policy was given. */
  readonly role?: Role;
}

/**
 * Reads a trust policy, or one role as `aws iam get-role` prints it.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`, with all that is wrong with it
 */
export function readAwsTrust(value: unknown): AwsTrust {
  if (isJsonObject(value) && Object.hasOwn(value, 'Statement')) {
    return { policy: compileTrustPolicy(readTrustPolicy(value)) };
  }
  const [role, ...others] = readRoles(value);
  if (role === undefined || others.length > 0) {
    throw settingFault(
      `the file has ${role === undefined ? 'no role' : `${others.length + 1} roles`}, and one is to be judged`,
      'Give what "aws iam get-role --role-name NAME" prints, or the trust policy alone.',
    );
  }
  return { policy: compileTrustPolicy(role.policy), role };
}
