import type { HeaderProfile } from '../headers/header-profile.ts';
import type { IssuerOptions } from '../options/guard-options.ts';

/** Google's Identity-Aware Proxy: a JWT of Google's own about the user. {@link googleIap} has its issuer. */
export const GOOGLE_IAP = Object.freeze<HeaderProfile>({
  name: 'google-iap',
  access: [{ name: 'x-goog-iap-jwt-assertion' }],
  source: 'https://docs.cloud.google.com/iap/docs/signed-headers-howto, 2026-11',
});

/** The issuer of Google's Identity-Aware Proxy. */
export function googleIap({
  audience,
}: {
  /** Such as `/projects/NUMBER/global/backendServices/ID` or `/projects/NUMBER/apps/PROJECT`. */
  readonly audience: string | readonly string[];
}): IssuerOptions {
  return {
    issuer: 'https://cloud.google.com/iap',
    jwksUri: 'https://www.gstatic.com/iap/verify/public_key-jwk',
    audience,
    algorithms: ['ES256'],
  };
}
