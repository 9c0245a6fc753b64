import { type Algorithm, type Awaitable, member } from '@drawbridge/core';
import type { AccessToken } from '../caller/access-token.ts';
import type { Claims } from '../caller/claims.ts';
import type { GuardSettings } from '../options/guard-options.ts';
import { mismatch } from './mismatch.ts';

/** What to do about `at_hash`. */
export type AtHashPolicy = NonNullable<GuardSettings['atHash']>;

/** As `halfHash` of core, of an engine. */
export type HalfHash = (alg: Algorithm, text: string) => Awaitable<string>;

/**
 * Judges `at_hash` (OpenID Connect Core 1.0 section 3.1.3.6) by a policy.
 *
 * @param alg - of the ID token, by which the hash function goes; where bare claims do not say it, that of the access
 *   token. `undefined` when there is none either: then it cannot be judged
 * @throws {DrawbridgeError} `token_mismatch`
 */
export async function requireAtHash(
  access: AccessToken,
  claims: Claims,
  alg: Algorithm | undefined,
  policy: AtHashPolicy,
  halfHash: HalfHash,
): Promise<void> {
  if (policy === 'off') return;
  const stated = member(claims, 'at_hash');
  if (stated === undefined) {
    if (policy === 'ifPresent') return;
    throw mismatch(
      access,
      'the ID token has no at_hash, and the guard requires one',
      "Set atHash to 'ifPresent' where the issuer gives none.",
    );
  }
  if (alg === undefined) {
    if (policy === 'ifPresent') return;
    throw mismatch(
      access,
      'nothing says by which hash the at_hash of the ID token was made',
      'Have the proxy forward the signed ID token, which does.',
    );
  }
  if (stated !== (await halfHash(alg, access.raw))) {
    throw mismatch(
      access,
      'the at_hash of the ID token is not that of the access token',
      "Set atHash to 'off' where the proxy renews the access token alone.",
    );
  }
}
