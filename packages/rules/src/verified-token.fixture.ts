import { createDefaultEngine, createVerifier, type VerifiedToken } from '@drawbridge/core';
import { createTestClock, createTestIssuer, trust } from '@drawbridge/testing';

/** The issuer of {@link createTokens}' tokens. */
export const ISSUER = 'https://issuer.test';

/** Makes verified tokens with the claims that a test wants beside the usual. */
export type Tokens = (claims?: Readonly<Record<string, unknown>>) => Promise<VerifiedToken>;

/** Nothing but a verifier makes verified tokens, in tests too. */
export async function createTokens(): Promise<Tokens> {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock, algorithms: ['EdDSA'], issuer: ISSUER });
  const { verify } = createVerifier({
    issuers: [trust(issuer, { requiredClaims: [] })],
    engine: createDefaultEngine(),
    clock,
  });
  return async (claims) => verify(await issuer.issue(claims));
}
