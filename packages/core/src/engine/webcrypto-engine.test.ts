import { ALGORITHM_NAMES, type Algorithm } from './algorithms.ts';
import { engineConformance, testKey } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createWebCryptoEngine } from './webcrypto-engine.ts';

const data = new TextEncoder().encode('data');
const { subtle } = crypto;
const roomy = { running: 8, waiting: 1000 };
const full = { running: 0, waiting: 0 };

/** WebCrypto whose import fails in one way. */
function failing(error: Error): SubtleCrypto {
  const importKey = async () => {
    throw error;
  };
  return { importKey } as unknown as SubtleCrypto;
}

describe('the engine on WebCrypto', () => {
  it.each(engineConformance(() => createWebCryptoEngine(subtle, roomy)))('$title', ({ run }) =>
    run(),
  );

  it.each(['RS256', 'PS512', 'ES256', 'EdDSA'] as const)(
    'verifies with %s without the gate',
    async (alg) => {
      const engine = createWebCryptoEngine(subtle, full);
      const { publicJwk, pkcs8 } = await testKey(alg);
      const key = await engine.importKey(alg, { jwk: publicJwk });
      const signing = await engine.importKey(alg, { pkcs8 });
      const signature = await createWebCryptoEngine(subtle, roomy).sign(signing, data);
      expect(await engine.verify(key, data, signature)).toBe(true);
    },
  );

  it.each(['RS256', 'ES384', 'ES512'] as const)(
    'signs with %s through the gate, which refuses when it is full',
    async (alg) => {
      const engine = createWebCryptoEngine(subtle, { running: 1, waiting: 1 });
      const key = await engine.importKey(alg, { pkcs8: (await testKey(alg)).pkcs8 });
      const results = await Promise.allSettled([1, 2, 3].map(async () => engine.sign(key, data)));
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
      expect(results[2]).toMatchObject({ reason: { code: 'overloaded', retryAfter: 1 } });
    },
  );

  it.each(ALGORITHM_NAMES)('holds %s keys that nobody can take out again', async (alg) => {
    const engine = createWebCryptoEngine(subtle, roomy);
    const { publicJwk, pkcs8 } = await testKey(alg);
    const signing = await engine.importKey(alg, { pkcs8 });
    const verifying = await engine.importKey(alg, { jwk: publicJwk });
    const cryptoKeys = [signing, verifying].map(({ handle }) => (handle as { key: CryptoKey }).key);
    expect(cryptoKeys.map(({ extractable, usages }) => ({ extractable, usages }))).toEqual([
      { extractable: false, usages: ['sign'] },
      { extractable: false, usages: ['verify'] },
    ]);
  });

  it.each(ALGORITHM_NAMES)('says that the runtime lacks %s, at import', async (alg) => {
    const engine = createWebCryptoEngine(failing(new DOMException('', 'NotSupportedError')), roomy);
    const { publicJwk, pkcs8 } = await testKey(alg);
    for (const material of [{ jwk: publicJwk }, { pkcs8 }]) {
      const attempt = engine.importKey(alg, material);
      await expect(attempt).rejects.toThrow(TypeError);
      await expect(attempt).rejects.toThrow(`WebCrypto of this runtime cannot do ${alg}`);
    }
  });

  it('says of any other refusal that the key is not well-formed, and keeps what a private one said', async () => {
    const error = new DOMException('the secret is 42', 'DataError');
    const engine = createWebCryptoEngine(failing(error), roomy);
    const alg: Algorithm = 'ES256';
    const { publicJwk, pkcs8 } = await testKey(alg);
    await expect(engine.importKey(alg, { jwk: publicJwk })).rejects.toMatchObject({
      message: 'it is not well-formed: ES256 needs an EC key on P-256',
      cause: error,
    });
    const refused = await Promise.resolve(engine.importKey(alg, { pkcs8 })).catch(
      (thrown: unknown) => thrown as Error,
    );
    expect(refused).toBeInstanceOf(TypeError);
    expect((refused as Error).cause).toBeUndefined();
  });
});
