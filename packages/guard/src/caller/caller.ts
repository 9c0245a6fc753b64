import type { AccessToken } from './access-token.ts';
import type { Claims } from './claims.ts';
import type { IdToken } from './id-token.ts';
import type { RefreshToken } from './refresh-token.ts';
import type { RoleOptions } from './role-options.ts';

/** The tokens that a proxy may forward, by the names that options have for them. */
export type TokenName = 'access' | 'id' | 'refresh';

/** A token that is there when it is required, and may be missing otherwise. */
type IfRequired<Name extends TokenName, Required extends TokenName, Token> = Name extends Required
  ? Token
  : Token | undefined;

/**
 * Who is calling. Everything that decides anything comes from signed tokens; what is not signed is
 * reached by names that say so.
 *
 * Neither `JSON.stringify` nor `util.inspect` shows a token of it.
 */
export type Caller<Required extends TokenName = 'access'> = CallerWith<
  IfRequired<'id', Required, IdToken>,
  IfRequired<'refresh', Required, RefreshToken>
>;

/**
 * A {@link Caller} by the types of the tokens, and not by names that are required: so that one with more of them is
 * one with fewer, too.
 */
export interface CallerWith<
  Id extends IdToken | undefined,
  Refresh extends RefreshToken | undefined,
> {
  /** `iss` of the access token: one of the configured issuers. */
  readonly issuer: string;
  /** `sub` of the access token. Unique together with {@link issuer}, never alone. */
  readonly subject: string | undefined;
  /** The client that the token was issued to: its `azp`, or `client_id`. */
  readonly clientId: string | undefined;
  /** The scopes that the access token grants: `scope` (RFC 8693 section 4.2) or `scp`. */
  readonly scopes: readonly string[];
  readonly access: AccessToken;
  readonly id: Id;
  readonly refresh: Refresh;
  /** **Not signed.** What the proxy says that the userinfo endpoint answered, for the same subject. */
  readonly userinfo: Claims | undefined;
  /**
   * A claim of the access token; where it has none of this name, of the ID token if that is signed. Of any kind:
   * `textOf` answers it as text.
   */
  claim(name: string): unknown;
  /**
   * A claim to show to people, and to decide nothing by: as {@link claim}, and where no signed token
   * has it, from unsigned ID claims and userinfo.
   */
  displayClaim(name: string): unknown;
  /** Whether the access token grants all of these scopes. */
  hasScope(...scopes: readonly string[]): boolean;
  /**
   * Whether the access token gives this role: in `roles`, `groups` or `entitlements` (RFC 9068 section 2.2.3.1), in
   * `cognito:groups`, or in Keycloak's `realm_access`; of a client, in Keycloak's `resource_access` alone.
   *
   * @throws {TypeError} when the client is given otherwise: the role would be one of the realm then
   */
  hasRole(role: string, options?: RoleOptions): boolean;
}
