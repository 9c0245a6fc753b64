import type { Engine } from '../engine/engine.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { requireSeconds } from '../seconds.ts';
import type { Store } from '../store/store.ts';
import type { VerifiedToken } from '../verify/verified-token.ts';
import { endsToken, joinMarkers, type Marker, readMarker, writeMarker } from './marker.ts';

/**
 * Ends tokens, sessions and subjects before their time, on every process that shares the store. What was ended
 * stays so: to end it again can only extend it.
 *
 * Each time of ending, `expiresAt`, is in seconds since the epoch and says until when it must be remembered: until the
 * last token that it is about has ended, with the leeway. Every function throws {@link DrawbridgeError}
 * `store_unavailable`, and those that end something a `TypeError` for a time that is none: all but `notBefore` are whole seconds.
 */
export interface Revocations {
  /** Ends all tokens with this `sid`: a logout (OpenID Connect Back-Channel Logout 1.0 section 2.7). */
  revokeSession(issuer: string, sid: string, expiresAt: number): Promise<void>;
  /**
   * Ends the tokens of a subject that were issued at a moment or before, and those that do not say when.
   *
   * @param notBefore - seconds since the epoch, with a fraction or not; a token's `iat` must be later
   */
  revokeSubject(issuer: string, sub: string, notBefore: number, expiresAt: number): Promise<void>;
  /** Ends the token with this `jti`. */
  revokeToken(issuer: string, jti: string, expiresAt: number): Promise<void>;
  /** Whether a token was ended, by its `sid`, `sub` or `jti`: one question to the store for all three. */
  isRevoked(token: Pick<VerifiedToken, 'issuer' | 'claim'>): Promise<boolean>;
}

/** What {@link createRevocations} needs. */
export interface RevocationsOptions {
  readonly store: Store;
  readonly engine: Engine;
}

/** By which claim a token is looked up. */
const CLAIMS = ['sid', 'sub', 'jti'] as const;

type Claim = (typeof CLAIMS)[number];

/** How often a marker is tried to be put while others put it too. Each time that it fails, one of them was done. */
const MAX_ATTEMPTS = 20;

/** As JSON, no issuer and value together read like another two. Hashed, they fit a key whatever they are. */
async function keyOf(engine: Engine, claim: Claim, issuer: string, value: string): Promise<string> {
  return `revoked/${claim}/${await engine.sha256Text(JSON.stringify([issuer, value]))}`;
}

/** Where a store has what ends a token, for who reads more of it in the same question: see `endsToken`. */
export async function markerKeys(
  engine: Engine,
  token: Pick<VerifiedToken, 'issuer' | 'claim'>,
): Promise<readonly string[]> {
  const keys: string[] = [];
  for (const name of CLAIMS) {
    const value = token.claim(name);
    if (typeof value === 'string') keys.push(await keyOf(engine, name, token.issuer, value));
  }
  return keys;
}

/** Makes {@link Revocations} that are kept in a store. */
export function createRevocations({ store, engine }: RevocationsOptions): Revocations {
  async function mark(key: string, wanted: Marker): Promise<void> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const [found] = await store.get([key]);
      const known = found && readMarker(found.value);
      const marker = known === undefined ? wanted : joinMarkers(known, wanted);
      const { expiresAt } = marker;
      const condition = found === undefined ? 'absent' : { version: found.version };
      const version = await store.put(key, writeMarker(marker), { expiresAt, if: condition });
      if (version !== undefined) return;
    }
    throw new DrawbridgeError('store_unavailable', {
      detail: `others changed the same revocation ${MAX_ATTEMPTS} times while it was to be changed`,
    });
  }

  async function revoke(
    claim: Claim,
    issuer: string,
    value: string,
    expiresAt: number,
    notBefore?: number,
  ): Promise<void> {
    await mark(await keyOf(engine, claim, issuer, value), {
      notBefore: notBefore === undefined ? undefined : requireMoment(notBefore),
      expiresAt: requireSeconds(expiresAt, 'expiresAt'),
    });
  }

  return {
    revokeSession: (issuer, sid, expiresAt) => revoke('sid', issuer, sid, expiresAt),
    revokeSubject: (issuer, sub, notBefore, expiresAt) =>
      revoke('sub', issuer, sub, expiresAt, notBefore),
    revokeToken: (issuer, jti, expiresAt) => revoke('jti', issuer, jti, expiresAt),

    async isRevoked(token) {
      const keys = await markerKeys(engine, token);
      if (keys.length === 0) return false;
      const issuedAt = token.claim('iat');
      const found = await store.get(keys);
      return found.some((entry) => entry !== undefined && endsToken(entry.value, issuedAt));
    },
  };
}

/** A NumericDate may have a fraction (RFC 7519 section 2). */
function requireMoment(notBefore: number): number {
  if (Number.isFinite(notBefore) && notBefore >= 0) return notBefore;
  throw new TypeError('notBefore is not a number of seconds');
}
