import type { IdentityField } from './identity-field.ts';

/** The fields that apps know from other gateways, by the name of a setting. Lists of fields can be joined. */
export const IDENTITY_PROFILES = {
  /** Of Authelia, and of apps with a sign-in by a trusted header. */
  remote: [
    { name: 'Remote-User', value: 'user' },
    { name: 'Remote-Email', value: 'email' },
    { name: 'Remote-Name', value: 'name' },
    { name: 'Remote-Groups', value: 'groups' },
  ],
  /** Of oauth2-proxy where nginx asks it, whose user is the subject. */
  'auth-request': [
    { name: 'X-Auth-Request-User', value: 'subject' },
    { name: 'X-Auth-Request-Email', value: 'email' },
    { name: 'X-Auth-Request-Preferred-Username', value: 'preferredUsername' },
    { name: 'X-Auth-Request-Groups', value: 'groups' },
  ],
  /** Of traefik-forward-auth, whose user is an email, and of oauth2-proxy before an app. */
  forwarded: [
    { name: 'X-Forwarded-User', value: 'user' },
    { name: 'X-Forwarded-Email', value: 'email' },
    { name: 'X-Forwarded-Preferred-Username', value: 'preferredUsername' },
    { name: 'X-Forwarded-Groups', value: 'groups' },
  ],
  /** Of Vouch Proxy; claims join it by {@link vouchClaimField}. */
  vouch: [
    { name: 'X-Vouch-User', value: 'user' },
    { name: 'X-Vouch-Success', value: 'isSignedIn' },
  ],
} as const satisfies Readonly<Record<string, readonly IdentityField[]>>;

/** Names of profiles. */
export type IdentityProfile = keyof typeof IDENTITY_PROFILES;

/**
 * The field in which Vouch Proxy hands on a claim: `given_name` is in `X-Vouch-IdP-Claims-Given-Name`, and of a claim that is
 * named by a URL the scheme is left out.
 */
export function vouchClaimField(claim: string): IdentityField {
  const words = claim
    .replace(/^https?:\/\//, '')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1).toLowerCase()}`);
  return {
    name: ['X-Vouch-IdP-Claims', ...words].join('-'),
    value: { claim, lists: 'quoted' },
  };
}
