import { quote } from '@drawbridge/core';
import type { ProfilePlace } from './formats/profile-place.ts';
import { named, ofProfile } from './given-setting.ts';
import { type Partition, partitionOfRegion } from './partitions.ts';
import { settingFault } from '../setting-fault.ts';

/** What a region is chosen by. */
export interface RegionOptions {
  /** That of the role, where it is known. */
  readonly partition: Partition | undefined;
  /** Wins over the environment. */
  readonly region?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What comes after the environment. */
  readonly profile: ProfilePlace;
  /** Whether somebody named the address: something like AWS has regions of its own. */
  readonly isCustom: boolean;
}

/**
 * The region that AWS is asked in: the one given, else `AWS_REGION`, `AWS_DEFAULT_REGION`, that of the profile, the default of
 * the partition.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for what is no region, or one of another partition
 */
export function awsRegion({ partition, region, env, profile, isCustom }: RegionOptions): string {
  const given =
    region === undefined
      ? (named(env, ['AWS_REGION', 'AWS_DEFAULT_REGION']) ?? ofProfile('region', profile.region))
      : { value: region, from: 'the region' };
  if (given === undefined) return partition?.defaultRegion ?? 'us-east-1';
  const { value, from } = given;
  // It becomes part of a host name, and of what is signed.
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(value)) {
    throw settingFault(
      `${from} is ${quote(value)}, which is no region`,
      'A region is as eu-central-1.',
    );
  }
  if (isCustom || partition === undefined) return value;
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
