import type { VouchSession } from '@drawbridge/oauth';
import type { FoundCookie } from '../found-cookie.ts';
import type { IdTokenReader, ReadIdToken } from '../id-tokens/id-token-reader.ts';
import type { StepAnswer } from './envelope.ts';

/** What a step answers about a cookie that was verified. */
export type Step = (cookie: FoundCookie) => StepAnswer | Promise<StepAnswer>;

/** What Vouch Proxy itself writes for a token that it does not keep; it has no refresh token at all. */
const NOT_KEPT = '';

/** The steps of FABRIC's demo, by their paths. */
export function createSteps(cookieName: string, idTokens: IdTokenReader): Record<StepPath, Step> {
  return {
    '/step1-encoded-vouch-cookie': ({ value }) => ({
      type: 'vouch.cookie.encoded',
      data: { cookie_name: cookieName, cookie_value: value },
    }),

    '/step2-decoded-vouch-jwt': ({ session }) => ({
      type: 'vouch.jwt.decoded',
      data: {
        ...ownClaims(session),
        p_access_token: session.accessToken ?? NOT_KEPT,
        p_id_token: session.idToken ?? NOT_KEPT,
        p_refresh_token: session.refreshToken,
      },
    }),

    '/step3-decoded-cilogon-tokens': async ({ session }) => {
      const { claims, warnings } = await readIdToken(session, idTokens);
      return {
        type: 'cilogon.tokens',
        data: {
          access_token: session.accessToken ?? NOT_KEPT,
          identity_token: claims,
          refresh_token: session.refreshToken,
        },
        warnings,
      };
    },

    // Tokens of CILogon are base32 of an address, which the demo leaves as it is: clients send them on. `/inspect` reads them.
    '/step4-fully-decoded-jwt': async ({ session }) => {
      const { claims, warnings } = await readIdToken(session, idTokens);
      return {
        type: 'vouch.jwt.fullydecoded',
        data: {
          ...ownClaims(session),
          cilogon_access_token: session.accessToken ?? NOT_KEPT,
          cilogon_identity_token: claims,
          cilogon_refresh_token: session.refreshToken,
        },
        warnings,
      };
    },
  };
}

/** The paths of the steps, in their order. */
export const STEP_PATHS = [
  '/step1-encoded-vouch-cookie',
  '/step2-decoded-vouch-jwt',
  '/step3-decoded-cilogon-tokens',
  '/step4-fully-decoded-jwt',
] as const;

/** One of them. */
export type StepPath = (typeof STEP_PATHS)[number];

/** Those that are no tokens. */
function ownClaims(session: VouchSession) {
  return {
    aud: session.audience,
    custom_claims: session.customClaims,
    exp: session.expiresAt,
    iss: session.issuer,
    username: session.username,
  };
}

async function readIdToken(
  { idToken }: VouchSession,
  idTokens: IdTokenReader,
): Promise<ReadIdToken> {
  if (idToken !== undefined) return idTokens.read(idToken);
  return {
    claims: undefined,
    warnings: [
      'The cookie has no ID token: Vouch Proxy keeps one only where headers.idtoken is set in its configuration.',
    ],
  };
}
