import { describe, expect, it } from 'vitest';
import { createTestClock } from '../test-clock.ts';
import { testKey } from './test-key.ts';
import { createTestKeyRing } from './test-key-ring.ts';

describe('createTestKeyRing', () => {
  it('signs with every algorithm that was asked for', async () => {
    const ring = await createTestKeyRing({
      algorithms: ['ES256', 'EdDSA'],
      clock: createTestClock(),
    });
    expect(ring.algorithms()).toEqual(['ES256', 'EdDSA']);
    expect(ring.signingKey('EdDSA').alg).toBe('EdDSA');
    expect(ring.publicKeys()[0]).toEqual((await testKey('ES256', 'ring')).publicJwk);
  });
});
