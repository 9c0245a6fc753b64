import { ALGORITHM_NAMES } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { tampered, tokensToVerify } from '../verify/tokens.ts';
import { requireVerifies } from '../verify/verify-figure.ts';
import { guardVerifier } from './guard-verifier.ts';

describe('guardVerifier', () => {
  it.each(ALGORITHM_NAMES)('verifies %s, remembering or not', async (alg) => {
    const given = await tokensToVerify(alg, 3, 'Bearer');
    for (const remembered of [1, 10]) {
      await requireVerifies('guard', guardVerifier(given, remembered), given.tokens);
    }
  });

  it.each([
    ['issuer', 'issuer_unknown'],
    ['audience', 'audience_mismatch'],
  ])('checks the %s', async (what, code) => {
    const given = await tokensToVerify('ES256', 1, 'Bearer');
    const [token = ''] = given.tokens;
    const verify = guardVerifier({ ...given, [what]: 'https://other.example.com' }, 1);
    await expect((async () => verify(token))()).rejects.toMatchObject({ code });
  });

  it('refuses what it did not see before, after what it did', async () => {
    const given = await tokensToVerify('ES256', 1, 'Bearer');
    const [token = ''] = given.tokens;
    const verify = guardVerifier(given, 10);
    for (let times = 0; times < 2; times++) {
      await verify(token);
      await expect((async () => verify(tampered(token)))()).rejects.toMatchObject({
        code: 'signature_invalid',
      });
    }
  });
});
