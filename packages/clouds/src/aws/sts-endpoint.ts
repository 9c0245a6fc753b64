import { quote } from '@drawbridge/core';
import { customEndpoint } from './custom-endpoint.ts';
import type { ProfilePlace } from './formats/profile-place.ts';
import { type Given, named, ofProfile } from './given-setting.ts';
import { type Partition, partitionOfRegion } from './partitions.ts';
import type { RoleArn } from './role-arn.ts';
import { settingFault } from './setting-fault.ts';

/** Where STS is asked. */
export interface StsEndpoint {
  /** Without a slash at its end. */
  readonly url: string;
  /** The region, which signatures name. */
  readonly region: string;
  /** Whether somebody named the address: it may be something like AWS. */
  readonly isCustom: boolean;
}

/** What the endpoint is chosen by. */
export interface StsEndpointOptions {
  readonly role: RoleArn;
  /** Wins over the environment. */
  readonly region?: string | undefined;
  /** Wins over the environment. */
  readonly endpointUrl?: string | undefined;
  /** `AWS_REGION` and others. Default: nothing is set. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What comes after the environment. */
  readonly profile?: ProfilePlace | undefined;
}

/**
 * Finds the address of STS: that of the region, in the partition of the role (AWS SDKs and tools reference, "AWS
 * Region", "AWS STS Regional endpoints", "Service-specific endpoints").
 *
 * The region is the one given, else `AWS_REGION`, `AWS_DEFAULT_REGION`, that of the profile, the default of the partition. The
 * address is the one given, else `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL`, that of the profile, none of them where
 * `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is `true`, else AWS's own.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function stsEndpoint({
  role,
  region,
  endpointUrl,
  env = {},
  profile = {},
}: StsEndpointOptions): StsEndpoint {
  const custom = customEndpoint('STS', { endpointUrl, env, profile });
  const given =
    region === undefined
      ? (named(env, ['AWS_REGION', 'AWS_DEFAULT_REGION']) ?? ofProfile('region', profile.region))
      : { value: region, from: 'the region' };
  const chosen = chooseRegion(role.partition, given, custom !== undefined);
  if (custom !== undefined) return { url: custom, region: chosen, isCustom: true };
  if (role.account === undefined) {
    throw settingFault(
      `the ARN ${role.arn} names no account`,
      'An ARN of AWS has one: arn:aws:iam::123456789012:role/NAME. For a service like AWS, name its address: AWS_ENDPOINT_URL_STS.',
    );
  }
  const url = `https://sts.${chosen}.${role.partition.suffix}`;
  return { url, region: chosen, isCustom: false };
}

function chooseRegion(partition: Partition, given: Given | undefined, isCustom: boolean): string {
  if (given === undefined) return partition.defaultRegion;
  const { value, from } = given;
  // It becomes part of a host name, and of what is signed.
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(value)) {
    throw settingFault(
      `${from} is ${quote(value)}, which is no region`,
      'A region is as eu-central-1.',
    );
  }
  if (isCustom) return value;
  const its = partitionOfRegion(value);
  if (its === undefined) {
    throw settingFault(
      `${from} is ${quote(value)}, which is no region that AWS has`,
      `The role is in the partition ${partition.name}, whose default is ${partition.defaultRegion}.`,
    );
  }
  if (its.name !== partition.name) {
    throw settingFault(
      `${from} is ${value}, of the partition ${its.name}, and the role is in the partition ${partition.name}`,
      `Partitions know nothing of each other. Name a region of ${partition.name}, such as ${partition.defaultRegion}, or a role of ${its.name}.`,
    );
  }
  return value;
}
