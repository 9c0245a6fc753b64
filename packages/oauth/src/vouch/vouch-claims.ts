import { DrawbridgeError, isJsonObject, type JsonObject, member } from '@drawbridge/core';
import type { VouchSession } from './vouch-session.ts';

/** The claims as Vouch Proxy writes them: its names, in its order, and empty texts for tokens that are not kept. */
export function toVouchClaims(session: VouchSession): JsonObject {
  const { username, customClaims, accessToken, idToken, refreshToken } = session;
  const { audience, expiresAt, issuer } = session;
  return {
    username,
    CustomClaims: customClaims ?? null,
    PAccessToken: accessToken ?? '',
    PIdToken: idToken ?? '',
    // A field that Vouch Proxy itself does not have.
    ...(refreshToken !== undefined && { PRefreshToken: refreshToken }),
    aud: audience,
    ...(expiresAt !== undefined && { exp: expiresAt }),
    iss: issuer,
  };
}

/**
 * Reads the claims of a JWT whose signature was verified. What is not there, or null, is empty, as for a reader in Go.
 *
 * @throws {DrawbridgeError} `claim_invalid` for a claim of another type
 */
export function fromVouchClaims(claims: JsonObject): VouchSession {
  return {
    username: text(claims, 'username') ?? '',
    customClaims: object(claims, 'CustomClaims'),
    accessToken: text(claims, 'PAccessToken'),
    idToken: text(claims, 'PIdToken'),
    refreshToken: text(claims, 'PRefreshToken'),
    audience: text(claims, 'aud') ?? '',
    expiresAt: numericDate(claims, 'exp'),
    issuer: text(claims, 'iss') ?? '',
  };
}

/** A NumericDate (RFC 7519 section 2), in seconds. @throws {DrawbridgeError} `claim_invalid` */
export function numericDate(claims: JsonObject, name: string): number | undefined {
  const value = member(claims, name) ?? undefined;
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw invalid(name, 'a number');
}

function text(claims: JsonObject, name: string): string | undefined {
  const value = member(claims, name) ?? '';
  if (typeof value !== 'string') throw invalid(name, 'a string');
  return value === '' ? undefined : value;
}

function object(claims: JsonObject, name: string): JsonObject | undefined {
  const value = member(claims, name) ?? undefined;
  if (value === undefined || isJsonObject(value)) return value;
  throw invalid(name, 'an object');
}

function invalid(name: string, wanted: string): DrawbridgeError {
  return new DrawbridgeError('claim_invalid', {
    detail: `the ${name} of Vouch Proxy's cookie is not ${wanted}`,
  });
}
