import { decodeToken } from '@drawbridge/core';
import type { GrantOptions, TestIssuer } from '../issuer/test-issuer.ts';

/** Switches of APISIX's plugin `openid-connect`, by its own names, with the defaults of 3.18. */
export interface ApisixSettings {
  /** Default: true. */
  readonly set_access_token_header?: boolean;
  /** Whether that header is `Authorization`. Default: false. */
  readonly access_token_in_authorization_header?: boolean;
  /** Default: true. */
  readonly set_id_token_header?: boolean;
  /** Since 3.18. Default: false. */
  readonly set_raw_id_token_header?: boolean;
  /** Default: true. */
  readonly set_userinfo_header?: boolean;
  /** Default: false. */
  readonly set_refresh_token_header?: boolean;
}

/** What APISIX has in hand when it passes a request on. */
export interface ApisixTokens {
  readonly accessToken: string;
  /** Claims of the ID token, which go on without their signature. */
  readonly idClaims?: object;
  readonly idToken?: string;
  readonly userinfo?: object;
  readonly refreshToken?: string;
}

export interface ApisixOptions extends GrantOptions {
  /**
   * `session` after a sign-in in a browser; `bearer` for a caller that brings its own access token in `Authorization`,
   * which stays there. Default: `session`.
   */
  readonly flow?: 'session' | 'bearer';
  /** The settings of the route. */
  readonly settings?: ApisixSettings;
  /** What the userinfo endpoint answered. Default: `sub` and the claims given. */
  readonly userinfo?: object;
}

/**
 * The header fields that APISIX's plugin `openid-connect` (3.18) sends to the service behind it, about one person: the
 * tokens belong together, and are good.
 *
 * @param claims - of the person: `sub`, `preferred_username`, groups
 */
export async function apisixHeaders(
  issuer: TestIssuer,
  claims: Readonly<Record<string, unknown>> = {},
  options: ApisixOptions = {},
): Promise<Record<string, string>> {
  const { flow = 'session', settings = {}, ...grant } = options;
  const tokens = await issuer.grant(claims, grant);
  const { accessToken, idToken, refreshToken } = tokens;
  if (flow === 'bearer') {
    const userinfo = options.userinfo ?? decodeToken(accessToken).claims;
    return {
      Authorization: `Bearer ${accessToken}`,
      ...toApisixHeaders({ accessToken, userinfo }, settings),
    };
  }
  return toApisixHeaders(
    {
      accessToken,
      ...(idToken !== undefined && { idToken, idClaims: decodeToken(idToken).claims }),
      ...(refreshToken !== undefined && { refreshToken }),
      userinfo: options.userinfo ?? { sub: 'alice', ...claims },
    },
    settings,
  );
}

/** The header fields of tokens, whether they belong together or not. */
export function toApisixHeaders(
  tokens: ApisixTokens,
  settings: ApisixSettings = {},
): Record<string, string> {
  const { set_access_token_header = true, access_token_in_authorization_header = false } = settings;
  const { set_id_token_header = true, set_raw_id_token_header = false } = settings;
  const { set_userinfo_header = true, set_refresh_token_header = false } = settings;
  const { accessToken, idToken, idClaims, userinfo, refreshToken } = tokens;
  const fields: readonly (readonly [boolean, string, string | undefined])[] = [
    [
      set_access_token_header && access_token_in_authorization_header,
      'Authorization',
      `Bearer ${accessToken}`,
    ],
    [
      set_access_token_header && !access_token_in_authorization_header,
      'X-Access-Token',
      accessToken,
    ],
    [set_id_token_header, 'X-ID-Token', idClaims && toBase64(idClaims)],
    [set_raw_id_token_header, 'X-Raw-ID-Token', idToken],
    [set_userinfo_header, 'X-Userinfo', userinfo && toBase64(userinfo)],
    [set_refresh_token_header, 'X-Refresh-Token', refreshToken],
  ];
  const sent: Record<string, string> = {};
  for (const [isOn, name, value] of fields) {
    if (isOn && value !== undefined) sent[name] = value;
  }
  return sent;
}

/** Base64 of JSON: the standard alphabet, padded (RFC 4648 section 4). */
export function toBase64(value: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
