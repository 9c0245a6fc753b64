import { customEndpoint } from './custom-endpoint.ts';
import type { ProfilePlace } from './formats/profile-place.ts';
import { awsRegion } from './region.ts';
import type { RoleArn } from './role-arn.ts';
import { settingFault } from '../setting-fault.ts';

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
  const isCustom = custom !== undefined;
  const chosen = awsRegion({ partition: role.partition, region, env, profile, isCustom });
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
