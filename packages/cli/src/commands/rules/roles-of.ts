import { readRoles, readTrustPolicy, type ReachRole, roleArnFault } from '@drawbridge/clouds/aws';
import { DrawbridgeError, isJsonObject, quote } from '@drawbridge/core';

/** How many roles a message names. */
const NAMED = 5;

/**
 * The roles of a file: those that the AWS CLI prints, or the one that a trust policy is of.
 *
 * @throws {DrawbridgeError} `usage_invalid`; `cloud_setting_invalid` for what is wrong with the file
 */
export function rolesOf(
  value: unknown,
  { trust, role }: { readonly trust: string; readonly role?: string },
): readonly ReachRole[] {
  const fault = role === undefined ? undefined : roleArnFault(role);
  if (fault !== undefined) {
    throw new DrawbridgeError('usage_invalid', {
      detail: `--role: ${fault}`,
      hint: 'Give the ARN of the role, as the file has it: arn:aws:iam::123456789012:role/NAME.',
    });
  }
  if (isJsonObject(value) && Object.hasOwn(value, 'Statement')) {
    return [{ arn: role, policy: readTrustPolicy(value) }];
  }
  const roles = readRoles(value);
  if (role === undefined) return roles;
  const own = roles.filter(({ arn }) => arn === role);
  if (own.length > 0) return own;
  const named = roles.slice(0, NAMED).map(({ arn }) => quote(arn));
  const others = roles.length > NAMED ? ` and ${roles.length - NAMED} more` : '';
  throw new DrawbridgeError('usage_invalid', {
    detail: `the file ${trust} of --trust has no role ${quote(role)}: it has ${named.join(', ') || 'none'}${others}`,
    hint: 'Give one of its roles, or leave --role out for all of them.',
  });
}
