import { randomUUID } from 'node:crypto';
import { type Algorithm, epochSeconds, systemClock } from '@drawbridge/core';
import { createTestIssuer, type TestKey } from '@drawbridge/testing';

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

/** Has tokens signed, of about 1.1 kB with an RSA key of 2,048 bits. */
export async function tokensToVerify(alg: Algorithm, count: number): Promise<TokensToVerify> {
  const issuer = await createTestIssuer({
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: [alg],
    keyName: 'bench-verify',
  });
  const exp = epochSeconds(systemClock) + LIFETIME;
  const tokens = await Promise.all(
    Array.from({ length: count }, (_, index) => issuer.issue({ ...keycloakClaims(index), exp })),
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

/** The claims of a Keycloak ID token, in number and size. */
function keycloakClaims(person: number): Readonly<Record<string, unknown>> {
  return {
    sub: randomUUID(),
    typ: 'ID',
    azp: 'example-app',
    sid: randomUUID(),
    acr: '1',
    realm_access: { roles: ['default-roles-example', 'offline_access'] },
    resource_access: { account: { roles: ['view-profile'] } },
    email_verified: true,
    name: `Sample Person ${person}`,
    preferred_username: `person-${person}`,
    email: `person-${person}@example.com`,
  };
}
