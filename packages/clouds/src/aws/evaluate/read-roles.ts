import { isJsonObject, type JsonObject, member, NO_JSON, quote, readJson } from '@drawbridge/core';
import type { FileFaults } from '../../trust/file-faults.ts';
import { createPolicyFaults } from './policy-faults.ts';
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
  const faults = createPolicyFaults(whatOf(value));
  const roles = placesOf(value, faults).map(({ role, path }) => readRole(role, path, faults));
  faults.throwIfAny();
  return roles;
}

/** What faults are told of: one role, or a list of them. */
function whatOf(value: unknown): string {
  const isOne =
    isJsonObject(value) &&
    !Object.hasOwn(value, 'Roles') &&
    !Object.hasOwn(value, 'RoleDetailList');
  return isOne ? 'the role' : 'the list of roles';
}

function placesOf(
  value: unknown,
  faults: FileFaults,
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

function readRole(role: unknown, path: string, faults: FileFaults): Role {
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
  faults: FileFaults,
): string {
  const value = member(role, name);
  if (typeof value === 'string' && value !== '') return value;
  faults.add(at(name), value === undefined ? 'is missing' : `is ${nameOf(value)}, and takes text`);
  return '';
}

function readDocument(value: unknown, path: string, faults: FileFaults): TrustPolicyDocument {
  if (typeof value !== 'string') return readPolicy(value, path, faults);
  const text = decoded(value);
  const read = text === undefined ? { fault: NO_JSON } : readJson(text);
  if (read.fault === undefined) return readPolicy(read.value, path, faults);
  faults.add(
    path,
    read.fault === NO_JSON
      ? `is ${quote(value)}, which is no JSON, encoded as in URLs or not`
      : read.fault,
  );
  return { version: '2008-10-17', statements: [] };
}

function decoded(text: string): string | undefined {
  if (text.trimStart().startsWith('{')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
