import type { TokenProfile } from '../../options/guard-options.ts';
import { genericProfile } from './generic.ts';
import { keycloakProfile } from './keycloak.ts';
import type { Profile } from './profile.ts';
import { rfc9068Profile } from './rfc9068.ts';

/** The profiles by the names that options have for them. */
export const PROFILES: Readonly<Record<TokenProfile, Profile>> = {
  generic: genericProfile,
  rfc9068: rfc9068Profile,
  keycloak: keycloakProfile,
};
