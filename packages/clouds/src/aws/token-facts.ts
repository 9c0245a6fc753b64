import { decodeToken, type JsonObject, quote } from '@drawbridge/core';
import { withoutScheme } from './provider-url.ts';
import type { FaultFacts } from './fault-rows.ts';

/** What hints say of a token: claims alone, which are no secrets, and nothing of the token itself. */
export function factsOf(claims: JsonObject, roleArn: string): FaultFacts {
  const { iss, aud, azp, sub, exp } = claims;
  const issuer = typeof iss === 'string' ? bare(iss) : 'an issuer that it does not name (iss)';
  return {
    roleArn,
    issuer,
    host: typeof iss === 'string' ? withoutScheme(issuer) : 'ISSUER',
    // IAM user guide, "Available keys for AWS OIDC federation": azp, where there is one, is the value of the key aud.
    audience:
      azp === undefined
        ? quote(aud ?? 'nothing (aud)')
        : `${quote(azp)} (azp; aud is ${quote(aud)})`,
    subject: sub === undefined ? 'nothing' : quote(sub),
    ends: timeOf(exp),
  };
}

/** The claims of a token that is not judged here. None where they cannot be read. */
export function claimsOf(token: string): JsonObject {
  try {
    return decodeToken(token).claims;
  } catch {
    return {};
  }
}

function bare(text: string): string {
  return quote(text).slice(1).replace(/"$/, '');
}

function timeOf(exp: unknown): string {
  if (typeof exp !== 'number' || !(Math.abs(exp) <= 8_640_000_000_000))
    return 'at a time that it does not say';
  return `at ${new Date(exp * 1000).toISOString()}`;
}
