import { quote } from '@drawbridge/core';
import { findPartition, type Partition, PARTITIONS } from '../partitions.ts';
import { settingFault } from '../../setting-fault.ts';

/** What says in which partition AWS is set up. */
export interface PartitionOptions {
  /** As ARNs have it: `aws-us-gov`. */
  readonly partition?: string | undefined;
  readonly providerArn?: string | undefined;
  readonly policyArns?: readonly string[];
}

/**
 * The partition that is named, or that the ARNs are in: a role trusts, and gets, nothing of another one.
 *
 * @returns `undefined` where nothing says so
 * @throws {DrawbridgeError} `cloud_setting_invalid` for one that AWS does not have, or for two
 */
export function trustPartition(options: PartitionOptions): Partition | undefined {
  const { partition: named, providerArn, policyArns = [] } = options;
  const partition = named === undefined ? undefined : findPartition(named);
  if (named !== undefined && partition === undefined) {
    throw settingFault(
      `${quote(named)} is no partition of AWS`,
      `The partitions are ${PARTITIONS.map(({ name }) => name).join(', ')}.`,
    );
  }
  let known = partition;
  for (const arn of [...(providerArn === undefined ? [] : [providerArn]), ...policyArns]) {
    const its = findPartition(arn.split(':')[1] ?? '');
    known ??= its;
    if (its === undefined || its === known) continue;
    throw settingFault(
      `${arn} is in the partition ${its.name}, and the role is to be in ${known?.name}`,
      `Partitions know nothing of each other. Name one of ${known?.name}, or give --partition ${its.name} and ARNs of that alone.`,
    );
  }
  return known;
}
