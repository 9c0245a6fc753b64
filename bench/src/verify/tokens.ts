import { type Algorithm, epochSeconds, systemClock } from '@drawbridge/core';
import { createTestIssuer, type TestKey } from '@drawbridge/testing';
import { keycloakClaims, type KeycloakKind } from './keycloak-claims.ts';

/** Tokens to verify, and by what. */
export interface TokensToVerify {
  readonly alg: Algorithm;
  readonly issuer: string;
  readonly audience: string;
  readonly key: TestKey;
  /** Distinct, and all good. */
  readonly tokens: readonly string[];
}

const ISSUER = 'https://sso.example.com/realms/example';
const AUDIENCE = 'https://bridge.example.com';

/** Seconds that the tokens are valid: longer than any bench runs. */
const LIFETIME = 3600;

/** Has tokens signed, of about 1.1 kB with an RSA key of 2,048 bits. @param kind - default: ID tokens */
export async function tokensToVerify(
  alg: Algorithm,
  count: number,
  kind: KeycloakKind = 'ID',
): Promise<TokensToVerify> {
  const issuer = await createTestIssuer({
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: [alg],
    keyName: 'bench-verify',
  });
  const exp = epochSeconds(systemClock) + LIFETIME;
  const tokens = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      issuer.issue({ ...keycloakClaims(index, kind), exp }),
    ),
  );
  return { alg, issuer: ISSUER, audience: AUDIENCE, key: issuer.key(), tokens };
}

/** The same token with another claim, under the signature of the first. */
export function tampered(token: string): string {
  const [header, claims = '', signature] = token.split('.');
  const before = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
  const changed = { ...before, sub: 'mallory' };
  return [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.');
}
