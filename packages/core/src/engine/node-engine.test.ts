import { engineConformance, testKey } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createDefaultEngine } from './default-engine.ts';
import { findNodeCrypto, type NodeCrypto } from './node-crypto.ts';
import { createNodeEngine } from './node-engine.ts';

const data = new TextEncoder().encode('data');
const crypto = findNodeCrypto() as NodeCrypto;

describe('the engine on node:crypto', () => {
  it.each(engineConformance(() => createDefaultEngine()))('$title', ({ run }) => run());

  it.each(['RS256', 'PS512', 'ES256', 'EdDSA'] as const)(
    'verifies with %s at once',
    async (alg) => {
      const engine = createNodeEngine(crypto, { running: 0, waiting: 0 });
      const key = await engine.importKey(alg, { jwk: (await testKey(alg)).publicJwk });
      expect(engine.verify(key, data, new Uint8Array(64))).toBe(false);
    },
  );

  it.each(['ES256', 'EdDSA'] as const)('signs with %s at once', async (alg) => {
    const engine = createNodeEngine(crypto, { running: 0, waiting: 0 });
    const key = await engine.importKey(alg, { pkcs8: (await testKey(alg)).pkcs8 });
    expect(await engine.sign(key, data)).toHaveLength(64);
  });

  it.each(['RS256', 'ES384', 'ES512'] as const)(
    'signs with %s through the gate, which refuses when it is full',
    async (alg) => {
      const engine = createNodeEngine(crypto, { running: 1, waiting: 1 });
      const key = await engine.importKey(alg, { pkcs8: (await testKey(alg)).pkcs8 });
      const results = await Promise.allSettled([1, 2, 3].map(async () => engine.sign(key, data)));
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
      expect(results[2]).toMatchObject({ reason: { code: 'overloaded', retryAfter: 1 } });
    },
  );
});
