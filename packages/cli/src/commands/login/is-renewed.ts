import type { LoginSettings } from '@drawbridge/login';
import type { TokenSet } from '@drawbridge/oauth';

/** Whether nobody is needed when the tokens of a login end. */
export function isRenewed(
  { flow }: Pick<LoginSettings, 'flow'>,
  { refreshToken }: Pick<TokenSet, 'refreshToken'>,
): boolean {
  return refreshToken !== undefined || flow === 'client-credentials';
}

/** Why somebody is needed then: what a person cannot see, and goes on to wonder about each hour. */
export const NOT_RENEWED = 'not renewed: the provider gave no refresh token';
