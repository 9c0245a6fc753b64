import { createTestIssuer, forgeHostileTokens, testKey } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { CompactSign, compactVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { encodeBase64Url } from '../encoding/base64url.ts';
import { decodeToken } from '../token/decode.ts';
import { ALGORITHM_NAMES, type Algorithm } from './algorithms.ts';
import type { Engine } from './engine.ts';
import { findNodeCrypto, type NodeCrypto } from './node-crypto.ts';
import { createNodeEngine } from './node-engine.ts';
import { createWebCryptoEngine } from './webcrypto-engine.ts';

const roomy = { running: 8, waiting: 1000 };
const engines: readonly Engine[] = [
  createNodeEngine(findNodeCrypto() as NodeCrypto, roomy),
  createWebCryptoEngine(crypto.subtle, roomy),
];
const encoder = new TextEncoder();

/** The verdicts on a token's signature: of the engine on node:crypto, of the one on WebCrypto, of jose. */
async function verdicts(alg: Algorithm, token: string): Promise<readonly boolean[]> {
  const { publicJwk, publicKey } = await testKey(alg);
  const { signingInput, signature } = decodeToken(token);
  const ours = engines.map(async (engine) =>
    engine.verify(await engine.importKey(alg, { jwk: publicJwk }), signingInput, signature),
  );
  const jose = compactVerify(token, publicKey, { algorithms: [alg] }).then(
    () => true,
    () => false,
  );
  return Promise.all([...ours, jose]);
}

async function goodToken(alg: Algorithm): Promise<string> {
  const { privateKey } = await testKey(alg);
  return new CompactSign(encoder.encode('{"sub":"alice"}'))
    .setProtectedHeader({ alg })
    .sign(privateKey);
}

describe.each(ALGORITHM_NAMES)('both engines and jose, with %s,', (alg) => {
  it('accept a good token', async () => {
    expect(await verdicts(alg, await goodToken(alg))).toEqual([true, true, true]);
  });

  it('refuse random signatures, of the right length and of others', async () => {
    const good = await goodToken(alg);
    const { length } = decodeToken(good).signature;
    const input = good.slice(0, good.lastIndexOf('.'));
    const signatures = fc.oneof(
      fc.uint8Array({ minLength: length, maxLength: length }),
      fc.uint8Array({ maxLength: 2 * length }),
    );
    await fc.assert(
      fc.asyncProperty(signatures, async (signature) => {
        const token = `${input}.${encodeBase64Url(signature)}`;
        expect(await verdicts(alg, token)).toEqual([false, false, false]);
      }),
      { numRuns: 40 },
    );
  });

  it('refuse every forged signature', async () => {
    const issuer = await createTestIssuer({ algorithms: [alg] });
    const tokens = await forgeHostileTokens(issuer);
    const forged = tokens.filter(({ code }) => code === 'signature_invalid');
    expect(forged.length).toBeGreaterThan(15);
    for (const { name, token } of forged) {
      expect(await verdicts(alg, token), name).toEqual([false, false, false]);
    }
  });
});
