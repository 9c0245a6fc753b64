import { type IdentityField, IDENTITY_TOKEN_FIELD } from '../../identity/identity-field.ts';
import { IDENTITY_PROFILES } from '../../identity/identity-profiles.ts';
import type { GatewaySection } from './gateway-section.ts';
import { DEFAULT_PROFILES } from './headers-schema.ts';

/** The fields that apps are told a person by, as the configuration has them: those of profiles, then its own. */
export function identityFieldsOf(
  headers: GatewaySection['headers'] = {},
): readonly IdentityField[] {
  const { profiles = DEFAULT_PROFILES, fields = {} } = headers;
  return [
    ...profiles.flatMap((profile): readonly IdentityField[] => IDENTITY_PROFILES[profile]),
    ...Object.entries(fields).map(([name, value]) => ({ name, value })),
  ];
}

/** The names of all of them, the signed one too. Proxies take exactly these from the gateway, and none of them from a client. */
export function identityFieldNames({
  headers,
  identity = {},
}: Pick<GatewaySection, 'headers' | 'identity'>): readonly string[] {
  return [
    ...identityFieldsOf(headers).map(({ name }) => name),
    ...(identity.enabled === false ? [] : [IDENTITY_TOKEN_FIELD]),
  ];
}
