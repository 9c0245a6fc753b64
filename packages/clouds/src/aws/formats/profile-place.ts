import { readProfile } from './profile-file.ts';
import { profileLines } from './profile-lines.ts';

/** Where a profile has calls of STS go. */
export interface ProfilePlace {
  readonly region?: string;
  /** Not judged. */
  readonly endpointUrl?: string;
}

/**
 * Reads of the file of configuration where calls of STS go: the profile's `region`, and the `endpoint_url` of `sts` in the
 * section `services` that it names, else its own, none with `ignore_configured_endpoint_urls` (AWS SDKs and Tools
 * Reference Guide, "AWS Region", "Service-specific endpoints").
 *
 * @param config - the text of `~/.aws/config`
 */
export function profilePlace(config: string, profile: string): ProfilePlace {
  const settings = readProfile(config, 'config', profile);
  const region = settings.get('region') ?? '';
  const isIgnored = settings.get('ignore_configured_endpoint_urls')?.toLowerCase() === 'true';
  const services = settings.get('services') ?? '';
  const named = services === '' ? '' : serviceEndpoint(config, services);
  const endpointUrl = isIgnored ? '' : named || (settings.get('endpoint_url') ?? '');
  return { ...(region !== '' && { region }), ...(endpointUrl !== '' && { endpointUrl }) };
}

/** The address of STS in a section `[services NAME]`: a block below `sts =`. Empty where there is none. */
function serviceEndpoint(config: string, services: string): string {
  const lines = profileLines(config);
  let isSection = false;
  for (const line of lines) {
    if (line.kind === 'section' && line.of === undefined) {
      isSection = /^services\s+(.*?)\s*$/.exec(line.name)?.[1] === services;
    }
    const above = line.of === undefined ? undefined : lines[line.of];
    const isSts = isSection && line.nested && above?.name === 'sts';
    if (isSts && line.kind === 'entry' && line.name === 'endpoint_url') return line.value;
  }
  return '';
}
