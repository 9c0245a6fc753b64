import { stat } from 'node:fs/promises';
import { testKey } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { createDefaultEngine } from './default-engine.ts';
import { findNodeCrypto, type NodeCrypto } from './node-crypto.ts';
import { createNodeEngine } from './node-engine.ts';

const SIGNATURES = 150;
const data = new TextEncoder().encode('data');

/** How many signatures of many were made when a file was looked at that was asked for after all of them. */
async function signaturesBefore(engine: ReturnType<typeof createDefaultEngine>): Promise<number> {
  const key = await engine.importKey('RS256', { pkcs8: (await testKey('RS256')).pkcs8 });
  let made = 0;
  const all = Array.from({ length: SIGNATURES }, async () => {
    await engine.sign(key, data);
    made++;
  });
  await stat('.');
  const before = made;
  await Promise.all(all);
  return before;
}

// Counted, not timed: how loaded the machine is makes no difference to the order in which the pool works.
it('a file is looked at while signatures wait, before nearly all of them', async () => {
  expect(await signaturesBefore(createDefaultEngine())).toBeLessThan(SIGNATURES / 3);
});

it('it would be the last without a bound', async () => {
  const unbounded = createNodeEngine(findNodeCrypto() as NodeCrypto, {
    running: SIGNATURES,
    waiting: 0,
  });
  expect(await signaturesBefore(unbounded)).toBeGreaterThan(SIGNATURES * 0.9);
});
