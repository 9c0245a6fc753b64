import type { ConfigFault } from '@drawbridge/core';
import type { ProviderSection } from '../section/provider-schema.ts';

/** What the gateway sets itself, or what would have the answer come back where it is not waited for. */
const OWN_PARAMETERS: ReadonlySet<string> = new Set([
  'client_id',
  'client_secret',
  'code_challenge',
  'code_challenge_method',
  'nonce',
  'redirect_uri',
  'request',
  'request_uri',
  'response_mode',
  'response_type',
  'scope',
  'state',
]);

/** What does not fit together in one provider. */
export function providerFaults(
  { scope, parameters = {} }: ProviderSection,
  at: string,
): readonly ConfigFault[] {
  const faults: ConfigFault[] = Object.keys(parameters)
    .filter((name) => OWN_PARAMETERS.has(name))
    .map((name) => ({
      path: `${at}.parameters.${name}`,
      message: 'is set by the gateway itself, and cannot be given',
    }));
  if (scope !== undefined && !scope.split(' ').includes('openid')) {
    faults.push({
      path: `${at}.scope`,
      message: 'has no openid in it, so that there would be no ID token',
    });
  }
  return faults;
}
