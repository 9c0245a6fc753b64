import { createDefaultEngine, createKeySet } from '@drawbridge/core';
import { createGuard } from '@drawbridge/guard';
import { describe, expect, it } from 'vitest';
import { flood } from './flood-figure.ts';

/** Two cool-downs of 30 s, at 100 a second. */
const FORGED = 6000;

describe('flood', () => {
  it('counts fetches and cool-downs', async () => {
    const { subject, reference } = await flood(FORGED);
    expect(reference).toBe(2);
    expect(subject).toBeGreaterThan(1);
    expect(subject).toBeLessThanOrEqual(reference + 1);
  });

  it('takes no guard that never looks for an unknown key', async () => {
    const closed = flood(100, ({ guardOptions, jwks }) => {
      const keys = createKeySet(jwks().keys, guardOptions.issuer, createDefaultEngine());
      return createGuard({ ...guardOptions, keys });
    });
    await expect(closed).rejects.toThrow('no unknown kid was looked up');
  });

  it('takes none that refuses a good token', async () => {
    const strict = flood(100, ({ guardOptions }) =>
      createGuard({ ...guardOptions, audience: 'https://other.example.com' }),
    );
    await expect(strict).rejects.toMatchObject({ code: 'audience_mismatch' });
  });

  it('takes none that believes everything', async () => {
    const credulous = flood(100, () => ({ identify: async () => undefined }));
    await expect(credulous).rejects.toThrow('takes a token with a made-up kid');
  });
});
