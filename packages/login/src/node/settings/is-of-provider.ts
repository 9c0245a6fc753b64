import type { SignInSettings } from '../../login-settings.ts';

const WELL_KNOWN = '/.well-known/openid-configuration';

/**
 * Whether a sign-in is at a provider.
 *
 * @param given - its issuer, with or without a last slash, or the address of its discovery document
 */
export function isOfProvider(
  { issuer, discoveryUrl }: Pick<SignInSettings, 'issuer' | 'discoveryUrl'>,
  given: string,
): boolean {
  const bare = (url: string) =>
    (url.endsWith(WELL_KNOWN) ? url.slice(0, -WELL_KNOWN.length) : url).replace(/\/$/, '');
  return given === discoveryUrl || bare(given) === bare(issuer);
}
