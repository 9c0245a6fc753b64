import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { createDefaultEngine, type Engine } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { JWS_VECTORS } from '../vectors/jws.ts';
import { THUMBPRINT_VECTOR } from '../vectors/thumbprint.ts';
import { engineConformance } from './engine.ts';

type Jwk = Parameters<typeof importJWK>[0];

describe('the vectors, before they judge anyone', () => {
  it.each(JWS_VECTORS)('$title is what jose says', async ({ alg, jwk, token }) => {
    const key = await importJWK(jwk as Jwk, alg);
    await expect(compactVerify(token, key)).resolves.toBeDefined();
  });

  it(`${THUMBPRINT_VECTOR.title} is what jose says`, async () => {
    const { jwk, thumbprint } = THUMBPRINT_VECTOR;
    expect(await calculateJwkThumbprint(jwk as Jwk)).toBe(thumbprint);
  });
});

describe('engineConformance finds the fault of an engine that', () => {
  const good = createDefaultEngine();
  // The slow kinds of key find nothing that the quick ones do not.
  const quick = /^(?:ES256|EdDSA|RFC 7515|RFC 8037|FIPS 180-4)/;
  const faulty: Readonly<Record<string, Partial<Engine>>> = {
    'accepts every signature': { verify: () => true },
    'refuses every signature': { verify: () => false },
    'signs with nothing': { sign: () => new Uint8Array(256) },
    'hashes wrong': { sha256: () => new Uint8Array(32) },
    'hashes text wrong': { sha256Text: () => 'A'.repeat(43) },
    'knows one hash alone': { digest: (_, data) => good.digest('sha256', data) },
    'takes keys unseen': {
      importKey: (alg, material) => ({
        alg,
        use: 'jwk' in material ? 'verify' : 'sign',
        handle: null,
      }),
    },
  };

  it.each(Object.entries(faulty))('%s', async (_, fault) => {
    const failures: string[] = [];
    const suite = engineConformance(() => ({ ...good, ...fault }));
    for (const { title, run } of suite.filter((candidate) => quick.test(candidate.title))) {
      await run().catch(() => failures.push(title));
    }
    expect(failures).not.toEqual([]);
  });
});
