import type { ErrorCode } from '@drawbridge/core';
import type { AccessTokenProfile } from '../issuer/access-claims.ts';
import type { IssueOptions } from '../issuer/signer.ts';
import type { TestIssuer } from '../issuer/test-issuer.ts';
import type { HostileToken } from './hostile-token.ts';

/** What the API under test accepts. */
export interface ForgeAccessOptions {
  /** The client that the API under test accepts tokens of. Default: the issuer's first. */
  readonly clientId?: string;
  /** By which the API under test judges. Default: that of the issuer's access tokens. */
  readonly profile?: AccessTokenProfile;
}

/** What each profile calls other kinds of tokens: by the claim `typ`, by other claims, or by the header alone. */
const OTHER_KINDS: Readonly<
  Record<AccessTokenProfile, Readonly<Record<'id' | 'refresh' | 'logout', object>>>
> = {
  generic: { id: { at_hash: 'x' }, refresh: { typ: 'Refresh' }, logout: {} },
  rfc9068: { id: {}, refresh: {}, logout: {} },
  keycloak: { id: { typ: 'ID' }, refresh: { typ: 'Refresh' }, logout: { typ: 'Logout' } },
};

/** A logout token's event (OpenID Connect Back-Channel Logout 1.0 section 2.4). */
const LOGOUT = { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } };

/**
 * Tokens of the issuer, well signed and in time, that an API must not take for an access token of its own (RFC 8725
 * section 3.12). The guard under test accepts the issuer's audience, and tokens of one client.
 */
export async function forgeHostileAccess(
  issuer: TestIssuer,
  options: ForgeAccessOptions = {},
): Promise<readonly HostileToken[]> {
  const { clientId = issuer.clients[0]?.clientId ?? 'web', profile = issuer.profile } = options;
  const kinds = OTHER_KINDS[profile];
  const tokens: HostileToken[] = [];
  const add = async (name: string, code: ErrorCode, token: Promise<string>) => {
    tokens.push({ name, code, token: await token });
  };
  const other = (claims: object, issue: IssueOptions = {}) =>
    issuer.issue({ azp: clientId, ...claims }, issue);
  const access = (claims: Readonly<Record<string, unknown>>) =>
    issuer.issueAccess(claims, { profile, clientId });

  await add('an ID token that is for this API', 'token_type_not_allowed', other(kinds.id));
  await add('a refresh token', 'token_type_not_allowed', other(kinds.refresh));
  await add('a logout token', 'token_type_not_allowed', other({ ...kinds.logout, ...LOGOUT }));
  const marked = { header: { typ: 'logout+jwt' } };
  await add('a logout token by its header', 'token_type_not_allowed', other(LOGOUT, marked));
  await add('for the account console', 'audience_mismatch', access({ aud: 'account' }));
  await add('for the client itself', 'audience_mismatch', access({ aud: clientId }));
  await add('for other APIs', 'audience_mismatch', access({ aud: ['account', 'other'] }));
  await add('for nobody', 'claim_missing', access({ aud: undefined }));
  await add('of another client', 'client_not_allowed', access({ azp: 'another' }));
  await add('of a list of clients', 'client_not_allowed', access({ azp: [clientId] }));
  if (profile !== 'rfc9068') {
    await add('of no client', 'client_not_allowed', access({ azp: undefined }));
  }
  await add('bound to a DPoP key', 'token_bound', access({ cnf: { jkt: 'x' } }));
  await add('bound to a certificate', 'token_bound', access({ cnf: { 'x5t#S256': 'x' } }));
  return tokens;
}
