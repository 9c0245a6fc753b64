import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { ALGORITHM_NAMES, type Algorithm } from '../engine/algorithms.ts';
import { createDefaultEngine } from '../engine/default-engine.ts';
import { createWebCryptoEngine } from '../engine/webcrypto-engine.ts';
import { halfHash } from './half-hash.ts';

const atOnce = createDefaultEngine();
const byPromise = createWebCryptoEngine(crypto.subtle, { running: 8, waiting: 1000 });

const HASHES: Readonly<Record<Algorithm, string>> = {
  RS256: 'sha256',
  RS384: 'sha384',
  RS512: 'sha512',
  PS256: 'sha256',
  PS384: 'sha384',
  PS512: 'sha512',
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
  EdDSA: 'sha512',
};

describe('halfHash', () => {
  it.each([
    [
      'A.3 and A.4, at_hash',
      'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y',
      '77QmUPtjPfzWtF2AnpK9RQ',
    ],
    [
      'A.4 and A.6, c_hash',
      'Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk',
      'LDktKdoQak3Pk0cnXxCltA',
    ],
  ])('is what OpenID Connect Core 1.0 appendix %s, has', async (_, text, expected) => {
    expect(halfHash(atOnce, 'RS256', text)).toBe(expected);
    expect(await halfHash(byPromise, 'RS256', text)).toBe(expected);
  });

  it.each(ALGORITHM_NAMES)(
    'goes by the hash function of %s, on both engines (property)',
    async (alg) => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: anyCharacter }), async (text) => {
          const whole = createHash(HASHES[alg]).update(text, 'utf8').digest();
          const expected = whole.subarray(0, whole.length / 2).toString('base64url');
          expect(halfHash(atOnce, alg, text)).toBe(expected);
          expect(await halfHash(byPromise, alg, text)).toBe(expected);
        }),
        { numRuns: 30 },
      );
    },
  );
});
