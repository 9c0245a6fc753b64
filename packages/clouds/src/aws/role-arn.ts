import { quote, toDrawbridgeError } from '@drawbridge/core';
import { findPartition, type Partition, PARTITIONS } from './partitions.ts';
import { settingFault } from '../setting-fault.ts';

/** The ARN of an IAM role, taken apart. */
export interface RoleArn {
  readonly arn: string;
  readonly partition: Partition;
  /** Twelve digits. Not there for services that are like AWS and have no accounts, such as Ceph. */
  readonly account?: string;
  /** `/`, or `/team/`. */
  readonly path: string;
  readonly name: string;
}

const EXAMPLE = 'arn:aws:iam::123456789012:role/NAME';
const LOOK = `The ARN of a role looks like ${EXAMPLE}; IAM shows it on the page of the role.`;

/** IAM API reference, Role: RoleName (64 characters) and Path (512). */
const NAME = /^[\w+=,.@-]{1,64}$/;
const PATH = /^\/(?:[\x21-\x7e]{0,509}\/)?$/;

/** ARNs that are taken for that of a role, by service and kind: what they are instead. */
const OTHERS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^sts:assumed-role\//, 'of a session of a role, not of the role'],
  [/^sts:federated-user\//, 'of a federated user'],
  [/^iam:user\//, 'of a user'],
  [/^iam:group\//, 'of a group'],
  [/^iam:root$/, 'of an account'],
  [/^iam:instance-profile\//, 'of an instance profile, which holds a role'],
  [/^iam:oidc-provider\//, 'of an OpenID Connect provider, which roles trust'],
  [/^iam:saml-provider\//, 'of a SAML provider'],
  [/^iam:policy\//, 'of a policy'],
];

/**
 * Reads the ARN of an IAM role (IAM user guide, "IAM identifiers").
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`, which says what it is instead
 */
export function parseRoleArn(text: string): RoleArn {
  const [prefix, partitionName = '', service = '', region = '', account = '', ...rest] =
    text.split(':');
  const resource = rest.join(':');
  if (prefix !== 'arn' || rest.length === 0) {
    const isName = NAME.test(text);
    throw settingFault(
      `the role ${quote(text)} is ${isName ? 'the name of a role' : 'no ARN'}`,
      LOOK,
    );
  }
  const partition = findPartition(partitionName);
  if (partition === undefined) {
    throw settingFault(
      `the role ${quote(text)} is in a partition that AWS does not have`,
      `The partitions are ${PARTITIONS.map(({ name }) => name).join(', ')}.`,
    );
  }
  const other = OTHERS.find(([pattern]) => pattern.test(`${service}:${resource}`));
  if (other !== undefined) {
    throw settingFault(`${quote(text)} is the ARN ${other[1]}`, sessionHint(text) ?? LOOK);
  }
  const last = resource.lastIndexOf('/');
  const path = resource.slice('role'.length, last + 1);
  const name = resource.slice(last + 1);
  const isRole = service === 'iam' && region === '' && resource.startsWith('role/');
  const isAccount = account === '' || /^\d{12}$/.test(account);
  if (!isRole || !isAccount || !PATH.test(path) || !NAME.test(name)) {
    throw settingFault(`${quote(text)} is not the ARN of a role`, LOOK);
  }
  return { arn: text, partition, ...(account !== '' && { account }), path, name };
}

/** What is wrong with a text that is to be the ARN of a role, and `undefined` where it is one. See {@link parseRoleArn}. */
export function roleArnFault(text: string): string | undefined {
  try {
    parseRoleArn(text);
    return undefined;
  } catch (thrown) {
    return toDrawbridgeError(thrown).message;
  }
}

/** A session names its role, but for its path. */
function sessionHint(text: string): string | undefined {
  const [, partition, account, name] =
    /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})\//.exec(text) ?? [];
  return name === undefined
    ? undefined
    : `Its role is arn:${partition}:iam::${account}:role/${name}, with its path before the name where it has one.`;
}
