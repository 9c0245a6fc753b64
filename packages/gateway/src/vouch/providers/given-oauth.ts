import type { VouchOauthSettings } from '../vouch-settings.ts';

/** The section `oauth` as somebody wrote it: what is missing is missing, and what is a choice of few may be any text. */
export type GivenVouchOauth = {
  readonly [Name in Exclude<
    keyof VouchOauthSettings,
    'provider' | 'codeChallengeMethod' | 'azureToken'
  >]?: VouchOauthSettings[Name] | undefined;
} & {
  readonly provider?: string | undefined;
  readonly codeChallengeMethod?: string | undefined;
  readonly azureToken?: string | undefined;
};
