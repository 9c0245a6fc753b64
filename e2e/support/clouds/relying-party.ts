import {
  createLocalJWKSet,
  decodeJwt,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import type { Fetch } from './network.ts';

// What the three clouds do alike: read the issuer's two documents anew, and verify with jose.

/** Why a token was not taken. */
export type Refusal = 'issuer' | 'audience' | 'unreachable' | 'expired' | 'signature';

/** A token was not taken. */
export class TokenRefused extends Error {
  readonly refusal: Refusal;
  readonly claims: JWTPayload;

  constructor(refusal: Refusal, claims: JWTPayload) {
    super(refusal);
    this.refusal = refusal;
    this.claims = claims;
  }
}

/** The world as a cloud sees it: what it can reach, and what time it is. */
export interface Outside {
  readonly fetch: Fetch;
  now(): Date;
}

/** How a cloud judges tokens. */
export interface Judgement {
  readonly outside: Outside;
  /** Milliseconds for each document. */
  readonly timeout: number;
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly algorithms: readonly string[];
  /** Members that the discovery document must have beside `issuer` and `jwks_uri`. */
  readonly members: readonly string[];
}

/**
 * Judges a token by the documents that its issuer serves to the world.
 *
 * @throws {TokenRefused}
 */
export async function judgeToken(token: string, by: Judgement): Promise<JWTPayload> {
  const claims = decodeJwt(token);
  if (claims.iss !== by.issuer) throw new TokenRefused('issuer', claims);
  if (!by.audiences.some((audience) => audience === claims.aud)) {
    throw new TokenRefused('audience', claims);
  }
  const keys = await readKeys(by).catch(() => {
    throw new TokenRefused('unreachable', claims);
  });
  try {
    const { issuer, algorithms } = by;
    const currentDate = by.outside.now();
    const requiredClaims = ['sub', 'iat', 'exp'];
    const options = { issuer, algorithms: [...algorithms], requiredClaims, currentDate };
    return (await jwtVerify(token, createLocalJWKSet(keys), options)).payload;
  } catch (fault) {
    const expired = fault instanceof errors.JWTExpired;
    throw new TokenRefused(expired ? 'expired' : 'signature', claims);
  }
}

async function readKeys({ outside, timeout, issuer, members }: Judgement): Promise<JSONWebKeySet> {
  const read = async (url: string): Promise<Record<string, unknown>> => {
    const { status, body } = await outside.fetch(url, timeout);
    if (status !== 200) throw new Error(`${url} answers ${status}`);
    return JSON.parse(body) as Record<string, unknown>;
  };
  const document = await read(`${issuer}/.well-known/openid-configuration`);
  const missing = members.filter((member) => !(member in document));
  if (document['issuer'] !== issuer || missing.length > 0) throw new Error('not its document');
  return (await read(String(document['jwks_uri']))) as unknown as JSONWebKeySet;
}
