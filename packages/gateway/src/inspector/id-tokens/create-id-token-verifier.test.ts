import { DrawbridgeError, type FetchDocument } from '@drawbridge/core';
import { createTestClock, createTestIssuer } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { createIdTokenVerifier } from './create-id-token-verifier.ts';

const ISSUER = 'https://id.test';

it('asks once for keys that cannot be had, however many tokens are held against them, and again after a pause', async () => {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ issuer: ISSUER, clock });
  const token = await issuer.issue({ sub: 'ada' });
  let [asked, isDown] = [0, true];
  const fetchDocument: FetchDocument = async (url, options) => {
    asked += 1;
    if (isDown) throw new DrawbridgeError('upstream_unreachable');
    return issuer.fetch(url, options);
  };
  const verifier = createIdTokenVerifier({
    issuers: [{ issuer: ISSUER, jwksUri: `${ISSUER}/jwks.json` }],
    fetchDocument,
    clock,
  });
  for (let count = 0; count < 50; count++) {
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'upstream_unreachable' });
  }
  expect(asked).toBe(1);

  isDown = false;
  clock.advance(9);
  await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'upstream_unreachable' });
  clock.advance(1);
  expect((await verifier.verify(token)).claims['sub']).toBe('ada');
  expect(asked).toBe(2);
});
