import { randomBytes, randomUUID } from 'node:crypto';
import { epochSeconds, systemClock } from '@drawbridge/core';
import { createVouchCodec, type VouchSession } from '@drawbridge/oauth';
import { createTestIssuer } from '@drawbridge/testing';
import { keycloakClaims } from '../../verify/keycloak-claims.ts';
import { CLAIM, DOMAIN } from './vouch-site.ts';

/** Who has a cookie of a Vouch Proxy. */
export interface VouchPeople {
  readonly secret: string;
  readonly people: number;
  /** Whether the cookie has the tokens of the provider too: it is in three parts then. */
  readonly tokens: boolean;
}

/** Seconds: longer than any bench takes. */
const LIFETIME = 86_400;
/** Characters of a part, at which Vouch Proxy cuts, but for its name and its attributes. */
const PART = 3900;
const PARTS = 3;

/**
 * Signs people in, as a Vouch Proxy does.
 *
 * @returns what the browser of each sends in `Cookie`
 * @throws {Error} when a cookie is not in as many parts as is measured
 */
export async function vouchCookies({
  secret,
  people,
  tokens,
}: VouchPeople): Promise<readonly string[]> {
  const codec = createVouchCodec({ keys: [{ secret }], clock: systemClock });
  const cookies: string[] = [];
  for (let person = 0; person < people; person++) {
    const session = sessionOf(person, tokens ? await tokensOf(person) : undefined);
    const value = await codec.encode(session);
    const parts = Math.ceil(value.length / PART);
    if (parts !== (tokens ? PARTS : 1)) {
      throw new Error(`a cookie of ${value.length} characters is in ${parts} parts`);
    }
    cookies.push(parts === 1 ? `VouchCookie=${value}` : cut(value));
  }
  return cookies;
}

function cut(value: string): string {
  return Array.from(
    { length: PARTS },
    (_, at) => `VouchCookie_${at + 1}of${PARTS}=${value.slice(at * PART, (at + 1) * PART)}`,
  ).join('; ');
}

type Tokens = Pick<VouchSession, 'accessToken' | 'idToken' | 'refreshToken'>;
const NO_TOKENS: Tokens = { accessToken: undefined, idToken: undefined, refreshToken: undefined };

function sessionOf(person: number, tokens: Tokens = NO_TOKENS): VouchSession {
  return {
    ...tokens,
    username: `person-${person}@${DOMAIN}`,
    customClaims: { [CLAIM]: Array.from({ length: 5 }, (_, at) => `department-${at}`) },
    audience: DOMAIN,
    expiresAt: epochSeconds(systemClock) + LIFETIME,
    issuer: 'Vouch',
  };
}

/** With groups as Entra ID has them. What is random cannot be made short by gzip. */
async function tokensOf(person: number): Promise<Tokens> {
  const issuer = await createTestIssuer({ algorithms: ['RS256'], keyName: 'bench-gateway' });
  const groups = () => Array.from({ length: 50 }, () => randomUUID());
  const claims = (kind: 'ID' | 'Bearer') => ({
    ...keycloakClaims(person, kind),
    groups: groups(),
  });
  return {
    accessToken: await issuer.issue(claims('Bearer')),
    idToken: await issuer.issue(claims('ID')),
    refreshToken: randomBytes(1500).toString('base64url'),
  };
}
