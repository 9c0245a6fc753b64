import {
  type Clock,
  type FetchDocument,
  type JsonObject,
  type Log,
  member,
} from '@drawbridge/core';
import {
  authorizationUrl,
  challengeOf,
  type FetchToken,
  otherSubject,
  redeemCodeForProfile,
  requestProfile,
  type TokenSet,
  type UserInfoRequest,
} from '@drawbridge/oauth';
import type { VouchAttempt, VouchIdentity, VouchProvider } from '../vouch-provider.ts';
import type { VouchOauthSettings } from '../vouch-settings.ts';
import { azureClaims } from './azure-claims.ts';
import { githubTeams } from './github-teams.ts';
import { judgeIdentity, requireSite } from './judge-identity.ts';
import { createJudgeIdToken } from './judge-id-token.ts';
import { READ_IDENTITY } from './read-identity.ts';
import { createRedeem } from './redeem.ts';
import { requireIdTokenClaims } from './require-id-token-claims.ts';
import { withoutToken } from './without-token.ts';

/** What a provider is reached by. */
export interface VouchProviderSurroundings {
  readonly fetchDocument: FetchDocument;
  /** `tokens()` of the HTTP client of `@drawbridge/node` is both. It follows no redirect. */
  readonly fetch: FetchToken & UserInfoRequest['fetch'];
  readonly clock: Clock;
  readonly log: Log;
  /** The teams and organizations that GitHub is asked for. Default: none. */
  readonly teamWhitelist?: readonly string[];
  /** Milliseconds that one request may take. Default: 10,000, for a person waits. */
  readonly timeout?: number;
}

/** Milliseconds. */
const TIMEOUT = 10_000;

/**
 * Makes the provider of a Vouch Proxy's section `oauth`, which was judged. Parameters of the authorization request that are its own cannot be
 * set by an address or a setting. Whatever a provider says is untrusted until it is verified, as far as that provider lets it be;
 * nothing of it comes into a message or the log.
 */
export function createVouchProvider(
  settings: VouchOauthSettings,
  surroundings: VouchProviderSurroundings,
): VouchProvider {
  const { provider, scopes } = settings;
  const { fetch, clock, teamWhitelist = [], timeout = TIMEOUT } = surroundings;
  const judgeIdToken = createJudgeIdToken({ ...surroundings, settings });
  const redeem = createRedeem(settings, { fetch, clock, timeout });
  const asksNonce = scopes.includes('openid');

  return {
    endSessionEndpoint: settings.endSessionEndpoint,

    async authorizationUrl({ state, nonce, redirectUri, codeVerifier }) {
      const isChallenged = settings.codeChallengeMethod === 'S256';
      return authorizationUrl(
        settings.authUrl,
        {
          client_id: settings.clientId,
          redirect_uri: given(redirectUri),
          response_type: 'code',
          scope: given(scopes.join(' ')),
          state,
          nonce: asksNonce ? nonce : undefined,
          code_challenge: isChallenged ? await challengeOf(codeVerifier) : undefined,
          code_challenge_method: isChallenged ? 'S256' : undefined,
        },
        extraParameters(settings),
      );
    },

    async identify(code, attempt) {
      if (provider === 'indieauth') return ofSite(code, attempt);
      const tokens = await redeem(code, attempt);
      const idClaims =
        tokens.idToken === undefined
          ? undefined
          : await judgeIdToken(tokens.idToken, {
              nonce: asksNonce ? attempt.nonce : undefined,
              accessToken: tokens.accessToken,
              code,
            });
      const claims = await claimsOf(tokens, idClaims);
      const told = READ_IDENTITY[provider](claims, settings.discordUseIds);
      requireSubject(told.subject, idClaims);
      return {
        ...judgeIdentity(told, claims),
        teams: await teamsOf(told.username, tokens),
        accessToken: tokens.accessToken,
        idToken: tokens.idToken,
        refreshToken: tokens.refreshToken,
      };
    },
  };

  /** What says who it is. */
  async function claimsOf(
    { accessToken }: TokenSet,
    idClaims: JsonObject | undefined,
  ): Promise<JsonObject> {
    if (provider === 'homeassistant') return {};
    if (provider === 'adfs') return requireIdTokenClaims(idClaims, settings);
    if (provider === 'azure') {
      const verified = requireIdTokenClaims(idClaims, settings);
      return settings.azureToken === 'id_token' ? verified : azureClaims(verified, accessToken);
    }
    // Whoever names an issuer, and asks it for an ID token, is not content without one.
    const isNamed = provider === 'google' || settings.issuer !== undefined;
    if (asksNonce && isNamed) requireIdTokenClaims(idClaims, settings);
    const url = withoutToken(settings.userInfoUrl);
    return requestProfile({ url, accessToken, fetch, timeout });
  }

  /** OpenID Connect Core 1.0 section 5.3.2: what another token was put in the place of. */
  function requireSubject(subject: string | undefined, idClaims: JsonObject | undefined): void {
    if (idClaims === undefined) return;
    const isOpenid = provider === 'oidc' || provider === 'google';
    if (subject === undefined && !isOpenid) return;
    if (subject !== member(idClaims, 'sub')) throw otherSubject(settings.userInfoUrl);
  }

  async function teamsOf(
    username: string | undefined,
    { accessToken }: TokenSet,
  ): Promise<readonly string[]> {
    const { userTeamUrl, userOrgUrl } = settings;
    if (provider !== 'github' || username === undefined) return [];
    if (userTeamUrl === undefined || userOrgUrl === undefined) return [];
    return githubTeams({
      userTeamUrl,
      userOrgUrl,
      teamWhitelist,
      username,
      accessToken,
      fetch,
      timeout,
    });
  }

  async function ofSite(
    code: string,
    { redirectUri, codeVerifier }: VouchAttempt,
  ): Promise<VouchIdentity> {
    const { authUrl: url, clientId } = settings;
    const client = { method: 'none', clientId } as const;
    const claims = await redeemCodeForProfile(
      { url, fetch, client, timeout },
      { code, redirectUri, codeVerifier, clock },
    );
    const told = READ_IDENTITY.indieauth(claims, false);
    requireSite(told.username);
    return {
      ...judgeIdentity(told, claims),
      teams: [],
      accessToken: '',
      idToken: undefined,
      refreshToken: undefined,
    };
  }
}

function extraParameters(settings: VouchOauthSettings): Readonly<Record<string, string>> {
  const { provider, preferredDomain, relyingPartyId, claims } = settings;
  return {
    ...(provider === 'google' && preferredDomain !== undefined && { hd: preferredDomain }),
    ...(provider === 'adfs' && relyingPartyId !== undefined && { resource: relyingPartyId }),
    ...(claims !== undefined && { claims }),
  };
}

function given(text: string): string | undefined {
  return text === '' ? undefined : text;
}
