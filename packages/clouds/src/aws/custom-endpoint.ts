import { documentUrlFault } from '@drawbridge/core';
import type { AwsService, ProfilePlace } from './formats/profile-place.ts';
import { named, ofProfile } from './given-setting.ts';
import { settingFault } from '../setting-fault.ts';

/** Where somebody may have named the address of a service. */
export interface CustomEndpointOptions {
  /** Wins over the environment. */
  readonly endpointUrl?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What comes after the environment. */
  readonly profile?: Pick<ProfilePlace, 'endpointUrl'>;
}

/**
 * The address of a service of AWS, or of something like it, that somebody named: the one given, else
 * `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, that of the profile, none of them where
 * `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is `true` (AWS SDKs and tools reference, "Service-specific endpoints").
 *
 * @returns it without a slash at its end, or `undefined` where the service is at AWS's own address
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function customEndpoint(
  service: AwsService,
  { endpointUrl, env = {}, profile = {} }: CustomEndpointOptions,
): string | undefined {
  const isIgnored = env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true';
  const configured =
    named(env, [`AWS_ENDPOINT_URL_${service}`, 'AWS_ENDPOINT_URL']) ??
    ofProfile('endpoint', profile.endpointUrl);
  const given =
    endpointUrl === undefined
      ? isIgnored
        ? undefined
        : configured
      : { value: endpointUrl, from: 'the endpoint' };
  if (given === undefined) return undefined;
  const { value, from } = given;
  const fault = documentUrlFault(value) ?? (value.includes('?') ? 'has a query' : undefined);
  if (fault !== undefined) {
    throw settingFault(
      `${from} ${fault}`,
      'It is the address that secrets are sent to: https, or http on this machine alone.',
    );
  }
  return value.replace(/\/+$/, '');
}
