import { type Algorithm, encodeBase64Url } from '@drawbridge/core';
import { type AccessTokenProfile, accessTokenForm } from '../issuer/access-claims.ts';
import { signBytes } from '../issuer/sign-bytes.ts';
import type { TestIssuer } from '../issuer/test-issuer.ts';
import { type TestKey, testKey } from '../issuer/test-key.ts';

/** What tokens are forged with: a good token's parts, and signatures over anything at all. */
export interface Anvil {
  readonly issuer: TestIssuer;
  readonly key: TestKey;
  /** A key of the same kind that the issuer never published. */
  readonly attacker: TestKey;
  /** Seconds since the epoch. */
  readonly now: number;
  /** The header of a good token, with changes. One that is `undefined` is left out. */
  header(changes?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** The claims of a good token, with changes. One that is `undefined` is left out. */
  claims(changes?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** Signs header and payload; a string or bytes are taken as they are, all else as JSON. */
  sign(header: unknown, payload: unknown, signer?: TestKey): Promise<string>;
}

const encoder = new TextEncoder();

/**
 * Makes an anvil for an issuer.
 *
 * @param alg - the key to work with
 * @param profile - of access tokens; without one, tokens are what any JWT is
 */
export async function createAnvil(
  issuer: TestIssuer,
  audience: string,
  alg: Algorithm,
  profile?: AccessTokenProfile,
): Promise<Anvil> {
  const key = issuer.key(alg);
  const clientId = issuer.clients[0]?.clientId ?? 'web';
  const form = profile && accessTokenForm({ profile, clientId, scope: 'openid profile' });
  return {
    issuer,
    key,
    attacker: await testKey(alg, 'attacker'),
    now: Math.floor(issuer.clock.now() / 1000),
    header: (changes) => ({ alg, typ: form?.typ ?? 'JWT', kid: key.kid, ...changes }),
    claims: (changes) => issuer.claims({ aud: audience, ...form?.claims, ...changes }),
    async sign(header, payload, signer = key) {
      const signingInput = `${encodePart(header)}.${encodePart(payload)}`;
      const signature = await signBytes(signer, encoder.encode(signingInput));
      return `${signingInput}.${encodeBase64Url(signature)}`;
    },
  };
}

/** base64url of bytes, of a text, or of the JSON of anything else. */
export function encodePart(value: unknown): string {
  if (value instanceof Uint8Array) return encodeBase64Url(value);
  return encodeBase64Url(encoder.encode(typeof value === 'string' ? value : JSON.stringify(value)));
}

/** The three parts of a token. */
export function partsOf(token: string): [header: string, payload: string, signature: string] {
  return token.split('.') as [string, string, string];
}
