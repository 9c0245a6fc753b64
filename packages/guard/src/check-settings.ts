import { requireCount } from '@drawbridge/core';
import type { GuardOptions, IssuerOptions } from './guard-options.ts';
import type { HeaderProfile } from './header-profile.ts';
import { requireOneOf } from './judge/require-options.ts';
import { sourcesOf } from './missing.ts';

/** Options of one issuer. Beside a list of issuers they would do nothing, and `authorizedParties` look as if it did. */
const OF_AN_ISSUER: Readonly<Record<keyof IssuerOptions, true>> = {
  issuer: true,
  openIdConnectUrl: true,
  jwksUri: true,
  keys: true,
  audience: true,
  authorizedParties: true,
  profile: true,
  algorithms: true,
  requiredClaims: true,
  leeway: true,
  maxTokenAge: true,
  maxTokenLength: true,
  idTokenAudience: true,
  senderConstrained: true,
  paddedBase64: true,
  audienceParameter: true,
};

/**
 * Refuses settings of a guard that cannot be meant. Those of an issuer, a header profile and a proof are judged where
 * they are used.
 *
 * @throws {TypeError} naming the option, and saying what to write instead
 */
export function checkSettings(options: GuardOptions, headers: HeaderProfile): void {
  requireOneOf(options.anonymous, 'anonymous', ['refuse', 'absent', 'any']);
  requireOneOf(options.atHash, 'atHash', ['require', 'ifPresent', 'off']);
  requireOneOf(options.refusals, 'refusals', ['rfc6750', 'forbidden']);
  requireCount(options.cache?.maxTokens ?? 1, 'cache.maxTokens');
  requireCount(options.cache?.maxAge ?? 1, 'cache.maxAge');
  checkRequired(options.required, headers);
  checkProtection(options);
  if (options.issuers === undefined) return;
  const misplaced = Object.keys(options).find((name) => Object.hasOwn(OF_AN_ISSUER, name));
  if (misplaced === undefined) return;
  throw new TypeError(`${misplaced} is given beside issuers: write it into an entry of issuers`);
}

/** A setting that came out as `null` or `''`, as of a variable that is not set, would protect nothing and nobody know. */
function checkProtection({ proxy, revocations }: GuardOptions): void {
  if (proxy !== undefined && (typeof proxy !== 'object' || (proxy as unknown) === null)) {
    throw new TypeError('proxy must be an object; leave it out for no proof');
  }
  const given: Partial<typeof revocations> | null = revocations;
  if (given !== undefined && typeof given?.isRevoked !== 'function') {
    throw new TypeError(
      'revocations must have isRevoked; createRevocations of @drawbridge/core makes some',
    );
  }
}

function checkRequired(required: GuardOptions['required'], headers: HeaderProfile): void {
  for (const name of required ?? []) {
    requireOneOf(name, 'each of required', ['access', 'id', 'refresh']);
    if (sourcesOf(name, headers).length > 0) continue;
    throw new TypeError(
      `required names "${name}", and the header profile ${headers.name} has no field for it. Give headers another profile, such as APISIX, or add the field to it`,
    );
  }
}
