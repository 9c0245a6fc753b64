import {
  type Algorithm,
  type Clock,
  createBoundedMap,
  DrawbridgeError,
  epochSeconds,
  type KeyRing,
  mint,
  type SigningKey,
} from '@drawbridge/core';
import type { User } from '../user/user.ts';
import { LONGEST_VALUE, listValue } from './field-value.ts';

/** `typ` of the token, so that it passes for no other kind of JWT. */
export const IDENTITY_TOKEN_TYPE = 'drawbridge-identity+jwt';

/** Claims that a token may have, in the order of the discovery document. */
export const IDENTITY_CLAIMS = [
  'iss',
  'sub',
  'aud',
  'exp',
  'iat',
  'email',
  'email_verified',
  'groups',
  'name',
  'preferred_username',
  'provider',
] as const;

/** Seconds. An app that keeps one knows for no longer than this what was true. */
const LIFETIME = 300;
/** The part of its life that a token still has when another takes its place. */
const LEFT = 1 / 5;
/** Of sessions and hosts. What is forgotten is signed anew. */
const MAX_TOKENS = 10_000;

/** Who is let through, and until when. */
export interface Identified {
  readonly user: User;
  /** What names the session or the token of this person, and no other. */
  readonly id: string;
  /** When that ends, in seconds since the epoch. */
  readonly endsAt: number;
}

/** What identity tokens are signed with. */
export interface IdentityTokensOptions {
  /** Origin of the auth host: the `iss`. */
  readonly issuer: string;
  readonly keyRing: KeyRing;
  /** Default: the key ring's. */
  readonly algorithm?: Algorithm | undefined;
  readonly clock: Clock;
}

/**
 * The signed token of somebody for one app.
 *
 * @param origin - of the app: the `aud`
 * @throws {DrawbridgeError} `token_expired` where the session is over; `overloaded`, or what the key ring lacks
 */
export type IdentityTokens = (who: Identified, origin: string) => Promise<string>;

interface Kept {
  /** Whom it is about, as the object that was asked for last: of the same one, the same is said. */
  user: User;
  /** What it says: it serves for as long as the same would be said. */
  readonly claims: string;
  readonly kid: string;
  readonly from: number;
  /** Also 0, for one that could not be signed. */
  until: number;
  readonly token: Promise<string>;
}

/** Makes {@link IdentityTokens}: one serves for a session and an app until a fifth of its life is left. */
export function createIdentityTokens(options: IdentityTokensOptions): IdentityTokens {
  const { issuer, keyRing, algorithm, clock } = options;
  const kept = createBoundedMap<Kept>(MAX_TOKENS);

  function begin(key: SigningKey, origin: string, user: User, expiresAt: number): Kept {
    const claims = identityClaims(user);
    const now = epochSeconds(clock);
    const minted = mint(key, {
      type: IDENTITY_TOKEN_TYPE,
      issuer,
      audiences: [origin],
      now,
      expiresAt,
      claims,
    });
    return {
      user,
      claims: JSON.stringify([...claims]),
      kid: key.kid,
      from: now,
      until: expiresAt - Math.ceil((expiresAt - now) * LEFT),
      token: minted.then(({ token }) => token),
    };
  }

  /** Whether the same would be said of somebody. */
  function isAbout(found: Kept, user: User): boolean {
    if (found.user === user) return true;
    if (found.claims !== JSON.stringify([...identityClaims(user)])) return false;
    found.user = user;
    return true;
  }

  return async ({ user, id, endsAt }, origin) => {
    const now = epochSeconds(clock);
    const expiresAt = Math.min(now + LIFETIME, endsAt);
    if (expiresAt <= now) throw new DrawbridgeError('token_expired');
    const key = keyRing.signingKey(algorithm);
    // No origin has a space in it.
    const name = `${origin} ${id}`;
    const found = kept.get(name);
    if (
      found !== undefined &&
      found.kid === key.kid &&
      found.from <= now &&
      now < Math.min(found.until, endsAt) &&
      isAbout(found, user)
    ) {
      return found.token;
    }
    const begun = begin(key, origin, user, expiresAt);
    // Those who ask meanwhile wait for the same one.
    kept.set(name, begun);
    try {
      return await begun.token;
    } catch (thrown) {
      begun.until = 0;
      throw thrown;
    }
  };
}

/**
 * What a token says of somebody, whatever the app. `sub` is the provider and its subject, since two providers may know two people by
 * one subject. Unknown groups are left out, and so are groups that no field has the room for: none would read as a person without
 * any.
 */
export function identityClaims(user: User): ReadonlyMap<string, unknown> {
  const { provider, subject, email, name, preferredUsername, groups } = user;
  const isWhole =
    groups.kind === 'known' && (groups.groups.length === 0 || listValue(groups.groups) !== '');
  const claims: readonly (readonly [string, unknown])[] = [
    ['sub', `${provider}:${subject}`],
    ['email', email],
    ['email_verified', email === undefined ? undefined : true],
    ['groups', isWhole ? groups.groups : undefined],
    ['name', short(name)],
    ['preferred_username', short(preferredUsername)],
    ['provider', provider],
  ];
  return new Map(claims.filter(([, value]) => value !== undefined));
}

/** What nobody is known by is left out where it is long. */
function short(text: string | undefined): string | undefined {
  return text === undefined || text.length > LONGEST_VALUE / 16 ? undefined : text;
}
