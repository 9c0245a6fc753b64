import type { Algorithm } from '@drawbridge/core';
import type { AccessTokenProfile } from '../issuer/access-claims.ts';
import type { TestIssuer } from '../issuer/test-issuer.ts';
import { createAnvil } from './anvil.ts';
import { forgeAlgorithm } from './forge-algorithm.ts';
import { forgeClaims } from './forge-claims.ts';
import { forgeForm } from './forge-form.ts';
import { forgeHeader } from './forge-header.ts';
import { forgeSignature } from './forge-signature.ts';
import type { HostileToken } from './hostile-token.ts';
import { judgedByApi } from './judged-by-api.ts';

export interface ForgeOptions {
  /** The audience that the verifier under test accepts. Default: the issuer's usual one. */
  readonly audience?: string;
  /** The key of the issuer to work with. Default: its first. */
  readonly alg?: Algorithm;
  /**
   * Who judges: any `verifier` of JWTs, which is shown the token itself; or an `api` behind a guard, in the field
   * `Authorization` with the scheme `Bearer`. Default: `verifier`.
   */
  readonly for?: 'verifier' | 'api';
  /** By which the API under test judges. Default: that of the issuer's access tokens. */
  readonly profile?: AccessTokenProfile;
}

/**
 * Tokens that no verifier may accept, each with one fault and the code that names
 * it. The verifier under test knows `issuer`, the audience, all asymmetric
 * algorithms, needs `sub` and `iat`, and allows a leeway of at most some minutes.
 *
 * For an API, which is called with access tokens, those are left out that are good there, that no header field carries
 * as they are, or that are too long for the limits of servers; codes are those that a guard of that profile finds.
 */
export async function forgeHostileTokens(
  issuer: TestIssuer,
  options: ForgeOptions = {},
): Promise<readonly HostileToken[]> {
  const { audience = issuer.audience, alg = issuer.key().alg } = options;
  const { for: judge = 'verifier', profile = issuer.profile } = options;
  const anvil = await createAnvil(issuer, audience, alg, judge === 'api' ? profile : undefined);
  const kinds = [forgeForm, forgeAlgorithm, forgeHeader, forgeSignature, forgeClaims];
  const tokens = (await Promise.all(kinds.map((forge) => forge(anvil)))).flat();
  return judge === 'api' ? judgedByApi(tokens, profile) : tokens;
}
