import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import { createFaults, type Faults } from './faults.ts';
import type { TrustPolicyDocument } from './policy-document.ts';
import { nameOf } from './document-words.ts';
import { readPolicy } from './read-trust-policy.ts';

/** A role of IAM, and whom it trusts. */
export interface Role {
  readonly arn: string;
  readonly name: string;
  /** Seconds. */
  readonly maxSessionDuration?: number;
  readonly policy: TrustPolicyDocument;
}

/**
 * Reads the roles in what the AWS CLI prints, parsed from JSON: `aws iam get-role`, `aws iam list-roles` and `aws iam
 * get-account-authorization-details` (IAM API reference, Role and RoleDetail). A role alone is read, too, and a list of roles. A policy may be an object, or
 * text, as the API has it: JSON that is encoded as in URLs (RFC 3986).
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` with the place and all faults
 */
export function readRoles(value: unknown): readonly Role[] {
  const faults = createFaults('the list of roles');
  const roles = placesOf(value, faults).map(({ role, path }) => readRole(role, path, faults));
  faults.throwIfAny();
  return roles;
}

function placesOf(
  value: unknown,
  faults: Faults,
): readonly { readonly role: unknown; readonly path: string }[] {
  const listed = (list: unknown, path: string) => {
    if (Array.isArray(list))
      return list.map((role: unknown, index) => ({ role, path: `${path}[${index}]` }));
    faults.add(path, `is ${nameOf(list)}, and not a list`);
    return [];
  };
  if (Array.isArray(value)) return listed(value, '');
  if (!isJsonObject(value)) {
    faults.add(
      '',
      `it is ${nameOf(value)}, and not what "aws iam get-role" or "aws iam list-roles" prints`,
    );
    return [];
  }
  for (const name of ['Roles', 'RoleDetailList']) {
    if (Object.hasOwn(value, name)) return listed(member(value, name), name);
  }
  if (Object.hasOwn(value, 'Role')) return [{ role: member(value, 'Role'), path: 'Role' }];
  if (Object.hasOwn(value, 'AssumeRolePolicyDocument')) return [{ role: value, path: '' }];
  faults.add(
    '',
    Object.hasOwn(value, 'Statement')
      ? 'it is a policy, and not a role'
      : 'it has neither Role, Roles nor RoleDetailList, as "aws iam get-role" and "aws iam list-roles" print',
  );
  return [];
}

function readRole(role: unknown, path: string, faults: Faults): Role {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (!isJsonObject(role)) {
    faults.add(path, `is ${nameOf(role)}, and not a role`);
    return { arn: '', name: '', policy: { version: '2008-10-17', statements: [] } };
  }
  const arn = readText(role, 'Arn', at, faults);
  const longest = member(role, 'MaxSessionDuration');
  if (longest !== undefined && !Number.isSafeInteger(longest)) {
    faults.add(at('MaxSessionDuration'), `is ${nameOf(longest)}, and takes seconds`);
  }
  return {
    arn,
    name:
      member(role, 'RoleName') === undefined
        ? arn.replace(/^.*\//s, '')
        : readText(role, 'RoleName', at, faults),
    ...(typeof longest === 'number' && { maxSessionDuration: longest }),
    policy: readDocument(
      member(role, 'AssumeRolePolicyDocument'),
      at('AssumeRolePolicyDocument'),
      faults,
    ),
  };
}

function readText(
  role: JsonObject,
  name: string,
  at: (name: string) => string,
  faults: Faults,
): string {
  const value = member(role, name);
  if (typeof value === 'string' && value !== '') return value;
  faults.add(at(name), value === undefined ? 'is missing' : `is ${nameOf(value)}, and takes text`);
  return '';
}

function readDocument(value: unknown, path: string, faults: Faults): TrustPolicyDocument {
  if (typeof value !== 'string') return readPolicy(value, path, faults);
  const parsed = parseText(value);
  if (parsed !== undefined) return readPolicy(parsed, path, faults);
  faults.add(path, `is ${quote(value)}, which is no JSON, encoded as in URLs or not`);
  return { version: '2008-10-17', statements: [] };
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(
      text.trimStart().startsWith('{') ? text : decodeURIComponent(text),
    ) as unknown;
  } catch {
    return undefined;
  }
}
