import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDefaultEngine } from '../engine/default-engine.ts';
import { fingerprint } from './fingerprint.ts';

describe('fingerprint', () => {
  it('is the beginning of the SHA-256 in hexadecimal (FIPS 180-4, "abc")', async () => {
    expect(await fingerprint(createDefaultEngine(), 'abc')).toBe('ba7816bf8f01');
  });

  it('agrees with node:crypto for any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        const whole = createHash('sha256').update(text).digest('hex');
        expect(await fingerprint(createDefaultEngine(), text)).toBe(whole.slice(0, 12));
      }),
    );
  });
});
