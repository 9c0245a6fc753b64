import {
  type Algorithm,
  createDefaultEngine,
  createKeySet,
  createVerifier as createOurs,
  systemClock,
} from '@drawbridge/core';
import { createVerifier as createFastJwt } from 'fast-jwt';
import { exportSPKI, jwtVerify } from 'jose';
import type { Work } from '../harness/own-cpu-time.ts';
import type { TokensToVerify } from './tokens.ts';

/** Verifies a token; throws, or rejects, unless it is good. */
export type VerifyToken = Work<string>;

/** Whom ours is measured against. */
export const PEERS = ['fast-jwt', 'jose'] as const;
export type Peer = (typeof PEERS)[number];

/** Seconds that the clocks may differ, for all. */
const LEEWAY = 30;
/** What ours requires beside `iss`, `aud` and `exp` unless told otherwise. */
const REQUIRED = ['sub', 'iat'];

/** The verifier of every part of Drawbridge, with its keys at hand. */
export function ours({ alg, issuer, audience, key }: TokensToVerify): VerifyToken {
  const engine = createDefaultEngine();
  const keys = createKeySet([key.publicJwk], issuer, engine);
  const verifier = createOurs({
    issuers: [{ issuer, audiences: [audience], keys, algorithms: [alg], leeway: LEEWAY }],
    engine,
    clock: systemClock,
  });
  return (token) => verifier.verify(token);
}

/** A peer that is told to check what ours checks, as far as it can, with its key ready. */
export async function peer(name: Peer, given: TokensToVerify): Promise<VerifyToken> {
  return name === 'jose' ? jose(given) : await fastJwt({ ...given, key: given.key.publicKey });
}

/** Whose tokens fast-jwt takes. */
export interface FastJwtOptions {
  readonly alg: Algorithm;
  readonly issuer: string;
  readonly audience: string;
  readonly key: CryptoKey;
  /** How many tokens it remembers. Default: none. */
  readonly remembered?: number;
}

/** fast-jwt, told to check what ours checks, as far as it can. */
export async function fastJwt(options: FastJwtOptions): Promise<VerifyToken> {
  const { alg, issuer, audience, key, remembered } = options;
  return createFastJwt({
    key: await exportSPKI(key),
    algorithms: [alg],
    allowedIss: issuer,
    allowedAud: audience,
    requiredClaims: ['iss', 'aud', 'exp', ...REQUIRED],
    checkTyp: 'JWT',
    clockTolerance: LEEWAY * 1000,
    cache: remembered ?? false,
  });
}

function jose({ alg, issuer, audience, key }: TokensToVerify): VerifyToken {
  const options = {
    issuer,
    audience,
    algorithms: [alg],
    requiredClaims: ['exp', ...REQUIRED],
    typ: 'JWT',
    clockTolerance: LEEWAY,
  };
  return (token) => jwtVerify(token, key.publicKey, options);
}
