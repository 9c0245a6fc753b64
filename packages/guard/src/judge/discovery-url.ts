/** OpenID Connect Discovery 1.0 section 4: where an issuer's document is, after the issuer. */
export const WELL_KNOWN = '/.well-known/openid-configuration';

/** Where the discovery document of an issuer is, unless it says otherwise. */
export function discoveryUrlOf(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}${WELL_KNOWN}`;
}
