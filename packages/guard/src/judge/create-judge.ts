import {
  type Clock,
  type DecodedToken,
  decodeToken,
  DrawbridgeError,
  type Engine,
  member,
  quote,
  UPSTREAM_DEFAULTS,
  type TokenCacheOptions,
} from '@drawbridge/core';
import type { AccessToken } from '../caller/access-token.ts';
import { isBearerToken } from '../headers/token-characters.ts';
import { createJwtJudge } from './create-jwt-judge.ts';
import type { Judge, TokenIntrospection } from './judge.ts';
import { requireDistinct } from './require-distinct.ts';
import type { ResolvedIssuer } from './resolved-issuer.ts';

/** What the judge of a guard is made of. */
export interface JudgeOptions {
  readonly issuers: readonly ResolvedIssuer[];
  readonly introspections: readonly TokenIntrospection[];
  readonly engine: Engine;
  readonly clock: Clock;
  readonly cache: TokenCacheOptions;
}

/**
 * Makes the judge of several issuers of whatever kind. A token goes to one of them and to no other: whoever is
 * asked about a token could use it.
 *
 * - a JWT goes by its `iss`, compared as text, before anything is fetched
 * - what is none goes to the introspection that takes opaque tokens
 *
 * An issuer of both kinds of tokens may have an entry for each: its JWTs are verified, the others introspected.
 *
 * @throws {TypeError} when there is no issuer, or it cannot be told which of two a token is from
 */
export function createJudge(options: JudgeOptions): Judge {
  const { issuers, introspections } = options;
  const opaque = opaqueOf(introspections);
  const { judges, jwt } = route(options, opaque);
  const maxLength = Math.max(
    UPSTREAM_DEFAULTS.tokenLength,
    ...issuers.map((issuer) => issuer.options.maxTokenLength ?? 0),
  );

  const isPadded = issuers.some((issuer) => issuer.options.paddedBase64);

  if (introspections.length === 0 && jwt !== undefined) return jwt;

  return {
    judge(text): AccessToken | Promise<AccessToken> {
      const decoded = decode(text, { maxLength, isPadded, others: opaque !== undefined });
      if (decoded === undefined) {
        if (opaque !== undefined && isBearerToken(text)) return opaque.judge(text);
        throw new DrawbridgeError('token_malformed');
      }
      const iss = member(decoded.claims, 'iss');
      const judge = typeof iss === 'string' ? judges.get(iss) : undefined;
      if (judge !== undefined) return judge.judge(text);
      throw new DrawbridgeError('issuer_unknown', {
        detail: `the token's issuer, ${quote(iss)}, is not one of the configured issuers`,
        hint: 'Add the issuer, spelled exactly as the iss claim has it.',
      });
    },

    async ready() {
      const all = [...introspections, ...(jwt === undefined ? [] : [jwt])];
      await Promise.all(all.map((judge) => judge.ready()));
    },
  };
}

function opaqueOf(introspections: readonly TokenIntrospection[]): TokenIntrospection | undefined {
  const [first, second] = introspections.filter(({ opaque }) => opaque);
  if (first !== undefined && second !== undefined) {
    throw new TypeError(
      `${first.issuer} and ${second.issuer} both have opaque: true. One may: a token that is no JWT does not say ` +
        'whose it is, and must not be shown to an issuer that is not its own',
    );
  }
  return first;
}

function route(
  { issuers, introspections, ...parts }: JudgeOptions,
  opaque: TokenIntrospection | undefined,
): { judges: ReadonlyMap<string, Judge>; jwt: Judge | undefined } {
  if (issuers.length + introspections.length === 0)
    throw new TypeError('issuers must not be empty');
  const jwt = issuers.length === 0 ? undefined : createJwtJudge({ issuers, ...parts });
  const judges = new Map<string, Judge>();
  if (jwt !== undefined) for (const { issuer } of issuers) judges.set(issuer, jwt);
  const others = introspections.filter((entry) => entry !== opaque || !judges.has(entry.issuer));
  requireDistinct([...judges.keys(), ...others.map(({ issuer }) => issuer)]);
  for (const entry of others) judges.set(entry.issuer, entry);
  return { judges, jwt };
}

/** What tokens there may be. */
interface Forms {
  /** Characters. */
  readonly maxLength: number;
  /** Whether there may be JWTs whose base64 is padded. Whose may be is for their verifier to say. */
  readonly isPadded: boolean;
  /** Whether there may be tokens of other forms: an encrypted JWT is one, for nobody here can read it. */
  readonly others: boolean;
}

/**
 * Takes a token apart if it is a JWT.
 *
 * @throws {DrawbridgeError} `token_too_large`; unless there may be others also `token_malformed`, `token_encrypted`
 */
function decode(text: string, { maxLength, isPadded, others }: Forms): DecodedToken | undefined {
  if (others && !text.includes('.') && text.length <= maxLength) return undefined;
  try {
    return decodeToken(text, maxLength, isPadded);
  } catch (thrown) {
    const { code } = thrown as { readonly code?: unknown };
    if (others && (code === 'token_malformed' || code === 'token_encrypted')) return undefined;
    throw thrown;
  }
}
