import { type DrawbridgeError, printable } from '@drawbridge/core';
import { settingFault } from '../setting-fault.ts';

/** What is wrong with a document, and where: `Statement[0].Effect`. */
export interface Faults {
  readonly add: (path: string, message: string) => void;
  /** @throws {DrawbridgeError} `cloud_setting_invalid` with all faults, where there is one */
  readonly throwIfAny: () => void;
}

/** Another file in the place of a policy has one in each line. */
const MOST_TOLD = 100;

/** @param what - what the document is: `the trust policy` */
export function createFaults(what: string): Faults {
  const found: string[] = [];
  return {
    add: (path, message) => void found.push(`${path} ${message}`.trim()),
    throwIfAny: () => {
      if (found.length > 0) throw toError(what, found);
    },
  };
}

function toError(what: string, found: readonly string[]): DrawbridgeError {
  const lines = found
    .slice(0, MOST_TOLD)
    .map((line) => printable(line).replaceAll('\n', String.raw`\u000a`));
  if (found.length > MOST_TOLD) lines.push(`and ${found.length - MOST_TOLD} more`);
  const detail =
    found.length === 1
      ? `${what} is none that IAM takes: ${lines[0]}`
      : [`${what} has ${found.length} faults:`, ...lines.map((line) => `  ${line}`)].join('\n');
  return settingFault(
    detail,
    'IAM answers MalformedPolicyDocument for one of them, and does not say which. "aws iam get-role" prints the policy of a role.',
  );
}
