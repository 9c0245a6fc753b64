import type { ConfigFault } from '@drawbridge/core';
import { VOUCH_PROVIDERS } from '../../../vouch/vouch-provider.ts';
import { vouchProviderDefaults } from '../../../vouch/providers/provider-defaults.ts';
import { vouchProviderFaults } from '../../../vouch/providers/provider-faults.ts';
import { vouchProviderWarnings } from '../../../vouch/providers/provider-warnings.ts';
import type { GivenVouchOauth } from '../../../vouch/providers/given-oauth.ts';
import type { VouchOauthSettings, VouchSettings } from '../../../vouch/vouch-settings.ts';

/** The section `oauth`, with the defaults of its provider, or what is wrong with it. */
export interface JudgedOauth {
  /** `undefined` where there are faults. */
  readonly oauth: VouchOauthSettings | undefined;
  readonly faults: readonly ConfigFault[];
  readonly warnings: readonly ConfigFault[];
}

/** Adds what the provider has for itself to a section `oauth`, and judges the whole. */
export function judgeOauth(
  given: GivenVouchOauth,
  { domains, cookie, teamWhitelist }: Pick<VouchSettings, 'domains' | 'cookie' | 'teamWhitelist'>,
): JudgedOauth {
  const provider = VOUCH_PROVIDERS.find((name) => name === given.provider);
  const { codeChallengeMethod, azureToken, ...rest } = given;
  // What is a choice of few is judged as it stands, and is one of them where there are no faults.
  const oauth = {
    ...rest,
    ...(codeChallengeMethod !== undefined && { codeChallengeMethod }),
    ...(azureToken !== undefined && { azureToken }),
  } as Partial<VouchOauthSettings>;
  const whole =
    provider === undefined ? given : vouchProviderDefaults(provider, oauth, teamWhitelist);
  const asked = { domains, cookie, oauth: whole };
  const faults = vouchProviderFaults(asked);
  return {
    oauth: faults.length > 0 ? undefined : (whole as VouchOauthSettings),
    faults,
    warnings: vouchProviderWarnings(asked),
  };
}
