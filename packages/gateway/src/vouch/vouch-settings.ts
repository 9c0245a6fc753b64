import type { VouchProviderName } from './vouch-provider.ts';

/** The configuration of a Vouch Proxy (its file, its variables and its defaults), judged. Times are seconds, where Vouch has minutes. */
export interface VouchSettings {
  /** Before all paths but `/healthcheck`: empty, or with a slash in front and none behind. */
  readonly documentRoot: string;
  /** In lower case. */
  readonly domains: readonly string[];
  readonly allowAllUsers: boolean;
  readonly publicAccess: boolean;
  readonly whiteList: readonly string[];
  readonly teamWhitelist: readonly string[];
  /** Nothing redirects: each redirect is a page with a link. */
  readonly testing: boolean;
  readonly testUrls: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly jwt: { readonly issuer: string; readonly maxAge: number };
  readonly cookie: {
    readonly name: string;
    /** In lower case. Not there: that of `domains` which has the host. */
    readonly domain: string | undefined;
    readonly secure: boolean;
    readonly httpOnly: boolean;
    /** 0: until the browser ends. */
    readonly maxAge: number;
    readonly sameSite: 'Lax' | 'Strict' | 'None' | undefined;
  };
  readonly session: { readonly name: string; readonly maxAge: number };
  readonly headers: {
    readonly jwt: string;
    readonly user: string;
    readonly success: string;
    readonly error: string;
    readonly queryString: string;
    /** Names of claims that are kept in the cookie and told in fields. */
    readonly claims: readonly string[];
    readonly claimHeader: string;
    /** Each is kept in the cookie where its field has a name. */
    readonly accessToken: string | undefined;
    readonly idToken: string | undefined;
    readonly refreshToken: string | undefined;
  };
  /** `undefined`: cookies are validated, and nobody signs in here. */
  readonly oauth: VouchOauthSettings | undefined;
}

/** The section `oauth`, with the defaults of its provider. */
export interface VouchOauthSettings {
  readonly provider: VouchProviderName;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** Of the provider where it is known (`oauth.issuer`, which Vouch Proxy has not). */
  readonly issuer: string | undefined;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly userInfoUrl: string;
  readonly userTeamUrl: string | undefined;
  readonly userOrgUrl: string | undefined;
  readonly endSessionEndpoint: string | undefined;
  readonly callbackUrls: readonly string[];
  readonly scopes: readonly string[];
  readonly codeChallengeMethod: 'S256' | undefined;
  readonly preferredDomain: string | undefined;
  readonly relyingPartyId: string | undefined;
  readonly azureToken: 'id_token' | 'access_token' | undefined;
  readonly discordUseIds: boolean;
  /** The claims request parameter (OpenID Connect Core 1.0 section 5.5), as JSON. */
  readonly claims: string | undefined;
}
