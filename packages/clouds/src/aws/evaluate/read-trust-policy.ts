import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import { cutName, nameOf, unknownElement } from './document-words.ts';
import type { FileFaults } from '../../trust/file-faults.ts';
import { createPolicyFaults } from './policy-faults.ts';
import type { TrustPolicyDocument } from './policy-document.ts';
import { readStatement } from './read-statement.ts';

/** IAM user guide, "IAM and AWS STS quotas" (read 2026-11): role trust policy length, 2,048 characters by default and 8,192 at most. White space is not counted. */
const LONGEST_POLICY = 8192;

const VERSIONS = ['2008-10-17', '2012-10-17'] as const;
const ELEMENTS = ['Version', 'Id', 'Statement'];

/**
 * Reads a trust policy, parsed from JSON. What IAM answers with MalformedPolicyDocument is a fault (IAM user guide, "Grammar of the
 * IAM JSON policy language", and "IAM JSON policy elements reference"); all of them are told at once. What IAM takes, however odd, is read.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function readTrustPolicy(value: unknown): TrustPolicyDocument {
  const faults = createPolicyFaults('the trust policy');
  const policy = readPolicy(value, '', faults);
  faults.throwIfAny();
  return policy;
}

/** As {@link readTrustPolicy}, of one among others. @param path - where it is, to which its places are added */
export function readPolicy(value: unknown, path: string, faults: FileFaults): TrustPolicyDocument {
  const at = (element: string) => (path === '' ? element : `${path}.${element}`);
  if (!isJsonObject(value)) {
    faults.add(path, `is ${nameOf(value)}, and a policy is an object with a Statement`);
    return { version: '2008-10-17', statements: [] };
  }
  // It is looked at first: what is longer is read no further.
  const length = lengthOf(value);
  if (length > LONGEST_POLICY) {
    faults.add(
      path,
      `has ${length} characters, and a trust policy has ${LONGEST_POLICY} at most, white space not counted`,
    );
    return { version: '2008-10-17', statements: [] };
  }
  for (const name of Object.keys(value)) {
    if (!ELEMENTS.includes(name)) faults.add(at(cutName(name)), unknownElement(name, ELEMENTS));
  }
  return {
    version: readVersion(value, at('Version'), faults),
    statements: readStatements(value, at, faults),
  };
}

function readVersion(
  policy: JsonObject,
  path: string,
  faults: FileFaults,
): TrustPolicyDocument['version'] {
  const version = member(policy, 'Version');
  if (version === undefined) return '2008-10-17';
  const found = VERSIONS.find((one) => one === version);
  if (found === undefined) {
    faults.add(
      path,
      `is ${nameOf(version)}, and IAM has ${VERSIONS.map((one) => quote(one)).join(' and ')}`,
    );
  }
  return found ?? '2012-10-17';
}

function readStatements(
  policy: JsonObject,
  at: (element: string) => string,
  faults: FileFaults,
): TrustPolicyDocument['statements'] {
  const value = member(policy, 'Statement');
  if (value === undefined) {
    faults.add(at('Statement'), 'is missing');
    return [];
  }
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) faults.add(at('Statement'), 'is empty');
  const variables = member(policy, 'Version') === '2012-10-17';
  const statements = list.map((item, index) =>
    readStatement(item, {
      path: Array.isArray(value) ? `${at('Statement')}[${index}]` : at('Statement'),
      number: index + 1,
      variables,
      faults,
    }),
  );
  requireUnique(statements, at('Statement'), faults);
  return statements;
}

function requireUnique(
  statements: TrustPolicyDocument['statements'],
  path: string,
  faults: FileFaults,
): void {
  const seen = new Set<string>();
  for (const { sid, number } of statements) {
    if (sid === undefined || sid === '') continue;
    if (seen.has(sid))
      faults.add(`${path}[${number - 1}].Sid`, `is ${quote(sid)}, as another one is`);
    seen.add(sid);
  }
}

/** The characters of its JSON text without white space. */
function lengthOf(policy: JsonObject): number {
  try {
    return JSON.stringify(policy).replace(/\s+/g, '').length;
  } catch {
    // What nests so deep has no place in a policy: it is told where it stands.
    return 0;
  }
}
