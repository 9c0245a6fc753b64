import { decodeToken, DrawbridgeError, member } from '@drawbridge/core';
import { isGiven, isPrintable, type TokenAnswer } from './token-answer.ts';
import type { TokenSet } from './token-set.ts';

/** From where an answer came, and when. */
export interface AnswerPlace {
  /** The endpoint. */
  readonly url: string;
  /** Seconds since the epoch, when the request was sent. The life of a token is counted from there: an answer may come late. */
  readonly sentAt: number;
  /** Seconds since the epoch, when the answer came. */
  readonly now: number;
  /** Whether the token may be no access token, such as an ID token: `N_A` of RFC 8693 section 2.2.1. */
  readonly mayBeNone?: boolean;
}

/**
 * The token set of an access token that came alone: from a file, a command, a person. It ends at its `exp`, where it is
 * a signed JWT that has one; its signature is not judged.
 *
 * @param now - seconds since the epoch
 * @throws {DrawbridgeError} `token_malformed` when it is empty, or has a character that no token has (RFC 6749 appendix A.12)
 */
export function toTokenSet(accessToken: string, now: number): TokenSet {
  if (!isPrintable(accessToken)) {
    throw new DrawbridgeError('token_malformed', {
      detail:
        accessToken === ''
          ? 'the access token is empty'
          : 'the access token has a character that no token has',
      hint: 'Give the access token alone: one line, without quotes around it.',
    });
  }
  const expiresAt = endOf(accessToken);
  return {
    accessToken,
    tokenType: 'Bearer',
    obtainedAt: now,
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

/**
 * The token set of an answer.
 *
 * @throws {DrawbridgeError} `token_endpoint_invalid` when the token is no bearer token, or there is an ID token beside it
 *   that is no JWT
 */
export function answeredTokenSet(answer: TokenAnswer, place: AnswerPlace): TokenSet {
  const { url, sentAt, now } = place;
  const { accessToken, tokenType, expiresIn, scope, refreshToken } = answer;
  requireBearer(tokenType, place);
  const expiresAt = expiresIn === undefined ? endOf(accessToken) : sentAt + expiresIn;
  const idToken = idTokenOf(answer, url);
  return {
    accessToken,
    tokenType,
    obtainedAt: now,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(refreshToken !== undefined && { refreshToken }),
    ...(idToken !== undefined && { idToken }),
    ...(scope !== undefined && { scope }),
  };
}

function requireBearer(tokenType: string, { url, mayBeNone = false }: AnswerPlace): void {
  if (tokenType === 'Bearer' || (mayBeNone && tokenType === 'N_A')) return;
  throw tokenType === 'DPoP'
    ? new DrawbridgeError('token_endpoint_invalid', {
        detail: `${url} gave a token that is bound to a key (token_type DPoP), and only bearer tokens can be carried on`,
        hint: 'Register the client for bearer tokens: its dpop_bound_access_tokens must be false (RFC 9449 section 5.2).',
      })
    : new DrawbridgeError('token_endpoint_invalid', {
        detail: `${url} gave a token that is no access token (token_type ${tokenType})`,
        hint: 'Ask whoever runs the token endpoint.',
      });
}

function idTokenOf({ members }: TokenAnswer, url: string): string | undefined {
  const idToken = member(members, 'id_token');
  if (!isGiven(idToken)) return undefined;
  if (typeof idToken === 'string' && hasFormOfJwt(idToken)) return idToken;
  throw new DrawbridgeError('token_endpoint_invalid', {
    detail: `${url} gave an ID token that is no JWT`,
    hint: 'Ask whoever runs the token endpoint.',
  });
}

function hasFormOfJwt(token: string): boolean {
  try {
    decodeToken(token, token.length);
    return true;
  } catch (thrown) {
    // Five parts, which only its reader can open.
    const isEncrypted = thrown instanceof DrawbridgeError && thrown.code === 'token_encrypted';
    return isEncrypted && isPrintable(token);
  }
}

/** Seconds since the epoch, the last that a date can have: what ends later has no end. */
const LAST_SECOND = 8.64e12;

/** The `exp` of a signed JWT (RFC 7519 section 4.1.4), where it has one that can be meant. */
function endOf(token: string): number | undefined {
  try {
    const end = member(decodeToken(token, token.length).claims, 'exp');
    if (typeof end !== 'number' || end > LAST_SECOND) return undefined;
    return Math.max(0, Math.floor(end));
  } catch {
    // Most access tokens are none.
    return undefined;
  }
}
