import type { ConfigFault } from '@drawbridge/core';
import { OWN_PARAMETERS } from '@drawbridge/oauth';
import type { ProviderSection } from '../section/provider-schema.ts';

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
  const maxAge = parameters['max_age'];
  if (maxAge !== undefined && !/^\d{1,10}$/.test(maxAge)) {
    faults.push({
      path: `${at}.parameters.max_age`,
      message: 'is not a whole number of seconds',
    });
  }
  if (scope !== undefined && !scope.split(' ').includes('openid')) {
    faults.push({
      path: `${at}.scope`,
      message: 'has no openid in it, so that there would be no ID token',
    });
  }
  return faults;
}
