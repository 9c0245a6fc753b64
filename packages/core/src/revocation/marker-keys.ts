import type { Engine } from '../engine/engine.ts';
import type { VerifiedToken } from '../verify/verified-token.ts';

/** By which claim a token is looked up. */
const CLAIMS = ['sid', 'sub', 'jti'] as const;

export type MarkedClaim = (typeof CLAIMS)[number];

/** As JSON, no issuer and value together read like another two. Hashed, they fit a key whatever they are. */
export async function markerKey(
  engine: Engine,
  claim: MarkedClaim,
  issuer: string,
  value: string,
): Promise<string> {
  return `revoked/${claim}/${await engine.sha256Text(JSON.stringify([issuer, value]))}`;
}

/**
 * Where a store has what ends a token before its time, by its `sid`, `sub` or `jti`: for who reads it together with
 * something else, in one question. Whether what is there ends the token, `endsToken` says.
 */
export async function markerKeys(
  engine: Engine,
  token: Pick<VerifiedToken, 'issuer' | 'claim'>,
): Promise<readonly string[]> {
  const keys: string[] = [];
  for (const claim of CLAIMS) {
    const value = token.claim(claim);
    if (typeof value === 'string') keys.push(await markerKey(engine, claim, token.issuer, value));
  }
  return keys;
}
