import { epochSeconds } from '@drawbridge/core';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { RefreshFamilies } from './refresh-families.ts';
import type { Signer } from './signer.ts';

/** What an issuer knows of the tokens that it gave out. */
export interface KnownTokens {
  /** Makes a token that says nothing: who wants its claims asks for them. */
  issueOpaque(claims: Readonly<Record<string, unknown>>): string;
  /** Ends a token before its time; of a refresh token, its whole family. */
  revoke(token: string): void;
  /** The members that an introspection answers for an active token; `undefined` for any other. */
  describe(token: string): Promise<Readonly<Record<string, unknown>> | undefined>;
}

/** Makes the memory of one issuer. */
export function createKnownTokens(signer: Signer, families: RefreshFamilies): KnownTokens {
  const opaque = new Map<string, Readonly<Record<string, unknown>>>();
  const revoked = new Set<string>();

  return {
    issueOpaque(claims) {
      const token = `opaque-${crypto.randomUUID()}`;
      opaque.set(token, claims);
      return token;
    },
    revoke(token) {
      revoked.add(token);
      families.end(token);
    },
    async describe(token) {
      if (revoked.has(token)) return undefined;
      const family = families.find(token);
      if (family !== undefined) {
        const { clientId, scope, claims } = family.grant;
        const { sub = 'alice' } = claims;
        const about = { token_type: 'refresh_token', client_id: clientId, scope, sub };
        return family.isUsable ? about : undefined;
      }
      const claims = opaque.get(token) ?? (await claimsOf(token, signer));
      return claims === undefined || isOver(claims, epochSeconds(signer.clock))
        ? undefined
        : claims;
    },
  };
}

function isOver({ exp }: Readonly<Record<string, unknown>>, now: number): boolean {
  return typeof exp === 'number' && exp <= now;
}

/** Of a JWT that this issuer signed, with a key that it serves. */
async function claimsOf(
  token: string,
  { jwks, clock, issuer }: Signer,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const keys = createLocalJWKSet(jwks() as JSONWebKeySet);
    const options = { issuer, currentDate: new Date(clock.now()) };
    return (await jwtVerify(token, keys, options)).payload;
  } catch {
    return undefined;
  }
}
