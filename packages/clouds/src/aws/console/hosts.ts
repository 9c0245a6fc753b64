/** Where people sign in to the console of a partition, and where that leads. */
export interface ConsoleHosts {
  readonly signIn: string;
  readonly console: string;
}

/**
 * The hosts by partition: AWS General Reference, "AWS Sign-In endpoints", and granted, `pkg/console/partition.go`. The
 * partitions that are cut off from the internet are not documented, and not here.
 */
const HOSTS: Readonly<Record<string, ConsoleHosts>> = {
  aws: { signIn: 'signin.aws.amazon.com', console: 'console.aws.amazon.com' },
  'aws-us-gov': { signIn: 'signin.amazonaws-us-gov.com', console: 'console.amazonaws-us-gov.com' },
  'aws-cn': { signIn: 'signin.amazonaws.cn', console: 'console.amazonaws.cn' },
  'aws-eusc': { signIn: 'signin.amazonaws-eusc.eu', console: 'console.amazonaws-eusc.eu' },
};

/** @param partition - as ARNs have it */
export function consoleHosts(partition: string): ConsoleHosts | undefined {
  return Object.hasOwn(HOSTS, partition) ? HOSTS[partition] : undefined;
}
