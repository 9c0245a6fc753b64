import type { BenchOptions } from '../harness/bench.ts';
import type { Figure } from '../harness/figure.ts';
import { tokensToVerify } from '../verify/tokens.ts';
import { fastJwt } from '../verify/verifiers.ts';
import { compareVerifiers } from '../verify/verify-figure.ts';
import { guardVerifier } from './guard-verifier.ts';

export const RECALL_FIGURE = 'recall-fast-jwt';

const TOKENS = 64;
/** Room for all of them, on both sides. */
const REMEMBERED = 10_000;

/**
 * Measures what a token seen before costs, without a server. The proof at the beginning shows every token to both sides.
 *
 * @throws {Error} when a side refuses a good token or takes one that was tampered with
 */
export async function recallFigure(options: BenchOptions): Promise<Figure> {
  const given = await tokensToVerify('ES256', TOKENS, 'Bearer');
  const { alg, issuer, audience, key, tokens } = given;
  const peer = { alg, issuer, audience, key: key.publicKey, remembered: REMEMBERED };
  return compareVerifiers(
    {
      bench: 'guard',
      figure: RECALL_FIGURE,
      against: 'fast-jwt with its cache, the same tokens and checks',
      tokens,
      subject: guardVerifier(given, REMEMBERED),
      reference: await fastJwt(peer),
    },
    options,
  );
}
