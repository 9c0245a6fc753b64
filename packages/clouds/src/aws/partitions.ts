/** A partition of AWS: regions with accounts, ARNs and addresses of their own. */
export interface Partition {
  /** As ARNs have it: `aws-cn`. */
  readonly name: string;
  /** What addresses end with. */
  readonly suffix: string;
  /** Where nothing else says in which region. */
  readonly defaultRegion: string;
  /** What its regions look like, whole. AWS opens regions more often than we release. */
  readonly regions: RegExp;
}

/**
 * The partitions of AWS: `partitions.json` of the endpoint rules that the SDKs of AWS share, as @aws-sdk/core 3.x of
 * November 2026 has it (id, dnsSuffix, implicitGlobalRegion, regionRegex). A test compares them.
 */
export const PARTITIONS: readonly Partition[] = [
  {
    name: 'aws',
    suffix: 'amazonaws.com',
    defaultRegion: 'us-east-1',
    regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/,
  },
  {
    name: 'aws-cn',
    suffix: 'amazonaws.com.cn',
    defaultRegion: 'cn-northwest-1',
    regions: /^cn-\w+-\d+$/,
  },
  {
    name: 'aws-eusc',
    suffix: 'amazonaws.eu',
    defaultRegion: 'eusc-de-east-1',
    regions: /^eusc-(de)-\w+-\d+$/,
  },
  {
    name: 'aws-iso',
    suffix: 'c2s.ic.gov',
    defaultRegion: 'us-iso-east-1',
    regions: /^us-iso-\w+-\d+$/,
  },
  {
    name: 'aws-iso-b',
    suffix: 'sc2s.sgov.gov',
    defaultRegion: 'us-isob-east-1',
    regions: /^us-isob-\w+-\d+$/,
  },
  {
    name: 'aws-iso-e',
    suffix: 'cloud.adc-e.uk',
    defaultRegion: 'eu-isoe-west-1',
    regions: /^eu-isoe-\w+-\d+$/,
  },
  {
    name: 'aws-iso-f',
    suffix: 'csp.hci.ic.gov',
    defaultRegion: 'us-isof-south-1',
    regions: /^us-isof-\w+-\d+$/,
  },
  {
    name: 'aws-us-gov',
    suffix: 'amazonaws.com',
    defaultRegion: 'us-gov-west-1',
    regions: /^us-gov-\w+-\d+$/,
  },
];

/** @param name - as ARNs have it */
export function findPartition(name: string): Partition | undefined {
  return PARTITIONS.find((partition) => partition.name === name);
}

/** The partition that a region is in, by its form. */
export function partitionOfRegion(region: string): Partition | undefined {
  return PARTITIONS.find(({ regions }) => regions.test(region));
}
