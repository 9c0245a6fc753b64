/** What access tokens of an issuer look like; the same names as the profiles of a guard. */
export type AccessTokenProfile = 'generic' | 'rfc9068' | 'keycloak';

/** Whom an access token is issued to, and for what. */
export interface AccessTokenOptions {
  /** Default: that of the issuer. */
  readonly profile?: AccessTokenProfile;
  /** The client that the token is issued to. Default: the issuer's first. */
  readonly clientId?: string;
  /** Scopes with spaces between. Default: `openid profile`. */
  readonly scope?: string;
}

/** What makes a token of each kind an access token: claims of the payload, and `typ` of the header. */
export function accessTokenForm(options: Required<AccessTokenOptions>): {
  readonly typ: string;
  readonly claims: Readonly<Record<string, unknown>>;
} {
  const { profile, clientId, scope } = options;
  switch (profile) {
    case 'generic':
      return { typ: 'JWT', claims: { azp: clientId, scope } };
    case 'rfc9068':
      // RFC 9068 sections 2.1 and 2.2.
      return { typ: 'at+jwt', claims: { client_id: clientId, scope } };
    case 'keycloak':
      return {
        typ: 'JWT',
        claims: {
          typ: 'Bearer',
          azp: clientId,
          sid: crypto.randomUUID(),
          acr: '1',
          realm_access: { roles: ['offline_access', 'uma_authorization'] },
          resource_access: { account: { roles: ['manage-account', 'view-profile'] } },
          scope,
          email_verified: true,
          preferred_username: 'alice',
        },
      };
  }
}
