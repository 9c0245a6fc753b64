import { readProfile } from './profile-file.ts';
import { profileLines } from './profile-lines.ts';

/** A service whose address is not always AWS's own, as the names of variables have it. */
export type AwsService = 'IAM' | 'STS';

/** Where a profile has the calls of a service go. */
export interface ProfilePlace {
  readonly region?: string;
  /** Not judged. */
  readonly endpointUrl?: string;
}

/**
 * Reads of the file of configuration where the calls of a service go: the profile's `region`, and the `endpoint_url` of
 * the service in the section `services` that it names, else its own, none with `ignore_configured_endpoint_urls` (AWS SDKs
 * and Tools Reference Guide, "AWS Region", "Service-specific endpoints").
 *
 * @param config - the text of `~/.aws/config`
 */
export function profilePlace(config: string, profile: string, service: AwsService): ProfilePlace {
  const settings = readProfile(config, 'config', profile);
  const region = settings.get('region') ?? '';
  const isIgnored = settings.get('ignore_configured_endpoint_urls')?.toLowerCase() === 'true';
  const services = settings.get('services') ?? '';
  const named = services === '' ? '' : serviceEndpoint(config, services, service.toLowerCase());
  const endpointUrl = isIgnored ? '' : named || (settings.get('endpoint_url') ?? '');
  return { ...(region !== '' && { region }), ...(endpointUrl !== '' && { endpointUrl }) };
}

/** The address of a service in a section `[services NAME]`: in the block below `sts =`, say. Empty where there is none. */
function serviceEndpoint(config: string, services: string, service: string): string {
  const lines = profileLines(config);
  let isSection = false;
  for (const line of lines) {
    if (line.kind === 'section' && line.of === undefined) {
      isSection = /^services\s+(.*?)\s*$/.exec(line.name)?.[1] === services;
    }
    const above = line.of === undefined ? undefined : lines[line.of];
    const isIts = isSection && line.nested && above?.name === service;
    if (isIts && line.kind === 'entry' && line.name === 'endpoint_url') return line.value;
  }
  return '';
}
