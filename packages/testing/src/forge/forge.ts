import type { Algorithm } from '@drawbridge/core';
import type { TestIssuer } from '../issuer/test-issuer.ts';
import { createAnvil } from './anvil.ts';
import { forgeAlgorithm } from './forge-algorithm.ts';
import { forgeClaims } from './forge-claims.ts';
import { forgeForm } from './forge-form.ts';
import { forgeHeader } from './forge-header.ts';
import { forgeSignature } from './forge-signature.ts';
import type { HostileToken } from './hostile-token.ts';

export interface ForgeOptions {
  /** The audience that the verifier under test accepts. Default: the issuer's usual one. */
  readonly audience?: string;
  /** The key of the issuer to work with. Default: its first. */
  readonly alg?: Algorithm;
}

/**
 * Tokens that no verifier may accept, each with one fault and the code that names
 * it. The verifier under test knows `issuer`, the audience, all asymmetric
 * algorithms, needs `sub` and `iat`, and allows a leeway of at most some minutes.
 */
export async function forgeHostileTokens(
  issuer: TestIssuer,
  options: ForgeOptions = {},
): Promise<readonly HostileToken[]> {
  const { audience = issuer.audience, alg = issuer.key().alg } = options;
  const anvil = await createAnvil(issuer, audience, alg);
  const kinds = [forgeForm, forgeAlgorithm, forgeHeader, forgeSignature, forgeClaims];
  return (await Promise.all(kinds.map((forge) => forge(anvil)))).flat();
}
